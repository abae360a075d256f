#pragma once
/// Arrays as NumPy's .npy files.
///
/// The file is: the bytes 93 N U M P Y, the version as two bytes (1.0, 2.0 or 3.0), the header's size as 2 or, from
/// version 2 on, 4 bytes, the lowest first; the header, a dictionary as Python writes it, {'descr': '<f4',
/// 'fortran_order': False, 'shape': (2, 3), }, blanks and a line's end; the values.  (numpy.lib.format, "Format Version
/// 1.0" to "3.0")

#include <trilobite/io/read_file.hpp>
#include <trilobite/io/result.hpp>
#include <trilobite/io/write_file.hpp>
#include <trilobite/weights/element.hpp>
#include <trilobite/weights/npy_dictionary.hpp>
#include <trilobite/weights/stored_tensor.hpp>

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite {

/// Values and what they are arranged in: the last index runs fastest.
template <std::floating_point T>
struct npy_array {
    std::vector<std::size_t> shape;
    std::vector<T> values;
};

namespace detail {

inline constexpr std::string_view npy_magic{"\x93NUMPY", 6};
/// All before the values: NumPy reads no dictionary of more than 10,000 bytes either.
inline constexpr std::size_t npy_longest_header = 12 + 10'000;

/// The type of '<f4', '>f8', '<f2', ...
inline std::optional<std::pair<element_type, std::endian>> npy_type(std::string_view descr) {
    if (descr.size() != 3 || (descr[0] != '<' && descr[0] != '>') || descr[1] != 'f')
        return std::nullopt;
    const std::endian order = descr[0] == '<' ? std::endian::little : std::endian::big;
    switch (descr[2]) {
    case '2':
        return std::pair{element_type::float16, order};
    case '4':
        return std::pair{element_type::float32, order};
    case '8':
        return std::pair{element_type::float64, order};
    default:
        return std::nullopt;
    }
}

/// What is before the values of a float32 or float64 array; as NumPy does, they begin at a multiple of 64 bytes.
template <std::floating_point T>
std::string npy_header(const std::vector<std::size_t>& shape) {
    std::string header = "{'descr': '<f" + std::to_string(sizeof(T)) + "', 'fortran_order': False, 'shape': (";
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
        header += (axis == 0 ? "" : ", ") + std::to_string(shape[axis]);
    header += shape.size() == 1 ? ",), }" : "), }";
    header.append(63 - (npy_magic.size() + 4 + header.size()) % 64, ' ');
    header += '\n';
    std::string bytes(npy_magic);
    bytes += {'\1', '\0', static_cast<char>(header.size() & 255), static_cast<char>(header.size() >> 8)};
    return bytes + header;
}

}

/// What a .npy file holds: floating-point numbers of 2, 4 or 8 bytes, row by row or column by column. Its name is
/// empty; it refers to the bytes.
inline result<stored_tensor> parse_npy(std::span<const std::byte> file) {
    const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
    const auto truncated = [&](std::size_t expected) {
        return failure{"the header is truncated: expected " + std::to_string(expected) + " bytes, found " +
                       std::to_string(file.size())};
    };
    if (!text.starts_with(detail::npy_magic.substr(0, text.size())))
        return failure{"not a .npy file: expected it to begin with the byte 93 and NUMPY"};
    if (text.size() < 10)
        return truncated(10);
    const int version = text[6];
    if (version < 1 || version > 3 || text[7] != 0)
        return failure{"version " + std::to_string(static_cast<unsigned char>(text[6])) + "." +
                       std::to_string(static_cast<unsigned char>(text[7])) + " is not known: expected 1.0, 2.0 or 3.0"};
    const std::size_t begin = version == 1 ? 10 : 12;
    if (text.size() < begin)
        return truncated(begin);
    const std::size_t size = version == 1 ? detail::bits_at<std::uint16_t>(file.data() + 8, std::endian::little)
                                          : detail::bits_at<std::uint32_t>(file.data() + 8, std::endian::little);
    if (text.size() - begin < size)
        return truncated(begin + size);
    const auto header = detail::npy_dictionary(text.substr(begin, size));
    if (!header)
        return failure{header.error()};

    stored_tensor array;
    array.type_name = header->descr;
    array.shape = header->shape;
    array.first_index_fastest = header->fortran_order;
    const auto type = detail::npy_type(header->descr);
    if (!type)
        return failure{"expected floating-point numbers, <f2, <f4, <f8, >f2, >f4 or >f8; found " + header->descr};
    array.type = type->first;
    array.order = type->second;
    // Where one extent is 0 there are no values, however large the others are.
    std::size_t count = std::ranges::count(array.shape, std::size_t{0}) != 0 ? 0 : size_of(type->first);
    for (const std::size_t extent : array.shape)
        if (__builtin_mul_overflow(count, extent, &count))
            return failure{"the shape " + shape_text(array.shape) + " is too large to count its bytes"};
    array.bytes = file.subspan(begin + size);
    if (array.bytes.size() != count)
        return failure{std::string(array.bytes.size() < count ? "the data are truncated"
                                                              : "expected the file to end after its data") +
                       ": " + header->descr + " of shape " + shape_text(array.shape) + " takes " +
                       std::to_string(count) + " bytes, found " + std::to_string(array.bytes.size())};
    return array;
}

/// The array in the bytes of a .npy file, row by row. An array of wider numbers than T is refused.
template <std::floating_point T>
result<npy_array<T>> read_npy(std::span<const std::byte> file) {
    const auto stored = parse_npy(file);
    if (!stored)
        return failure{stored.error()};
    if (!is_exact<T>(*stored->type))
        return failure{"expected " + std::string(name_of(element_type_of<T>)) + " or what is one exactly, found " +
                       stored->type_name};
    npy_array<T> array{stored->shape, std::vector<T>(stored->bytes.size() / size_of(*stored->type))};
    for (std::size_t i = 0; i < array.values.size(); ++i)
        array.values[i] = stored->template value<T>(i);
    return array;
}

/// The same from a file.
template <std::floating_point T>
result<npy_array<T>> read_npy(const std::filesystem::path& path) {
    return detail::read_named(path, "a .npy file", [](std::span<const std::byte> file) { return read_npy<T>(file); });
}

/// The bytes of a .npy file, version 1.0.
template <std::floating_point T>
std::string npy_of(const npy_array<T>& array) {
    std::string bytes = detail::npy_header<T>(array.shape);
    bytes.reserve(bytes.size() + array.values.size() * sizeof(T));
    for (const T value : array.values)
        append_element(bytes, value);
    return bytes;
}

/// Writes an array to a file, whole or not at all. There are as many values as the shape says.
template <std::floating_point T>
result<std::filesystem::path> write_npy(const npy_array<T>& array, const std::filesystem::path& path) {
    return write_file(path, npy_of(array));
}

}
