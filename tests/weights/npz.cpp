#include <trilobite/trilobite.hpp>
#include <trilobite/weights/npz.hpp>

#include "../catch.hpp"
#include "../io/temporary_directory.hpp"
#include "../laws/random_matrix.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace trilobite;

namespace {

using small = network<input<2>, dense<1>, sigmoid>;

small example() {
    small net;
    net.layer<0>().weights(0, 0) = 1.5f;
    net.layer<0>().weights(1, 0) = -2;
    net.layer<0>().bias(0, 0) = 0.25f;
    return net;
}

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}

bool same(const small& a, const small& b) {
    bool same = true;
    for_each_matrix([&](const auto& m, const auto& n) { same = same && laws::same_bits(m, n); }, a, b);
    return same;
}

/// The error that the bytes give, "none" if none; a network that is not loaded is as it was.
std::string error_of(const std::string& file, const load_options& options = {}) {
    small net = example();
    const auto loaded = load_npz(net, bytes_of(file), options);
    CHECK((loaded || same(net, example())));
    return loaded ? "none" : loaded.error();
}

/// An archive of those entries, stored.
std::string archive(const std::vector<std::pair<std::string, std::string>>& entries) {
    detail::zip_writer writer(false);
    for (const auto& [name, bytes] : entries)
        writer.add(name, bytes);
    auto made = std::move(writer).finish();
    REQUIRE(made);
    return *made;
}

const std::string weight = npy_of(npy_array<float>{{1, 2}, {1.5f, -2}});
const std::string bias = npy_of(npy_array<float>{{1}, {0.25f}});

/// The bytes with another number, of so many bytes, `after` bytes behind the last place where `what` stands.
std::string changed(std::string bytes, std::string_view what, std::size_t after, std::size_t size, std::size_t number) {
    const std::size_t at = bytes.rfind(what) + after;
    for (std::size_t i = 0; i < size; ++i)
        bytes[at + i] = static_cast<char>(static_cast<unsigned char>(number >> (8 * i)));
    return bytes;
}

}

TEST_CASE("a network goes through a .npz file, stored and deflated", "[weights]") {
    const temporary_directory directory;
    network<input<100>, dense<100>> net, back;
    initialise(net, 1);
    for (const auto packing : {npz_packing::stored, npz_packing::deflated}) {
        back = {};
        REQUIRE(save_npz(net, directory / "net.npz", packing));
        REQUIRE(load_npz(back, directory / "net.npz"));
        CHECK(laws::same_bits(net.layer<0>().weights, back.layer<0>().weights));
        CHECK(laws::same_bits(net.layer<0>().bias, back.layer<0>().bias));
    }
    basic_network<double, input<2>, dense<1>, sigmoid> wide;
    const auto floats = npz_of(example());
    REQUIRE(floats);
    REQUIRE(load_npz(wide, bytes_of(*floats)));
    CHECK(wide.layer<0>().weights(1, 0) == -2);
}

TEST_CASE("a .npz file that does not fit is refused", "[weights]") {
    CHECK(error_of(archive({{"0.weight.npy", weight}, {"0.bias.npy", bias}})) == "none");
    CHECK(error_of(archive({{"w.npy", weight}, {"0.bias.npy", bias}})) ==
          "does not fit the network: 0.weight is missing: expected 1 x 2; w is not expected");
    CHECK(error_of(archive({{"w.npy", weight}, {"0.bias.npy", bias}}), {.names = {{"0.weight", "w"}}}) == "none");
    CHECK(error_of(archive({{"w.npy", "of no interest"}, {"0.bias.npy", bias}}), {.strict = false}) == "none");
    CHECK(
        error_of(archive({{"0.weight.npy", bias}, {"0.bias.npy", npy_of(npy_array<double>{{1}, {1}})}})) ==
        "does not fit the network: 0.weight: expected 1 x 2, found 1; 0.bias: expected float32 or what is one exactly, "
        "found <f8");
    CHECK(error_of(
              archive({{"0.weight.npy", weight}, {"0.bias.npy", bias}, {"trilobite.txt", "input<2>, dense<1>\n"}})) ==
          "does not fit the network: written for input<2>, dense<1>, but this is input<2>, dense<1>, sigmoid");
    CHECK(error_of(archive({{"0.weight.npy", "abc"}})) ==
          "entry 0.weight.npy: not a .npy file: expected it to begin with the byte 93 and NUMPY");
}

TEST_CASE("a .npz file of a larger network is refused by its shapes, where it is not to be inflated", "[weights]") {
    using large = network<input<300>, dense<70>, sigmoid>;
    const auto file_of = [](npz_packing packing) {
        const auto file = npz_of(large(), packing);
        REQUIRE(file);
        return *file;
    };
    CHECK(error_of(file_of(npz_packing::stored)) ==
          "does not fit the network: written for input<300>, dense<70>, sigmoid, but this is input<2>, dense<1>, "
          "sigmoid; "
          "0.weight: expected 1 x 2, found 70 x 300; 0.bias: expected 1, found 70");
    CHECK(error_of(file_of(npz_packing::deflated)) == "entry 0.weight.npy: expected at most 10028 bytes, found 84128");
}

