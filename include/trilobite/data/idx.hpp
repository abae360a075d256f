#pragma once

/// Reader for IDX files of unsigned bytes, the format of MNIST, plain or compressed with gzip. Needs zlib.
///
/// All numbers are big-endian. The file is: two zero bytes, the element type (0x08 = unsigned byte), the rank, then
/// one 32-bit extent per dimension, then the values in row-major order, and nothing after them.
/// (Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", section "File formats".)

#include <trilobite/data/gzip_file.hpp>
#include <trilobite/io/result.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace trilobite::data {

/// An array of bytes: `values.size()` is the product of `extents`, and the last extent varies fastest.
struct idx_array {
    std::vector<std::uint32_t> extents;
    std::vector<std::uint8_t> values;
};

/// The largest rank and the largest number of values that `read_idx` accepts: what is beyond is taken for a mistake.
inline constexpr std::size_t idx_max_rank = 8;
inline constexpr std::uint64_t idx_max_values = std::uint64_t{1} << 32;

namespace detail {

inline std::string hexadecimal(std::span<const std::uint8_t> bytes) {
    constexpr char digit[] = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += text.empty() ? "" : " ";
        text += digit[byte >> 4];
        text += digit[byte & 15];
    }
    return text;
}

inline std::string product_text(std::span<const std::uint32_t> extents) {
    std::string text;
    for (const std::uint32_t extent : extents)
        text += (text.empty() ? "" : " x ") + std::to_string(extent);
    return text;
}

/// What the file must hold after its header; nothing where that is more than `idx_max_values`.
inline result<std::uint64_t> value_count(std::span<const std::uint32_t> extents) {
    std::uint64_t count = 1;
    for (const std::uint32_t extent : extents) {
        // Both factors are at most 2^32 - 1 and 2^32, so that the product cannot overflow before it is compared.
        count *= extent;
        if (count > idx_max_values)
            return failure{"extents " + product_text(extents) + " are too large: expected at most " +
                           std::to_string(idx_max_values) + " values"};
    }
    return count;
}

/// The array in an open file. The errors leave out the file's name, which `read_idx` adds.
inline result<idx_array> read_idx_stream(gzip_file& file) {
    const auto broken_off = [&](const std::string& what, std::uint64_t expected, std::uint64_t found) {
        const std::string complaint = file.complaint();
        return failure{!complaint.empty() ? complaint
                                          : what + " is truncated: expected " + std::to_string(expected) +
                                                " bytes, found " + std::to_string(found)};
    };

    std::array<std::uint8_t, 4> magic{};
    const std::size_t magic_size = file.read(magic);
    if (magic_size == 0 && file.complaint().empty())
        return failure{"the file is empty: expected an IDX header"};
    if (magic_size < magic.size())
        return broken_off("the header", magic.size(), magic_size);
    if (magic[0] != 0 || magic[1] != 0)
        return failure{"not an IDX file: expected it to begin with the bytes 00 00 08, found " + hexadecimal(magic)};
    if (magic[2] != 0x08)
        return failure{"element type 0x" + hexadecimal(std::span(magic).subspan(2, 1)) +
                       " is not supported: expected 0x08 (unsigned byte)"};
    const std::size_t rank = magic[3];
    if (rank == 0 || rank > idx_max_rank)
        return failure{"expected a rank from 1 to " + std::to_string(idx_max_rank) + ", found " + std::to_string(rank)};

    std::array<std::uint8_t, 4 * idx_max_rank> header{};
    const std::size_t header_size = file.read(std::span(header).first(4 * rank));
    if (header_size < 4 * rank)
        return broken_off("the header", 4 + 4 * rank, 4 + header_size);

    idx_array array;
    for (std::size_t i = 0; i < rank; ++i) {
        std::uint32_t extent = 0;
        for (std::size_t byte = 4 * i; byte < 4 * i + 4; ++byte)
            extent = extent << 8 | header[byte];
        array.extents.push_back(extent);
    }
    const result<std::uint64_t> count = value_count(array.extents);
    if (!count)
        return failure{count.error()};

    // The header is not to be believed before the values are seen: room is made as they come, at most as much again
    // as has been read already.
    constexpr std::uint64_t first_chunk = std::uint64_t{1} << 16;
    while (array.values.size() < *count) {
        const std::size_t before = array.values.size();
        const std::uint64_t chunk = std::min(*count - before, std::max<std::uint64_t>(first_chunk, before));
        array.values.reserve(before + static_cast<std::size_t>(chunk));
        array.values.resize(before + static_cast<std::size_t>(chunk));
        const std::size_t got = file.read(std::span(array.values).subspan(before));
        if (got < chunk)
            return broken_off("the data of extents " + product_text(array.extents), *count, before + got);
    }

    // This read must find nothing; it also makes zlib reach the end of the stream and compare the checksum.
    std::array<std::uint8_t, 1> beyond{};
    if (file.read(beyond) != 0)
        return failure{"expected the file to end after the " + std::to_string(*count) + " bytes of extents " +
                       product_text(array.extents) + ", found more"};
    if (const std::string complaint = file.complaint(); !complaint.empty())
        return failure{complaint};
    return array;
}

}

/// Reads an IDX file of unsigned bytes, plain or gzip whatever its name is.
///
/// Fails, with the file's name, what was expected and what was found, when the file is missing, a directory, or empty;
/// when its header is cut short or is not that of unsigned bytes of rank 1 to `idx_max_rank` and of at most
/// `idx_max_values` values; when values are missing or others follow; when a gzip stream breaks off or its checksum is
/// wrong, or when it inflates to more than 1 MiB and 32 times the file's size. Memory is at most three times that of
/// the values found, whatever number the header claims. Bytes after the end of a gzip stream that do not begin another
/// are ignored, as gzip does.
inline result<idx_array> read_idx(const std::filesystem::path& path) {
    const auto named = [&](const std::string& why) { return failure{path.string() + ": " + why}; };

    auto file = detail::gzip_file::open(path, "an IDX file");
    if (!file)
        return named(file.error());
    result<idx_array> array = detail::read_idx_stream(*file);
    if (!array)
        return named(array.error());
    return array;
}

}
