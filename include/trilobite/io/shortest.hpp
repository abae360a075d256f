#pragma once
/// Numbers for machines to read: whatever the locale, and read back as they were.

#include <array>
#include <charconv>
#include <concepts>
#include <string>

namespace trilobite::text {

/// The shortest text that is read back as exactly this number; "nan", "inf", "-inf" for what is none.
template <std::floating_point T>
std::string shortest(T value) {
    std::array<char, 32> digits; // the longest double takes 24
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return std::string(digits.data(), end);
}

}