TEST_CASE("what is no zip archive is refused, wherever it breaks off", "[weights]") {
    CHECK(error_of("") == "not a zip archive: expected it to begin with PK");
    CHECK(error_of("\x93NUMPY") == "not a zip archive: expected it to begin with PK");
    for (const auto packing : {npz_packing::stored, npz_packing::deflated}) {
        const auto file = npz_of(example(), packing);
        REQUIRE(file);
        for (std::size_t size = 4; size < file->size(); ++size)
            CHECK(error_of(file->substr(0, size)) == "the archive is truncated: it has no end of a directory");
        CHECK(error_of(*file + "x") == "the archive is truncated: it has no end of a directory");
    }
    const std::string with_comment =
        changed(archive({{"0.weight.npy", weight}, {"0.bias.npy", bias}}), "PK\5\6", 20, 2, 5);
    CHECK(error_of(with_comment + "words") == "none");
    CHECK(error_of(archive({})) ==
          "does not fit the network: 0.weight is missing: expected 1 x 2; 0.bias is missing: expected 1");
}

TEST_CASE("a zip archive whose directory is wrong is refused", "[weights]") {
    const std::string one = archive({{"0.bias.npy", bias}});
    const std::string end = "PK\5\6", entry = "PK\1\2", name = "entry 0.bias.npy: ";
    CHECK(error_of(changed(one, end, 4, 2, 1)) == "the archive is one of several parts, which are not read");
    CHECK(error_of(changed(changed(one, end, 8, 2, 2), end, 10, 2, 2)) ==
          "the directory is truncated: expected 2 entries, found 1");
    CHECK(error_of(changed(changed(one, end, 8, 2, 0xffff), end, 10, 2, 0xffff)) ==
          "the archive is larger than 4 GiB or has more than 65534 entries (zip64), which is not read");
    CHECK(error_of(changed(one, end, 16, 4, one.size())) ==
          "the directory begins at byte " + std::to_string(one.size()) + ", but the archive's end at " +
              std::to_string(one.size() - 22));
    CHECK(error_of(changed(one, end, 16, 4, 0)) == "the directory is truncated: expected 1 entries, found 0");
    CHECK(error_of(changed(one, entry, 28, 2, 9999)) == "the directory is truncated: expected 1 entries, found 0");
    CHECK(error_of(changed(one, entry, 8, 2, 1)) == name + "it is encrypted");
    CHECK(error_of(changed(one, entry, 10, 2, 12)) == name + "expected it stored (0) or deflated (8), found method 12");
    CHECK(error_of(changed(one, entry, 24, 4, 0xffffffff)) ==
          name + "it is larger than 4 GiB (zip64), which is not read");
    CHECK(error_of(changed(one, entry, 24, 4, 7)) == name + "stored, but of two sizes, 132 and 7");
    CHECK(error_of(changed(changed(one, entry, 20, 4, 99999), entry, 24, 4, 99999)) ==
          name + "its data are truncated: expected 99999 bytes, found 132");
    CHECK(error_of(changed(one, entry, 42, 4, 1)) == name + "there is no local header where the directory says");
    CHECK(error_of(changed(one, entry, 42, 4, 0x7fffffff)) == name + "its local header is not before the directory");
    CHECK(error_of(changed(one, entry, 16, 4, 0)) == name + "the checksum is wrong");
    CHECK(error_of(archive({{"0.bias.npy", bias}, {"0.bias.npy", bias}})) == name + "it is there twice");
}

TEST_CASE("deflated data that are wrong are refused", "[weights]") {
    detail::zip_writer writer(true);
    writer.add("0.bias.npy", bias);
    auto packed = std::move(writer).finish();
    REQUIRE(packed);
    const std::string corrupt = "entry 0.bias.npy: the deflated data are corrupt";
    CHECK(error_of(changed(*packed, "PK\1\2", 24, 4, 131)) == corrupt);
    CHECK(error_of(changed(*packed, "PK\1\2", 24, 4, 133)) == corrupt);
    CHECK(error_of(changed(*packed, "PK\1\2", 20, 4, 20)) == corrupt);
    CHECK(error_of(changed(*packed, "PK\1\2", 24, 4, 1'000'000)).ends_with(" deflated bytes cannot be 1000000"));
    CHECK(error_of(changed(*packed, "PK\3\4", 30 + 10, 1, 0xff)) == corrupt);
    CHECK(error_of(changed(*packed, "PK\1\2", 16, 4, 0)) == "entry 0.bias.npy: the checksum is wrong");
}

TEST_CASE("what is inflated takes the memory that it fills, not what the directory claims", "[weights]") {
    const std::string zeros(100'000, '\0');
    detail::zip_writer writer(true);
    writer.add("zeros", zeros);
    const auto packed = std::move(writer).finish();
    REQUIRE(packed);
    const auto entries = detail::zip_entries(bytes_of(*packed));
    REQUIRE(entries);
    detail::zip_entry entry = entries->front();
    std::vector<std::byte> sound, forged, begun;
    const auto whole = detail::unzipped(entry, sound);
    REQUIRE(whole);
    CHECK(detail::text_of(*whole) == zeros);

    CHECK(detail::unzipped(entry, begun, "\x89HDF").error() == "entry zeros: it does not begin as such a file does");
    CHECK(begun.capacity() < 10'000);
    entry.size = 1'000'000'000;
    CHECK(detail::unzipped(entry, forged).error() == "entry zeros: the deflated data are corrupt");
    CHECK(forged.capacity() < 4 * zeros.size());
}

TEST_CASE("any byte of a .npz file may be wrong", "[weights]") {
    const auto file = npz_of(example(), npz_packing::deflated);
    REQUIRE(file);
    for (std::size_t i = 0; i < file->size(); ++i)
        for (const char by : {'\0', '\1', '\x7f', '\xff'}) {
            std::string damaged = *file;
            damaged[i] = by;
            (void)error_of(damaged); // which looks at the network
        }
}
