#include <trilobite/data/idx.hpp>

#include "../catch.hpp"
#include "temporary_file.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#ifdef __linux__
#include <sys/resource.h>
#endif

using trilobite::result;
using trilobite::data::idx_array;
using trilobite::data::read_idx;

namespace {

struct idx_temporary : temporary_file {
    result<idx_array> read(const bytes& contents) const {
        write(contents);
        return read_idx(path());
    }

    /// The error that reading the contents gives, without the file's name, which it must begin with.
    std::string error(const bytes& contents) const {
        write(contents);
        return error();
    }
    std::string error() const { return error_of(read_idx(path())); }
};

/// An IDX file of those extents, with as many values as given: 0, 1, 2, ...
bytes idx_file(const std::vector<std::uint32_t>& extents, std::size_t values) {
    bytes file = {0, 0, 8, static_cast<std::uint8_t>(extents.size())};
    for (const std::uint32_t extent : extents)
        for (const int shift : {24, 16, 8, 0})
            file.push_back(static_cast<std::uint8_t>(extent >> shift));
    for (std::size_t i = 0; i < values; ++i)
        file.push_back(static_cast<std::uint8_t>(i));
    return file;
}

bytes prefix(const bytes& contents, std::size_t size) {
    return {contents.begin(), contents.begin() + static_cast<std::ptrdiff_t>(size)};
}

bytes joined(bytes first, const bytes& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

}

TEST_CASE("an IDX file is read, plain and compressed", "[data]") {
    const idx_temporary file;
    const bytes contents = idx_file({2, 3, 4}, 24);
    for (const bytes& stored : {contents, compressed(contents)}) {
        const auto array = file.read(stored);
        REQUIRE(array);
        CHECK(array->extents == std::vector<std::uint32_t>{2, 3, 4});
        CHECK(joined(prefix(contents, 16), array->values) == contents);
    }
}

TEST_CASE("IDX files of the smallest and the largest rank are read", "[data]") {
    const idx_temporary file;
    const auto vector = file.read(idx_file({5}, 5));
    REQUIRE(vector);
    CHECK(vector->values == bytes{0, 1, 2, 3, 4});
    const auto hypercube = file.read(idx_file({2, 1, 2, 1, 1, 1, 1, 2}, 8));
    REQUIRE(hypercube);
    CHECK(hypercube->extents.size() == 8);
    CHECK(hypercube->values == bytes{0, 1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE("an IDX file may hold no values", "[data]") {
    const idx_temporary file;
    const auto array = file.read(idx_file({0, 28, 28}, 0));
    REQUIRE(array);
    CHECK(array->extents == std::vector<std::uint32_t>{0, 28, 28});
    CHECK(array->values.empty());
}

TEST_CASE("an IDX file of several reads is read whole", "[data]") {
    const idx_temporary file;
    const std::size_t size = 3'456'789;
    bytes contents = idx_file({size}, size);
    for (std::size_t i = 8; i < contents.size(); ++i) // what repeats is refused where it is compressed
        contents[i] = static_cast<std::uint8_t>(i * i >> 8);
    for (const bytes& stored : {contents, compressed(contents)}) {
        const auto array = file.read(stored);
        REQUIRE(array);
        CHECK(joined(prefix(contents, 8), array->values) == contents);
    }
}

TEST_CASE("gzip streams one after another are one IDX file", "[data]") {
    const idx_temporary file;
    const bytes contents = idx_file({6}, 6);
    const auto array = file.read(joined(compressed(prefix(contents, 8)), compressed({0, 1, 2, 3, 4, 5})));
    REQUIRE(array);
    CHECK(array->values == bytes{0, 1, 2, 3, 4, 5});
}

TEST_CASE("what is no IDX file is refused", "[data]") {
    const idx_temporary file;
    CHECK(file.error() == "expected an IDX file, found no such file");
    CHECK(file.error({}) == "the file is empty: expected an IDX header");
    CHECK(file.error(compressed({})) == "the file is empty: expected an IDX header");
    CHECK(file.error({'P', '5', '\n', '2', '8'}) ==
          "not an IDX file: expected it to begin with the bytes 00 00 08, found 50 35 0a 32");
    CHECK(file.error({0, 1, 8, 1, 0, 0, 0, 0}) ==
          "not an IDX file: expected it to begin with the bytes 00 00 08, found 00 01 08 01");

    std::filesystem::remove(file.path());
    std::filesystem::create_directory(file.path());
    CHECK(file.error() == "expected an IDX file, found a directory");
}

TEST_CASE("an IDX file of anything but unsigned bytes is refused", "[data]") {
    const idx_temporary file;
    const std::vector<std::pair<std::uint8_t, std::string>> types = {
        {0x00, "00"}, {0x09, "09"}, {0x0b, "0b"}, {0x0c, "0c"}, {0x0d, "0d"}, {0x0e, "0e"}, {0xff, "ff"}};
    for (const auto& [type, text] : types)
        CHECK(file.error({0, 0, type, 1, 0, 0, 0, 1, 7}) ==
              "element type 0x" + text + " is not supported: expected 0x08 (unsigned byte)");
}

TEST_CASE("an IDX file of no or of too large a rank is refused", "[data]") {
    const idx_temporary file;
    CHECK(file.error({0, 0, 8, 0}) == "expected a rank from 1 to 8, found 0");
    CHECK(file.error(idx_file(std::vector<std::uint32_t>(9, 1), 1)) == "expected a rank from 1 to 8, found 9");
    CHECK(file.error({0, 0, 8, 255}) == "expected a rank from 1 to 8, found 255");
}

TEST_CASE("an IDX file that breaks off is refused, wherever it does", "[data]") {
    const idx_temporary file;
    const bytes contents = idx_file({2, 3}, 6);
    for (std::size_t size = 1; size < 4; ++size)
        CHECK(file.error(prefix(contents, size)) ==
              "the header is truncated: expected 4 bytes, found " + std::to_string(size));
    for (std::size_t size = 4; size < 12; ++size)
        CHECK(file.error(prefix(contents, size)) ==
              "the header is truncated: expected 12 bytes, found " + std::to_string(size));
    for (std::size_t size = 12; size < 18; ++size)
        CHECK(file.error(prefix(contents, size)) ==
              "the data of extents 2 x 3 is truncated: expected 6 bytes, found " + std::to_string(size - 12));
    CHECK(file.error(contents) == "none");
    CHECK(file.error(compressed(prefix(contents, 17))) ==
          "the data of extents 2 x 3 is truncated: expected 6 bytes, found 5");
}

TEST_CASE("an IDX file with bytes after its data is refused", "[data]") {
    const idx_temporary file;
    const std::string error = "expected the file to end after the 6 bytes of extents 2 x 3, found more";
    CHECK(file.error(idx_file({2, 3}, 7)) == error);
    CHECK(file.error(compressed(idx_file({2, 3}, 7))) == error);
    CHECK(file.error(idx_file({0}, 1)) == "expected the file to end after the 0 bytes of extents 0, found more");
}

TEST_CASE("an IDX file whose extents overflow or are absurd is refused", "[data]") {
    const idx_temporary file;
    const std::string too_large = " are too large: expected at most 4294967296 values";
    CHECK(file.error(idx_file({65536, 65537}, 4)) == "extents 65536 x 65537" + too_large);
    // 2^64, which is 0 in 64 bits.
    CHECK(file.error(idx_file({65536, 65536, 65536, 65536}, 4)) == "extents 65536 x 65536 x 65536 x 65536" + too_large);
    CHECK(file.error(idx_file(std::vector<std::uint32_t>(3, 4294967295), 4)) ==
          "extents 4294967295 x 4294967295 x 4294967295" + too_large);
}

TEST_CASE("an IDX file that claims more than it holds does not take the memory", "[data]") {
    const idx_temporary file;
    CHECK(file.error(idx_file({65536, 65536}, 4)) ==
          "the data of extents 65536 x 65536 is truncated: expected 4294967296 bytes, found 4");
#ifdef __linux__
    rusage usage{};
    REQUIRE(getrusage(RUSAGE_SELF, &usage) == 0);
    CHECK(usage.ru_maxrss < 1024 * 1024); // the most that this process ever had, in kB
#endif
}

TEST_CASE("a gzip stream that breaks off is refused, wherever it does", "[data]") {
    const idx_temporary file;
    const bytes packed = compressed(idx_file({2, 3}, 6));
    // Two bytes are needed to know gzip.
    CHECK(file.error(prefix(packed, 1)) == "the header is truncated: expected 4 bytes, found 1");
    for (std::size_t size = 2; size < packed.size(); ++size) {
        const std::string error = file.error(prefix(packed, size));
        INFO("the first " << size << " bytes of " << packed.size() << ": " << error);
        CHECK(error.find("the gzip stream breaks off before its end") == 0);
    }
    CHECK(file.error(packed) == "none");
}

TEST_CASE("a corrupt gzip stream is refused, or does no harm", "[data]") {
    const idx_temporary file;
    const bytes contents = idx_file({2, 30}, 60);
    const bytes packed = compressed(contents);
    for (std::size_t i = 0; i < packed.size(); ++i)
        for (int bit = 0; bit < 8; ++bit) {
            bytes flipped = packed;
            flipped[i] = static_cast<std::uint8_t>(flipped[i] ^ 1 << bit);
            const auto array = file.read(flipped);
            INFO("bit " << bit << " of byte " << i);
            // Of the header, zlib reads neither the time nor the system that the file was made on.
            CHECK((array ? joined(prefix(contents, 12), array->values) == contents : !array.error().empty()));
        }

    bytes wrong_checksum = packed;
    wrong_checksum[packed.size() - 8] ^= 1;
    CHECK(file.error(wrong_checksum).find("the gzip stream is corrupt: ") == 0);
    bytes wrong_length = packed;
    wrong_length[packed.size() - 1] ^= 1;
    CHECK(file.error(wrong_length).find("the gzip stream is corrupt: ") == 0);
}
