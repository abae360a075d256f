#include <trilobite/trilobite.hpp>
#include <trilobite/weights/safetensors.hpp>

#include "../catch.hpp"
#include "../io/run_command.hpp"
#include "../io/temporary_directory.hpp"
#include "../laws/random_matrix.hpp"

#include <filesystem>
#include <fstream>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace trilobite;

namespace {

using small = network<input<2>, dense<1>, sigmoid>;
using small_double = basic_network<double, input<2>, dense<1>, sigmoid>;

template <class Net = small>
Net example() {
    Net net;
    auto& layer = net.template layer<0>();
    layer.weights(0, 0) = 1.5f;
    layer.weights(1, 0) = -2;
    layer.bias(0, 0) = 0.25f;
    return net;
}

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}

/// A file with that header, and after it so many bytes of values, 0x3c each.
std::string file_of(const std::string& header, std::size_t values) {
    std::string file;
    for (std::size_t i = 0; i < 8; ++i)
        file += static_cast<char>(static_cast<unsigned char>(header.size() >> (8 * i)));
    return file + header + std::string(values, '\x3c');
}

/// The error that the bytes give, "none" if none; a network that is not loaded is as it was.
template <class Net = small>
std::string error_of(const std::string& file, const load_options& options = {}) {
    Net net = example<Net>();
    const auto loaded = load_safetensors(net, bytes_of(file), options);
    if (loaded)
        return "none";
    const Net before = example<Net>();
    for_each_matrix([](const auto& a, const auto& b) { CHECK(laws::same_bits(a, b)); }, net, before);
    return loaded.error();
}

const std::string bias = R"("0.bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
const std::string weight = R"("0.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]})";
const std::string both = "{" + bias + "," + weight + "}";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    REQUIRE(at != text.npos);
    return text.replace(at, what.size(), by);
}

}

TEST_CASE("an independent reader finds what was saved", "[weights]") {
    const temporary_directory directory;
    REQUIRE(save_safetensors(example(), directory / "net"));
    const auto [status, output] = run_python(__FILE__, "read_safetensors.py", directory / "net");
    CHECK(status == 0);
    // The hash of the words is FNV-1a's, computed with Python.
    CHECK(output == "architecture = input<2>, dense<1>, sigmoid\n"
                    "architecture_hash = 034e52c951a7c67d\n"
                    "trilobite = 0.1.0\n"
                    "0.weight F32 [1, 2] 1.5 -2.0\n"
                    "0.bias F32 [1] 0.25\n");
    CHECK(directory.files() == 1);
    REQUIRE(save_safetensors(example<small_double>(), directory / "net"));
    CHECK(run_python(__FILE__, "read_safetensors.py", directory / "net")
              .output.ends_with("0.weight F64 [1, 2] 1.5 -2.0\n"
                                "0.bias F64 [1] 0.25\n"));
}

TEST_CASE("the version in files is the project's", "[weights]") {
    CHECK(library_version == TRILOBITE_PROJECT_VERSION);
}

TEST_CASE("every float goes through a file and back, bit by bit", "[weights]") {
    network<input<1>, dense<6>> net, back;
    auto& weights = net.layer<0>().weights;
    const float values[]{std::numeric_limits<float>::denorm_min(), -0.0f,
                         std::numeric_limits<float>::max(),        std::numeric_limits<float>::infinity(),
                         std::numeric_limits<float>::quiet_NaN(),  0x1.fffffep-3f};
    std::copy(std::begin(values), std::end(values), weights.values);
    const std::string file = safetensors_of(net);
    REQUIRE(load_safetensors(back, bytes_of(file)));
    CHECK(laws::same_bits(weights, back.layer<0>().weights));
}

