// What the readers take of the heap, whatever a file claims or inflates to.
#include <trilobite/data/csv.hpp>
#include <trilobite/data/idx.hpp>

#include "../catch.hpp"
#include "../heap_peak.hpp"
#include "temporary_file.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>

#include <sys/stat.h>

using namespace trilobite::data;

namespace {

constexpr std::size_t MiB = std::size_t{1} << 20;

/// A vector of zeros, which gzip makes a thousand times smaller. size: with its header.
bytes zeros(std::size_t size) {
    bytes file(size);
    file[2] = 8;
    file[3] = 1;
    for (std::size_t i = 0; i < 4; ++i)
        file[4 + i] = static_cast<std::uint8_t>((size - 8) >> (24 - 8 * i));
    return file;
}

/// A table of one column and zeros, of that size.
bytes zero_table(std::size_t size) {
    bytes file(size, '0');
    for (std::size_t i = 1; i < size; i += 2)
        file[i] = '\n';
    file[0] = 'a';
    return file;
}

std::string too_much(std::size_t packed) {
    return "expected a gzip file of " + std::to_string(packed) + " bytes to hold at most " +
           std::to_string(MiB + 32 * packed) + ", found more: if it can be trusted, decompress it first";
}

/// What a reader has to say of the contents, "none" if nothing. most: bytes on the heap.
template <class Read>
std::string error_of(Read read, const bytes& contents, std::size_t most) {
    const temporary_file file;
    file.write(contents);
    std::string error;
    const std::size_t peak = heap_peak::of([&] { error = file.error_of(read(file.path())); });
    INFO("heap: " << peak << ", file: " << contents.size());
    CHECK(peak <= most);
    return error;
}

}

TEST_CASE("a gzip file that inflates to very much is not inflated", "[data]") {
    const auto idx = [](const auto& path) { return read_idx(path); };
    const auto csv = [](const auto& path) { return read_csv(path); };
    const bytes images = compressed(zeros(64 * MiB)), table = compressed(zero_table(64 * MiB));
    REQUIRE(images.size() < 80'000);
    REQUIRE(table.size() < 80'000);
    CHECK(error_of(idx, images, 4 * MiB + 96 * images.size()) == too_much(images.size()));
    CHECK(error_of(csv, table, 7 * MiB + 192 * table.size()) == too_much(table.size()));
    // Within a field in quotes, too.
    bytes quoted = zero_table(8 * MiB);
    quoted[2] = '"';
    const bytes packed = compressed(quoted);
    CHECK(error_of(csv, packed, 7 * MiB + 192 * packed.size()) == too_much(packed.size()));
}

TEST_CASE("a gzip file that inflates far is read up to 1 MiB, and whole when it is decompressed", "[data]") {
    const temporary_file file;
    file.write(compressed(zeros(MiB)));
    const auto array = read_idx(file.path());
    REQUIRE(array);
    CHECK(array->values == bytes(MiB - 8));
    file.write(compressed(zero_table(MiB)));
    const auto table = read_csv(file.path());
    REQUIRE(table);
    CHECK(table->rows() == MiB / 2 - 1);

    // To the byte: what follows a gzip stream is ignored, but belongs to the file.
    constexpr std::size_t size = 10'000;
    bytes padded = compressed(zeros(MiB + 32 * size));
    REQUIRE(padded.size() < size);
    padded.resize(size);
    file.write(padded);
    CHECK(read_idx(file.path()));
    padded.pop_back();
    file.write(padded);
    CHECK(file.error_of(read_idx(file.path())) == too_much(size - 1));
    file.write(zeros(MiB + 32 * size));
    CHECK(read_idx(file.path()));
}

TEST_CASE("a pipe has no size, and is read to its end", "[data]") {
    const temporary_file file;
    REQUIRE(mkfifo(file.path().c_str(), 0600) == 0);
    std::thread writer([&] { file.write(compressed(zeros(8 * MiB))); });
    const auto array = read_idx(file.path());
    writer.join();
    REQUIRE(array);
    CHECK(array->values.size() == 8 * MiB - 8);
}
