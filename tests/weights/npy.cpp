#include <trilobite/trilobite.hpp>
#include <trilobite/weights/npy.hpp>
#include <trilobite/weights/npz.hpp>

#include "../catch.hpp"
#include "../io/run_command.hpp"
#include "../io/temporary_directory.hpp"

#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace trilobite;

namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}

/// A .npy file with that header, and so many bytes of values.
std::string npy_file(const std::string& header, std::size_t values, char version = '\1') {
    std::string file = "\x93NUMPY";
    file += version;
    file += '\0';
    file += static_cast<char>(header.size());
    file += std::string(version == '\1' ? 1 : 3, '\0');
    return file + header + std::string(values, '\0');
}

std::string error_of(const std::string& file) {
    const auto array = read_npy<float>(bytes_of(file));
    return array ? "none" : array.error();
}

const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

std::string with(const std::string& what, const std::string& by) {
    std::string header = good;
    const std::size_t at = header.find(what);
    REQUIRE(at != header.npos);
    return npy_file(header.replace(at, what.size(), by), 24);
}

}

TEST_CASE("a .npy file has the bytes that NumPy gives it", "[weights]") {
    // From numpy.save of numpy.array([[1, 2]], 'f4'), NumPy 1.24.
    const std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
    CHECK(npy_of(npy_array<float>{{1, 2}, {1, 2}}) == std::string("\x93NUMPY\1\0\x76\0", 10) + header +
                                                          std::string(118 - header.size() - 1, ' ') + "\n" +
                                                          std::string("\0\0\x80\x3f\0\0\0\x40", 8));
}

TEST_CASE("NumPy reads ours, and ours its", "[weights]") {
    const temporary_directory directory;
    network<input<2>, dense<3>> net;
    for (std::size_t i = 0; i < 6; ++i)
        net.layer<0>().weights(i / 3, i % 3) = static_cast<float>(i);
    REQUIRE(write_npy(npy_array<double>{{3, 1}, {1.5, -0.1, 1e300}}, directory / "ours.npy"));
    REQUIRE(save_npz(net, directory / "ours.npz"));
    REQUIRE(save_npz(net, directory / "packed.npz", npz_packing::deflated));
    const auto [status, output] = run_python(__FILE__, "numpy_files.py", directory / "");
    if (status == 77) {
        WARN("SKIPPED: " << output);
        return;
    }
    const std::string arrays = "0.weight <f4 (3, 2) 0.0 3.0 1.0 4.0 2.0 5.0\n"
                               "0.bias <f4 (3,) 0.0 0.0 0.0\n"
                               "trilobite.txt ['input<2>, dense<3>', 'f8da5d8b9aa1b991', '0.1.0', '']\n";
    CHECK(output == "ours.npy <f8 (3, 1) 1.5 -0.1 1e+300\n" + arrays + arrays);
    REQUIRE(status == 0);

    const auto read = [&](const std::string& name) {
        const auto array = read_npy<double>(directory / (name + ".npy"));
        INFO(name << (array ? "" : ": " + array.error()));
        REQUIRE(array);
        return *array;
    };
    for (const char* name :
         {"little_f2", "little_f4", "little_f8", "big_f2", "big_f4", "big_f8", "version_1", "version_2", "version_3"}) {
        const auto grid = read(name);
        CHECK(grid.shape == std::vector<std::size_t>{2, 3});
        CHECK(grid.values == std::vector<double>{1, -2, 0.5, 0.25, 1024, 0});
        CHECK(std::signbit(grid.values[5]));
    }
    CHECK(read("fortran").shape == std::vector<std::size_t>{2, 3, 4});
    CHECK(read("fortran").values == read("c_order").values);
    CHECK(read("c_order").values[23] == 23);
    CHECK(read("scalar").shape.empty());
    CHECK(read("scalar").values == std::vector<double>{2.5});
    CHECK(read("empty").shape == std::vector<std::size_t>{0, 3});
    const auto integers = read_npy<double>(directory / "integers.npy");
    REQUIRE(!integers);
    CHECK(integers.error() == (directory / "integers.npy").string() +
                                  ": expected floating-point numbers, <f2, <f4, <f8, "
                                  ">f2, >f4 or >f8; found <i8");
    for (const char* name : {"theirs.npz", "compressed.npz"}) {
        const auto loaded = load_npz(net, directory / name);
        INFO((loaded ? "" : loaded.error()));
        REQUIRE(loaded);
        CHECK(net.layer<0>().weights(0, 1) == 3);
        CHECK(net.layer<0>().weights(1, 2) == 6);
        CHECK(net.layer<0>().bias(0, 2) == 9);
    }
}