TEST_CASE("half the floats there are, and bfloat16, are read as IEEE 754 has them", "[weights]") {
    // Known values: 1, -2, the largest half, the smallest of all, the smallest normal one, infinity.
    const std::string shape =
        R"("shape":[6],"data_offsets":[0,12]},"0.weight":{"dtype":"F32","shape":[6,1],"data_offsets":[12,36]}})";
    std::string file = file_of(R"({"0.bias":{"dtype":"F16",)" + shape, 0);
    file += std::string("\x00\x3c\x00\xc0\xff\x7b\x01\x00\x00\x04\x00\x7c", 12) + std::string(24, '\0');
    network<input<1>, dense<6>> net;
    REQUIRE(load_safetensors(net, bytes_of(file)));
    const auto& read = net.layer<0>().bias;
    CHECK(std::vector<float>(read.values, read.values + 6) ==
          std::vector<float>{1, -2, 65504, 0x1p-24f, 0x1p-14f, std::numeric_limits<float>::infinity()});
    const std::string brain = replaced(file, "\"F16\"", "\"BF16\"");
    std::string longer = file_of(R"({"0.bias":{"dtype":"BF16",)" + shape, 0);
    longer += std::string("\x80\x3f\x00\xc0\x49\x40\x00\x00\x80\x7f\x01\x00", 12) + std::string(24, '\0');
    REQUIRE(load_safetensors(net, bytes_of(longer)));
    CHECK(std::vector<float>(read.values, read.values + 6) ==
          std::vector<float>{1, -2, 3.140625f, 0, std::numeric_limits<float>::infinity(), 0x1p-133f});
}

TEST_CASE("a network of double takes floats; one of float takes doubles only where it may round", "[weights]") {
    auto wide = example<small_double>();
    wide.layer<0>().bias(0, 0) = 0.1;
    const std::string floats = safetensors_of(example()), doubles = safetensors_of(wide);
    small_double widened;
    REQUIRE(load_safetensors(widened, bytes_of(floats)));
    CHECK(widened.layer<0>().weights(1, 0) == -2);
    CHECK(error_of(doubles) ==
          "does not fit the network: 0.weight: expected float32 or what is one exactly, found F64; "
          "0.bias: expected float32 or what is one exactly, found F64");
    small rounded;
    REQUIRE(load_safetensors(rounded, bytes_of(doubles), {.rounds = true}));
    CHECK(rounded.layer<0>().bias(0, 0) == 0.1f);
}

TEST_CASE("what does not fit is refused, all of it in one sentence", "[weights]") {
    CHECK(error_of(file_of(both, 12)) == "none");
    CHECK(error_of(file_of(R"({"0.bias":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},)"
                           R"("0.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]},)"
                           R"("fc":{"dtype":"F32","shape":[],"data_offsets":[12,16]}})",
                           16)) == "does not fit the network: 0.weight: expected 1 x 2, found 2 x 1; 0.bias: expected "
                                   "float32 or what is one exactly, found I32; fc is not expected");
    CHECK(error_of(file_of("{}", 0)) ==
          "does not fit the network: 0.weight is missing: expected 1 x 2; 0.bias is missing: expected 1");
    const auto of_tanh = safetensors_of(network<input<2>, dense<1>, trilobite::tanh>{});
    CHECK(error_of(of_tanh) == "does not fit the network: written for input<2>, dense<1>, tanh, but this is input<2>, "
                               "dense<1>, sigmoid");
    CHECK(error_of(of_tanh, {.strict = false}) == "none");
    // A mini-batch counter of PyTorch is nobody's business.
    CHECK(error_of(file_of("{" + bias + "," + weight +
                               R"(,"1.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[12,20]}})",
                           20)) == "none");
}

TEST_CASE("not strict: what is missing stays, what is not expected is left out; shapes must be right", "[weights]") {
    small net = example();
    const auto partly = file_of("{" + bias + R"(,"fc":{"dtype":"U8","shape":[3],"data_offsets":[4,7]}})", 7);
    const auto report = load_safetensors(net, bytes_of(partly), {.strict = false});
    REQUIRE(report);
    CHECK(report->loaded == std::vector<std::string>{"0.bias"});
    CHECK(report->missing == std::vector<std::string>{"0.weight"});
    CHECK(report->unexpected == std::vector<std::string>{"fc"});
    CHECK(net.layer<0>().weights(1, 0) == -2);
    CHECK(net.layer<0>().bias(0, 0) != 0.25f);
    CHECK(error_of(file_of(R"({"0.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8), {.strict = false}) ==
          "does not fit the network: 0.bias: expected 1, found 2");
}

TEST_CASE("names of the file's own are mapped, one by one or by the path", "[weights]") {
    const auto renamed = replaced(replaced(both, "0.bias", "encoder.fc1.bias"), "0.weight", "encoder.fc1.weight");
    CHECK(error_of(file_of(renamed, 12), {.names = {{"0", "encoder.fc1"}}}) == "none");
    const auto mixed = replaced(replaced(both, "0.bias", "b"), "0.weight", "fc.weight");
    CHECK(error_of(file_of(mixed, 12), {.names = {{"0", "fc"}, {"0.bias", "b"}}}) == "none");
    CHECK(error_of(file_of(both, 12), {.names = {{"1", "fc"}}}) ==
          "does not fit the network: the options name 1, which the network does not have");
    CHECK(error_of(file_of(both, 12), {.names = {{"0.bias", "b"}}}) ==
          "does not fit the network: b is missing: expected 1; 0.bias is not expected");
}

