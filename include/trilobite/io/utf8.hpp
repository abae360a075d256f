#pragma once
/// Text that may come from anywhere, made fit for formats that take UTF-8 only.

#include <cstddef>
#include <string>
#include <string_view>

namespace trilobite::text {

namespace detail {

/// The bytes of the first character of a text that is not empty; 0 where that is not UTF-8 (RFC 3629, section 4).
constexpr std::size_t character_size(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    const std::size_t size = first < 0x80                     ? 1
                             : first >= 0xC2 && first <= 0xDF ? 2
                             : first >= 0xE0 && first <= 0xEF ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
    if (size > text.size())
        return 0;
    for (std::size_t i = 1; i < size; ++i)
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
    // Too long for what they say, halves of UTF-16 pairs, and beyond the last character.
    if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F) || (first == 0xF0 && byte(1) < 0x90) ||
        (first == 0xF4 && byte(1) > 0x8F))
        return 0;
    return size;
}

}

/// The text with U+FFFD for each byte that is not UTF-8, and a blank for each control character (line ends too).
inline std::string printable(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const std::size_t size = detail::character_size(text);
        const auto first = static_cast<unsigned char>(text.front());
        if (size == 0)
            clean += "\xEF\xBF\xBD";
        else if (first < 0x20 || first == 0x7F)
            clean += ' ';
        else
            clean += text.substr(0, size);
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return clean;
}

}
