#pragma once
/// Numbers and columns for people to read.

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace trilobite::text {

/// 1234567 as "1,234,567".
inline std::string grouped(std::size_t n) {
    const std::string digits = std::to_string(n);
    std::string groups;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i != 0 && (digits.size() - i) % 3 == 0)
            groups += ',';
        groups += digits[i];
    }
    return groups;
}

/// A number with so many digits after its point.
inline std::string fixed(double value, int digits) {
    char digits_of_value[64];
    std::snprintf(digits_of_value, sizeof digits_of_value, "%.*f", digits, value);
    return digits_of_value;
}

/// The text and blanks after it, `width` characters in all; longer texts stay as they are.
inline std::string left(std::string_view words, std::size_t width) {
    std::string field(words);
    if (field.size() < width)
        field.append(width - field.size(), ' ');
    return field;
}

/// Blanks and the text, `width` characters in all; longer texts stay as they are.
inline std::string right(std::string_view words, std::size_t width) {
    std::string field(words.size() < width ? width - words.size() : 0, ' ');
    return field.append(words);
}

}