TEST_CASE("a file that breaks off is refused, wherever it does", "[weights]") {
    const std::string file = safetensors_of(example());
    for (std::size_t size = 0; size < file.size(); ++size) {
        const std::string error = error_of(file.substr(0, size));
        INFO("the first " << size << " bytes: " << error);
        CHECK(error.find("truncated") != error.npos);
    }
    CHECK(error_of("") == "the file is truncated: expected the 8 bytes of the header's size, found 0");
    CHECK(error_of(file_of(both, 12).substr(0, 20)).starts_with("the header is truncated: expected "));
    CHECK(error_of(file_of(both, 11)) ==
          "tensor 0.weight: the file is truncated: expected 12 bytes of values, found 11");
    CHECK(error_of(file + "x") == "expected the file to end after 12 bytes of values, found 13");
}

TEST_CASE("a header that is none is refused", "[weights]") {
    CHECK(error_of(std::string(8, '\xff')) ==
          "expected a header of at most 100000000 bytes, found 18446744073709551615");
    CHECK(error_of(std::string("\x01\xe1\xf5\x05\0\0\0\0", 8)) ==
          "expected a header of at most 100000000 bytes, found 100000001");
    CHECK(error_of(file_of("", 0)) == "expected the header to begin with {, found none");
    CHECK(error_of(file_of(" {}", 0)) == "expected the header to begin with {, found the byte 32");
    CHECK(error_of(file_of("{", 0)) == "the header is wrong: it is no JSON at its byte 2");
    CHECK(error_of(file_of("{} x", 0)) == "the header is wrong: it is no JSON at its byte 4");
    CHECK(error_of(file_of("{\"\xff\":{}}", 0)) == "the header is wrong: it is no JSON at its byte 3");
    CHECK(error_of(file_of(both + "  ", 12)) == "none");
    // Arrays a million deep: the first that does not belong there ends it.
    CHECK(error_of(file_of("{\"a\":" + std::string(1'000'000, '['), 0)) ==
          "the header is wrong: at a: an array does not belong there");
}

TEST_CASE("a header that says something else than the format is refused", "[weights]") {
    const auto wrong = [](const std::string& header) { return error_of(file_of(header, 12)); };
    const std::string a = "the header is wrong: ";
    CHECK(wrong("{\"a\":null}") == a + "at a: null does not belong there");
    CHECK(wrong("{\"a\":true}") == a + "at a: a truth value does not belong there");
    CHECK(wrong("{\"a\":7}") == a + "at a: a number does not belong there");
    CHECK(wrong("{\"a\":\"b\"}") == a + "at a: a string does not belong there");
    CHECK(wrong("{\"__metadata__\":{\"a\":{}}}") == a + "at __metadata__: an object does not belong there");
    CHECK(wrong("{\"__metadata__\":{\"a\":1}}") == a + "at __metadata__: a number does not belong there");
    CHECK(wrong("{\"a\":{\"dtype\":7}}") == a + "at a: a number does not belong there");
    CHECK(wrong("{\"a\":{\"shape\":[-1]}}") == a + "at a: a negative number does not belong there");
    CHECK(wrong("{\"a\":{\"shape\":[1.5]}}") == a + "at a: the number 1.5 does not belong there");
    CHECK(wrong("{\"a\":{\"shape\":[18446744073709551616]}}") ==
          a + "at a: the number 18446744073709551616 does not belong there");
    CHECK(wrong("{\"a\":{\"dtype\":[]}}") == a + "at a: an array does not belong there");
    CHECK(wrong("{\"a\":{\"kind\":1}}") == a + "tensor a: expected dtype, shape and data_offsets, found kind");
    CHECK(wrong("{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}") ==
          a + "tensor a: expected dtype, shape and two data_offsets, found fewer");
    CHECK(wrong(replaced(both, "[0,4]", "[0]")) ==
          a + "tensor 0.bias: expected dtype, shape and two data_offsets, found fewer");
    CHECK(wrong(replaced(both, "[0,4]", "[0,4,8]")) == a + "tensor 0.bias: more than two data_offsets");
    std::string ones = "1";
    for (int i = 0; i < 32; ++i)
        ones += ",1";
    CHECK(wrong(replaced(both, "[1]", "[" + ones + "]")) ==
          a + "tensor 0.bias: expected at most 32 extents, found more");
    CHECK(wrong("{" + bias + "," + bias + "," + weight + "}") == a + "0.bias is there twice");
    CHECK(wrong(replaced(both, R"("dtype":"F32")", R"("dtype":"F32","dtype":"F32")")) ==
          a + "0.bias: dtype is there twice");
    CHECK(wrong(R"({"__metadata__":{"a":"b","a":"c"}})") == a + "__metadata__: a is there twice");
}

