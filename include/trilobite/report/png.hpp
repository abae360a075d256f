#pragma once
/// Grey images as PNG, and files within a page. Needs zlib.

#include <trilobite/io/terminal_image.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <zlib.h>

namespace trilobite::report {

namespace detail {

inline void append_big_endian(std::string& bytes, std::size_t value) {
    for (const int shift : {24, 16, 8, 0})
        bytes += static_cast<char>(value >> shift & 0xFF);
}

inline const Bytef* as_bytes(std::string_view text) {
    return reinterpret_cast<const Bytef*>(text.data());
}

/// Length, type, data, and the checksum of both.
inline void append_chunk(std::string& png, std::string_view type, std::string_view data) {
    append_big_endian(png, data.size());
    const std::string checked = std::string(type).append(data);
    png += checked;
    append_big_endian(png, crc32(0, as_bytes(checked), static_cast<uInt>(checked.size())));
}

}

/// The bytes of a PNG file: ink is black, paper white, eight bits of grey between. (PNG specification, third edition)
inline std::string png(const grey_image& image) {
    using namespace std::string_view_literals;
    std::string header;
    detail::append_big_endian(header, image.columns);
    detail::append_big_endian(header, image.rows);
    header += "\x08\0\0\0\0"sv; // bits, grey, and the only compression, filters, and order of rows there are

    std::string rows;
    for (std::size_t row = 0; row < image.rows; ++row) {
        rows += '\0'; // not filtered
        for (std::size_t column = 0; column < image.columns; ++column)
            rows += static_cast<char>(255 - image.pixels[row * image.columns + column]);
    }
    std::string packed(compressBound(static_cast<uLong>(rows.size())), '\0');
    uLongf size = static_cast<uLongf>(packed.size());
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, detail::as_bytes(rows), static_cast<uLong>(rows.size()));
    packed.resize(size);

    std::string file = "\x89PNG\r\n\x1a\n";
    detail::append_chunk(file, "IHDR", header);
    detail::append_chunk(file, "IDAT", packed);
    detail::append_chunk(file, "IEND", "");
    return file;
}

/// Three bytes as four letters. (RFC 4648, section 4)
inline std::string base64(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string letters;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = i; j < i + 3; ++j)
            group = group << 8 | (j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0u);
        for (std::size_t letter = 0; letter < 4; ++letter)
            letters += i + letter > bytes.size() ? '=' : alphabet[group >> (18 - 6 * letter) & 63];
    }
    return letters;
}

}
