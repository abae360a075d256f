#pragma once
/// The numbers that files hold, and what they are here.

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <type_traits>

namespace trilobite {

/// Kinds of floating-point numbers, by their name and their bytes.
enum class element_type { float16, bfloat16, float32, float64 };

constexpr std::string_view name_of(element_type type) {
    constexpr std::array<std::string_view, 4> names{"float16", "bfloat16", "float32", "float64"};
    return names[static_cast<std::size_t>(type)];
}
constexpr std::size_t size_of(element_type type) {
    return type == element_type::float64 ? 8 : type == element_type::float32 ? 4 : 2;
}

template <std::floating_point T>
inline constexpr element_type element_type_of = sizeof(T) == 8 ? element_type::float64 : element_type::float32;

/// Whether each number of a type is one of T too.
template <std::floating_point T>
constexpr bool is_exact(element_type type) {
    return size_of(type) <= sizeof(T);
}

namespace detail {

/// An unsigned integer from its bytes, the lowest first or the highest.
template <std::unsigned_integral Bits>
Bits bits_at(const std::byte* at, std::endian order) {
    Bits bits = 0;
    for (std::size_t i = 0; i < sizeof(Bits); ++i) {
        const std::size_t place = order == std::endian::little ? i : sizeof(Bits) - 1 - i;
        bits = static_cast<Bits>(bits | static_cast<Bits>(static_cast<Bits>(at[place]) << (8 * i)));
    }
    return bits;
}

/// IEEE 754's binary16: 5 bits of exponent, 10 of fraction.
constexpr float float_of_half(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
    const std::uint32_t exponent = half >> 10 & 0x1fu, fraction = half & 0x3ffu;
    if (exponent == 0) { // fraction 2^-24
        const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
        return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
    }
    const std::uint32_t shifted = exponent == 0x1f ? 0xffu : exponent + (127 - 15);
    return std::bit_cast<float>(sign | shifted << 23 | fraction << 13);
}

}

/// The number of that type whose bytes stand there, rounded to T where that is shorter.
template <std::floating_point T>
T element_at(const std::byte* at, element_type type, std::endian order) {
    switch (type) {
    case element_type::float16:
        return static_cast<T>(detail::float_of_half(detail::bits_at<std::uint16_t>(at, order)));
    case element_type::bfloat16: // the upper half of a float
        return static_cast<T>(
            std::bit_cast<float>(static_cast<std::uint32_t>(detail::bits_at<std::uint16_t>(at, order)) << 16));
    case element_type::float32:
        return static_cast<T>(std::bit_cast<float>(detail::bits_at<std::uint32_t>(at, order)));
    case element_type::float64:
        break;
    }
    return static_cast<T>(std::bit_cast<double>(detail::bits_at<std::uint64_t>(at, order)));
}

/// Appends a number's bytes, the lowest first.
template <std::floating_point T, class Text>
void append_element(Text& text, T value) {
    using bits_type = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
    const auto bits = std::bit_cast<bits_type>(value);
    char bytes[sizeof(T)];
    for (std::size_t i = 0; i < sizeof(T); ++i)
        bytes[i] = static_cast<char>(static_cast<unsigned char>(bits >> (8 * i)));
    text.append(bytes, sizeof(T));
}

}
