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

constexpr std::size_t mebibyte = std::size_t{1} << 20;

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
           std::to_string(mebibyte + 32 * packed) + ", found more: if it can be trusted, decompress it first";
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
    const bytes images = compressed(zeros(64 * mebibyte)), table = compressed(zero_table(64 * mebibyte));
    REQUIRE(images.size() < 80'000);
    REQUIRE(table.size() < 80'000);
    CHECK(error_of(idx, images, mebibyte / 4 + 3 * (mebibyte + 32 * images.size())) == too_much(images.size()));
    CHECK(error_of(csv, table, mebibyte / 4 + 12 * (mebibyte + 32 * table.size())) == too_much(table.size()));
    // Within a field in quotes, too.
    bytes quoted = zero_table(8 * mebibyte);
    quoted[2] = '"';
    const bytes packed = compressed(quoted);
    CHECK(error_of(csv, packed, mebibyte / 4 + 12 * (mebibyte + 32 * packed.size())) == too_much(packed.size()));
}

TEST_CASE("a table takes no more than 48 times its file", "[data]") {
    constexpr std::size_t rest = mebibyte / 4;
    const auto read = [](const csv_options& options) {
        return [=](const auto& path) { return read_csv<double>(path, options); };
    };
    const auto different = [](std::size_t count, char separator) {
        const std::string digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-";
        bytes all;
        for (std::size_t i = 1; i <= count; ++i) {
            for (std::size_t rest_of_i = i; rest_of_i != 0; rest_of_i /= digits.size())
                all.push_back(static_cast<std::uint8_t>(digits[rest_of_i % digits.size()]));
            all.push_back(static_cast<std::uint8_t>(separator));
        }
        all.back() = '\n';
        return all;
    };
    const bytes columns = different(60'000, ','), words = different(65'536, '\n');
    bytes missing{'a', ',', 'b', '\n'};
    while (missing.size() < 2 * mebibyte + 24) // just after the values have grown
        missing.insert(missing.end(), {',', '\n'});
    CHECK(error_of(read({}), columns, rest + 28 * columns.size()) == "none");
    CHECK(error_of(read({}), bytes(mebibyte, ','), rest + 33 * mebibyte) == R"(line 1: two columns are called "")");
    CHECK(error_of(read({.text = {"b"}, .missing = {}}), words, rest + 48 * words.size()) == "none");
    CHECK(error_of(read({.fill = 0}), missing, rest + 24 * missing.size()) == "none");
}

TEST_CASE("a compressed table has no more columns than 1,024 and the bytes of its file", "[data]") {
    const auto read = [](const auto& path) { return read_csv(path); };
    const auto refusal = [](std::size_t line, std::size_t size) {
        return "line " + std::to_string(line) + ": expected at most " + std::to_string(1024 + size) +
               " columns in a file of " + std::to_string(size) + " bytes, found more";
    };
    const bytes header = compressed(bytes(mebibyte, ','));
    CHECK(error_of(read, header, mebibyte / 4) == refusal(1, header.size()));
    bytes record(mebibyte, ',');
    record[0] = 'a';
    record[1] = '\n';
    record = compressed(record);
    CHECK(error_of(read, record, mebibyte / 4) == refusal(2, record.size()));

    // Names that are all different are not that small, and values beside them are larger still.
    std::string names = "f0", values = "\n1";
    for (int i = 1; i < 65'536; ++i) {
        names += ",f" + std::to_string(i);
        values += ",1";
    }
    const std::string table = names + values;
    const bytes packed = compressed({table.begin(), table.end()});
    CHECK(packed.size() > 2 * 65'536);
    CHECK(error_of(read, packed, mebibyte / 4 + 64 * packed.size()) == "none");
}

TEST_CASE("a gzip file that inflates far is read up to 1 MiB, and whole when it is decompressed", "[data]") {
    const temporary_file file;
    file.write(compressed(zeros(mebibyte)));
    const auto array = read_idx(file.path());
    REQUIRE(array);
    CHECK(array->values == bytes(mebibyte - 8));
    file.write(compressed(zero_table(mebibyte)));
    const auto table = read_csv(file.path());
    REQUIRE(table);
    CHECK(table->rows() == mebibyte / 2 - 1);

    // To the byte: what follows a gzip stream is ignored, but belongs to the file.
    constexpr std::size_t size = 10'000;
    bytes padded = compressed(zeros(mebibyte + 32 * size));
    REQUIRE(padded.size() < size);
    padded.resize(size);
    file.write(padded);
    CHECK(read_idx(file.path()));
    padded.pop_back();
    file.write(padded);
    CHECK(file.error_of(read_idx(file.path())) == too_much(size - 1));
    file.write(zeros(mebibyte + 32 * size));
    CHECK(read_idx(file.path()));
}

TEST_CASE("a pipe has no size, and is read to its end", "[data]") {
    const temporary_file file;
    REQUIRE(mkfifo(file.path().c_str(), 0600) == 0);
    std::thread writer([&] { file.write(compressed(zeros(8 * mebibyte))); });
    const auto array = read_idx(file.path());
    writer.join();
    REQUIRE(array);
    CHECK(array->values.size() == 8 * mebibyte - 8);
}