TEST_CASE("what is no .npy file is refused", "[weights]") {
    CHECK(error_of(npy_file(good, 24)) == "none");
    CHECK(error_of(npy_file(good, 24, '\2')) == "none");
    CHECK(error_of("PK") == "not a .npy file: expected it to begin with the byte 93 and NUMPY");
    const std::string file = npy_file(good, 24);
    for (std::size_t size = 0; size < file.size(); ++size) {
        INFO("the first " << size << " bytes: " << error_of(file.substr(0, size)));
        CHECK(error_of(file.substr(0, size)).find("truncated") != std::string::npos);
    }
    CHECK(error_of(file.substr(0, 9)) == "the header is truncated: expected 10 bytes, found 9");
    CHECK(error_of(file.substr(0, 20)) == "the header is truncated: expected 69 bytes, found 20");
    CHECK(error_of(npy_file(good, 23)) == "the data are truncated: <f4 of shape 2 x 3 takes 24 bytes, found 23");
    CHECK(error_of(npy_file(good, 25)) ==
          "expected the file to end after its data: <f4 of shape 2 x 3 takes 24 bytes, found 25");
    CHECK(error_of(npy_file(good, 24, '\4')) == "version 4.0 is not known: expected 1.0, 2.0 or 3.0");
}

TEST_CASE("what is no header of a .npy file is refused", "[weights]") {
    CHECK(error_of(with(", }", "}")) == "none");
    CHECK(error_of(with("(2, 3)", "(6,)")) == "none");
    CHECK(error_of(with("(2, 3)", "( 2 ,3 )")) == "none");
    CHECK(error_of(with("'<f4'", "\"<f4\"")) == "none");
    const std::string expected = "expected floating-point numbers, <f2, <f4, <f8, >f2, >f4 or >f8; found ";
    for (const char* type : {"<f3", "|f4", "<c8", "<i4", "=f4", "<f16"})
        CHECK(error_of(with("<f4", type)) == expected + type);
    CHECK(error_of(with("<f4", "<f8").append(24, '\0')) == "expected float32 or what is one exactly, found <f8");
    CHECK(error_of(with("False", "Maybe")) == "the header is no dictionary of a .npy file at its byte 34");
    CHECK(error_of(with("{", "[")) == "the header is no dictionary of a .npy file at its byte 0");
    CHECK(error_of(with("}", "} x")) == "the header is no dictionary of a .npy file at its byte 60");
    CHECK(error_of(with("(2, 3)", "(2, -3)")) == "the header is no dictionary of a .npy file at its byte 54");
    CHECK(error_of(with("(2, 3)", "(2 3)")) == "the header is no dictionary of a .npy file at its byte 53");
    CHECK(error_of(with("(2, 3)", "(99999999999999999999)")) ==
          "the header is no dictionary of a .npy file at its byte 51");
    CHECK(error_of(with("'descr'", "'kind'")) == "the header has no use for 'kind'");
    CHECK(error_of(with("'shape'", "'descr'")) == "the header has no use for 'descr' a second time");
    CHECK(error_of(with("'shape': (2, 3), ", "")) ==
          "expected descr, fortran_order and shape in the header, found fewer");
    CHECK(error_of(with("(2, 3)", "(4294967296, 4294967296)")) ==
          "the shape 4294967296 x 4294967296 is too large to count its bytes");
    CHECK(error_of(with("(2, 3)", "(4294967296, 4294967296, 0)")) ==
          "expected the file to end after its data: <f4 of shape 4294967296 x 4294967296 x 0 takes 0 bytes, found 24");
}