TEST_CASE("values that are not where the header says are refused", "[weights]") {
    const auto wrong = [](const std::string& header, std::size_t values = 12) {
        return error_of(file_of(header, values));
    };
    CHECK(wrong(replaced(both, "\"F32\"", "\"F31\"")) == "tensor 0.bias: the dtype F31 is not known");
    CHECK(wrong(replaced(both, "[0,4]", "[0,5]")) ==
          "tensor 0.bias: F32 of shape 1 takes 4 bytes, but the data_offsets are 0 and 5");
    CHECK(wrong(replaced(both, "[0,4]", "[4,0]")) ==
          "tensor 0.bias: F32 of shape 1 takes 4 bytes, but the data_offsets are 4 and 0");
    CHECK(wrong(replaced(both, "[1]", "[4294967296,4294967296]")) ==
          "tensor 0.bias: the shape 4294967296 x 4294967296 is too large to count its bytes");
    CHECK(wrong(replaced(replaced(both, "[1]", "[1,4611686018427387904]"), "[0,4]", "[0,0]")) ==
          "tensor 0.bias: the shape 1 x 4611686018427387904 is too large to count its bytes");
    CHECK(wrong(replaced(both, "[4,12]", "[5,13]"), 13) ==
          "values of a tensor begin at byte 5, but those before it end at 4: there is a gap");
    CHECK(wrong(replaced(both, "[4,12]", "[3,11]"), 11) ==
          "values of a tensor begin at byte 3, but those before it end at 4: they overlap");
    CHECK(wrong(both, 13) == "expected the file to end after 12 bytes of values, found 13");
    // More than there is memory for, and nothing of it is taken.
    CHECK(wrong(replaced(replaced(both, "[1]", "[1125899906842624]"), "[0,4]", "[0,4503599627370496]")) ==
          "tensor 0.bias: the file is truncated: expected 4503599627370496 bytes of values, found 12");
    // No bytes at all, at either end: allowed.
    CHECK(
        error_of(
            file_of("{" + bias + "," + weight + R"(,"none":{"dtype":"F32","shape":[0,3],"data_offsets":[12,12]}})", 12),
            {.strict = false}) == "none");
}

TEST_CASE("any byte of a file may be wrong", "[weights]") {
    const std::string file = safetensors_of(example());
    for (std::size_t i = 0; i < file.size(); ++i)
        for (const char by : {'\0', '"', '9', '{', '\xff'}) {
            std::string damaged = file;
            damaged[i] = by;
            (void)error_of(damaged); // which looks at the network
        }
}

TEST_CASE("what cannot be read or written is said with the file's name", "[weights]") {
    const temporary_directory directory;
    small net = example();
    const auto missing = load_safetensors(net, directory / "none");
    REQUIRE(!missing);
    CHECK(missing.error() == (directory / "none").string() + ": expected a safetensors file, found no such file");
    const auto folder = load_safetensors(net, directory / "");
    REQUIRE(!folder);
    CHECK(folder.error() == (directory / "").string() + ": expected a safetensors file, found a directory");
    const auto nowhere = save_safetensors(net, directory / "no/such/net");
    REQUIRE(!nowhere);
    CHECK(nowhere.error() ==
          (directory / "no/such/net").string() + ": cannot be opened for writing: No such file or directory");
    std::ofstream(directory / "short") << "four";
    const auto broken = load_safetensors(net, directory / "short");
    REQUIRE(!broken);
    CHECK(broken.error() == (directory / "short").string() +
                                ": the file is truncated: expected the 8 bytes of the header's size, found 4");
}
