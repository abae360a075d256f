#pragma once
/// The shortest decimal that reads back as a given double, at compile time: 0.1, not 0.1000000000000000055.
/// (Steele, White 1990; Burger, Dybvig 1996)

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace trilobite {

namespace detail {

/// A whole number of up to 1,152 bits: a double's mantissa shifted by any of its exponents, times ten.
struct whole_number {
    static constexpr int size = 36;
    std::uint32_t words[size]{}; ///< the lowest first

    /// n 2^shift.
    constexpr whole_number(std::uint64_t n, int shift) {
        for (int bit = 0; bit < 64; ++bit)
            if ((n >> bit & 1) != 0)
                words[(bit + shift) / 32] |= std::uint32_t{1} << (bit + shift) % 32;
    }
    constexpr void times_ten() {
        std::uint64_t carry = 0;
        for (auto& word : words) {
            carry += std::uint64_t{10} * word;
            word = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }
    friend constexpr whole_number operator+(whole_number a, const whole_number& b) {
        std::uint64_t carry = 0;
        for (int i = 0; i < size; ++i) {
            carry += std::uint64_t{a.words[i]} + b.words[i];
            a.words[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        return a;
    }
    friend constexpr whole_number operator-(whole_number a, const whole_number& b) {
        std::uint64_t borrow = 0;
        for (int i = 0; i < size; ++i) {
            const std::uint64_t difference = std::uint64_t{a.words[i]} - b.words[i] - borrow;
            a.words[i] = static_cast<std::uint32_t>(difference);
            borrow = difference >> 63;
        }
        return a;
    }
    friend constexpr std::strong_ordering operator<=>(const whole_number& a, const whole_number& b) {
        int i = size - 1;
        while (i > 0 && a.words[i] == b.words[i])
            --i;
        return a.words[i] <=> b.words[i];
    }
};

}

/// A number as text.
struct decimal {
    std::array<char, 32> text{};
    std::size_t size = 0;

    constexpr operator std::string_view() const { return {text.data(), size}; }
    constexpr void append(std::string_view more) {
        for (const char c : more)
            text[size++] = c;
    }
    constexpr void append(std::size_t count, char c) {
        for (; count > 0; --count)
            text[size++] = c;
    }
};

/// 0.2, -1.5, 300, 1e-7.
constexpr decimal shortest_decimal(double value) {
    constexpr int mantissa_bits = 52, bias = 1075;
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const int biased = static_cast<int>(bits >> mantissa_bits & 0x7ff);
    std::uint64_t mantissa = bits & ((std::uint64_t{1} << mantissa_bits) - 1);

    decimal written;
    if (bits >> 63 != 0)
        written.append("-");
    if (biased == 0x7ff || (bits << 1) == 0) {
        written.append(biased == 0 ? "0" : mantissa == 0 ? "inf" : "nan");
        return written;
    }

    // The value is over / under; what lies nearer to it than `above` / under and `below` / under reads back as it.
    const bool narrow_below = mantissa == 0 && biased > 1; // the next smaller number is only half as far away
    if (biased != 0)
        mantissa |= std::uint64_t{1} << mantissa_bits;
    const int exponent = std::max(biased, 1) - bias;
    const int up = std::max(exponent, 0), down = std::max(-exponent, 0), wider = narrow_below ? 1 : 0;
    detail::whole_number over(mantissa, 1 + wider + up), under(1, 1 + wider + down), above(1, wider + up), below(1, up);
    // Where the distance is that exactly, it is read as the neighbour whose mantissa is even.
    const bool even = mantissa % 2 == 0;
    const auto reaches = [even](const auto& a, const auto& b) { return even ? a >= b : a > b; };
    const auto times_ten = [&] {
        over.times_ten();
        above.times_ten();
        below.times_ten();
    };

    int point = 0; // the value is 0.d1 d2 d3 ... 10^point
    for (; reaches(over + above, under); ++point)
        under.times_ten();
    for (times_ten(); !reaches(over + above, under); times_ten())
        --point;
    std::array<char, 18> digits{};
    std::size_t count = 0;
    for (bool done = false; !done; times_ten()) {
        char digit = '0';
        for (; over >= under; ++digit)
            over = over - under;
        const bool low = reaches(below, over), high = reaches(over + above, under);
        done = low || high;
        if (high && (!low || over + over >= under))
            ++digit;
        digits[count++] = digit;
    }

    const std::string_view all(digits.data(), count);
    const auto places = static_cast<std::size_t>(std::max(point, 0));
    if (point < -3 || point > 17) {
        written.append(all.substr(0, 1));
        if (count > 1) {
            written.append(".");
            written.append(all.substr(1));
        }
        const int power = point - 1;
        written.append(power < 0 ? "e-" : "e");
        const int size = power < 0 ? -power : power;
        for (int unit = size >= 100 ? 100 : size >= 10 ? 10 : 1; unit > 0; unit /= 10)
            written.append(1, static_cast<char>('0' + size / unit % 10));
    } else if (places >= count) {
        written.append(all);
        written.append(places - count, '0');
    } else {
        written.append(point > 0 ? all.substr(0, places) : "0");
        written.append(".");
        written.append(static_cast<std::size_t>(std::max(-point, 0)), '0');
        written.append(all.substr(places));
    }
    return written;
}

}
