#pragma once
/// The arithmetic of IEEE 754, rounded to nearest, for constant expressions. In these a compiler knows no fused
/// multiply-add and no root, and refuses what is infinite or no number. Here every argument has a result, that of the
/// instruction, bit for bit; of a NaN only that it is one. Compilers count the statements that they evaluate, and give
/// up after some million of them: usual arguments take few, for which std::bit_cast, a function of two, stands aside.

#include <trilobite/core/bits.hpp>

#include <algorithm>
#include <bit>
#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>

namespace trilobite::emulated {

namespace detail {

template <class T>
using limits = std::numeric_limits<T>;

template <class T>
inline constexpr int mantissa_bits = limits<T>::digits - 1;

/// 2^n, a normal number.
template <class T>
constexpr T power_of_two(int n) {
    return std::bit_cast<T>(static_cast<bits_of<T>>(n + limits<T>::max_exponent - 1) << mantissa_bits<T>);
}

template <class T>
constexpr T magnitude(T x) {
    return x < 0 ? -x : x;
}

template <class T>
constexpr bool is_negative(T x) {
    return std::bit_cast<bits_of<T>>(x) >> (8 * sizeof(T) - 1) != 0;
}

/// Whether |x| < limit for each x, none of which is a NaN.
template <class T, std::same_as<T>... Ts>
constexpr bool all_below(T limit, Ts... x) {
    return (((__builtin_bit_cast(bits_of<T>, x) << 1) < (__builtin_bit_cast(bits_of<T>, limit) << 1)) && ...);
}

template <class T>
inline constexpr T infinite = limits<T>::infinity();

template <class T>
constexpr T infinity(bool negative) {
    return negative ? -infinite<T> : infinite<T>;
}

/// The root of the first power of two that is too large.
template <class T>
inline constexpr T root_of_range = power_of_two<T>(limits<T>::max_exponent / 2);

template <class T>
inline constexpr T largest_power = power_of_two<T>(limits<T>::max_exponent - 1);

}

/// a < b
template <class T>
constexpr bool less(T a, T b) {
    return a == a && b == b && a < b;
}

/// a + b
template <std::integral T>
constexpr T sum(T a, T b) {
    return a + b;
}
template <std::floating_point T>
constexpr T sum(T a, T b) {
    using namespace detail;
    if (all_below(largest_power<T>, a, b))
        return a + b;
    if (a != a || b != b)
        return a != a ? a : b;
    if (!all_below(infinite<T>, a, b))
        return all_below(infinite<T>, b) || a == b ? a : all_below(infinite<T>, a) ? b : limits<T>::quiet_NaN();
    const T half = a / 2 + b / 2;
    return all_below(largest_power<T>, half) ? half * 2 : infinity<T>(half < 0);
}

/// a * b
template <class T>
constexpr T product(T a, T b) {
    using namespace detail;
    constexpr T root = root_of_range<T>;
    if (all_below(root, a, b))
        return a * b;
    if (a != a || b != b)
        return a != a ? a : b;
    const bool negative = is_negative(a) != is_negative(b);
    if (!all_below(infinite<T>, a, b))
        return a == 0 || b == 0 ? limits<T>::quiet_NaN() : infinity<T>(negative);
    if (all_below(T{1}, a) || all_below(T{1}, b))
        return a * b;
    if (!all_below(root, a) && !all_below(root, b))
        return infinity<T>(negative);
    const T part = all_below(root, a) ? a * (b / root) : a / root * b;
    return all_below(root, part) ? part * root : infinity<T>(negative);
}

/// a / b
template <class T>
constexpr T quotient(T a, T b) {
    using namespace detail;
    if (all_below(root_of_range<T>, a) && !all_below(1 / root_of_range<T>, b) && all_below(infinite<T>, b))
        return a / b;
    if (a != a || b != b)
        return a != a ? a : b;
    const bool negative = is_negative(a) != is_negative(b);
    if (!all_below(infinite<T>, a) || b == 0)
        return (!all_below(infinite<T>, a) && !all_below(infinite<T>, b)) || (a == 0 && b == 0) ? limits<T>::quiet_NaN()
                                                                                                : infinity<T>(negative);
    if (!all_below(infinite<T>, b))
        return negative ? -T{0} : T{0};
    if (!all_below(T{1}, b) || all_below(magnitude(b) * largest_power<T>, a))
        return a / b;
    if (!all_below(magnitude(b) * largest_power<T>, a / 2))
        return infinity<T>(negative);
    return a / 2 / b * 2; // a quotient is never rounded up to a power of two
}

namespace detail {

/// 128 bits.
struct wide {
    std::uint64_t high, low;

    static constexpr wide product(std::uint64_t a, std::uint64_t b) {
        const std::uint64_t a_low = a & 0xFFFFFFFF, b_low = b & 0xFFFFFFFF, a_high = a >> 32, b_high = b >> 32;
        const std::uint64_t lowest = a_low * b_low, middle = a_high * b_low + (lowest >> 32);
        const std::uint64_t other_middle = a_low * b_high + (middle & 0xFFFFFFFF);
        return {a_high * b_high + (middle >> 32) + (other_middle >> 32), other_middle << 32 | (lowest & 0xFFFFFFFF)};
    }

    constexpr wide operator<<(int n) const {
        return n == 0 ? *this : n >= 64 ? wide{low << (n - 64), 0} : wide{high << n | low >> (64 - n), low << n};
    }
    /// What is shifted out leaves a 1 in the lowest bit, unless it is zero.
    constexpr wide operator>>(int n) const {
        return n == 0     ? *this
               : n >= 128 ? wide{0, high != 0 || low != 0}
               : n >= 64  ? wide{0, (n == 64 ? high : high >> (n - 64)) | (low != 0 || (*this << (128 - n)).high != 0)}
                          : wide{high >> n, high << (64 - n) | low >> n | (low << (64 - n) != 0)};
    }
    friend constexpr wide operator+(wide a, wide b) {
        return {a.high + b.high + (a.low + b.low < a.low), a.low + b.low};
    }
    friend constexpr wide operator-(wide a, wide b) { return {a.high - b.high - (a.low < b.low), a.low - b.low}; }
    friend constexpr auto operator<=>(const wide&, const wide&) = default;

    constexpr int leading_zeros() const { return high != 0 ? std::countl_zero(high) : 64 + std::countl_zero(low); }
};

/// A finite number that is not zero: mantissa * 2^exponent, the mantissa with 53 digits.
struct parts {
    std::uint64_t mantissa;
    int exponent;

    explicit constexpr parts(double x)
        : mantissa(std::bit_cast<std::uint64_t>(x) << 12 >> 12),
          exponent(static_cast<int>(std::bit_cast<std::uint64_t>(x) << 1 >> 53)) {
        const int shift = exponent == 0 ? std::countl_zero(mantissa) - 11 : 0;
        mantissa = exponent == 0 ? mantissa << shift : mantissa | std::uint64_t{1} << 52;
        exponent = std::max(exponent, 1) - shift - 1075;
    }
};

/// w * 2^exponent, rounded once.
constexpr double rounded(bool negative, wide w, int exponent) {
    const int shift = w.leading_zeros();
    const int of_first_digit = exponent + 127 - shift;
    if (of_first_digit > 1023)
        return infinity<double>(negative);
    const int least = std::max(of_first_digit, -1022); // below it, digits are lost
    const wide digits = (w << shift) >> (least - of_first_digit);
    const std::uint64_t kept = digits.high >> 11;
    const wide lost{digits.high << 53, digits.low};
    const wide half{std::uint64_t{1} << 63, 0};
    const bool up = lost > half || (lost == half && kept % 2 != 0);
    const std::uint64_t bits = (static_cast<std::uint64_t>(least + 1022) << 52) + kept + up;
    return std::bit_cast<double>(bits | static_cast<std::uint64_t>(negative) << 63);
}

}

/// a * b + c, rounded once.
/// In double the product is exact. The sum is rounded to odd, that is, cut off, and its last digit is 1 if anything was
/// lost: that never stands half way between two floats by mistake.  (Boldo, Melquiond 2008)
constexpr float fused(float a, float b, float c) {
    using namespace detail;
    if (!all_below(infinite<float>, a, b, c))
        return all_below(infinite<float>, a, b) ? c : sum(product(a, b), c);
    const double exact = static_cast<double>(a) * static_cast<double>(b), more = static_cast<double>(c),
                 nearest = exact + more, moved = nearest - exact,
                 lost = (exact - (nearest - moved)) + (more - moved); // (Knuth)
    const auto bits = __builtin_bit_cast(std::uint64_t, nearest);
    const double result = __builtin_bit_cast(double, lost == 0 || bits % 2 != 0    ? bits
                                                     : (lost > 0) == (nearest > 0) ? bits + 1
                                                                                   : bits - 1);
    return all_below(0x1.ffffffp127, result) ? static_cast<float>(result) : infinity<float>(result < 0);
}

/// a * b + c, rounded once: in whole numbers of 128 bits, of which 106 hold the product.
constexpr double fused(double a, double b, double c) {
    using namespace detail;
    if (!all_below(infinite<double>, a, b, c))
        return all_below(infinite<double>, a, b) ? c : sum(product(a, b), c);
    if (a == 0 || b == 0 || c == 0)
        return a == 0 || b == 0 ? a * b + c : product(a, b);
    const parts of_a(a), of_b(b), of_c(c);
    const bool product_is_negative = is_negative(a) != is_negative(b);
    const wide unaligned_product = wide::product(of_a.mantissa, of_b.mantissa) << 21;
    const wide unaligned_c = wide{of_c.mantissa, 0} << 9; // both begin at one of the first three bits
    const int product_exponent = of_a.exponent + of_b.exponent - 21, c_exponent = of_c.exponent - 64 - 9;
    const int exponent = std::max(product_exponent, c_exponent);
    const wide p = unaligned_product >> (exponent - product_exponent);
    const wide q = unaligned_c >> (exponent - c_exponent);
    if (product_is_negative == is_negative(c))
        return rounded(product_is_negative, p + q, exponent);
    if (p == q)
        return 0;
    return p > q ? rounded(product_is_negative, p - q, exponent) : rounded(is_negative(c), q - p, exponent);
}

/// The square root of x = 4^n s, 1 <= s < 4: by Heron's method, then mended by what s - y^2 says, which is exact.
template <class T>
constexpr T root(T x) {
    using namespace detail;
    if (x != x || x == 0 || x == infinite<T>)
        return x;
    if (x < 0)
        return limits<T>::quiet_NaN();
    constexpr int lift = mantissa_bits<T> + 2 - mantissa_bits<T> % 2, bias = limits<T>::max_exponent - 1;
    const bool subnormal = x < limits<T>::min();
    const auto bits = std::bit_cast<bits_of<T>>(subnormal ? x * power_of_two<T>(lift) : x);
    const int exponent = static_cast<int>(bits >> mantissa_bits<T>) - bias, odd = exponent & 1;
    constexpr auto mantissa = (bits_of<T>{1} << mantissa_bits<T>)-1;
    const T s = std::bit_cast<T>((bits & mantissa) | std::bit_cast<bits_of<T>>(power_of_two<T>(odd)));
    T y = s / 3 + T(0.677);
    for (int i = 0; i < 4; ++i)
        y = (y + s / y) / 2;
    const T rest = fused(-y, y, s), half_step = y * limits<T>::epsilon();
    const T nearest = rest > half_step ? y + limits<T>::epsilon() : rest <= -half_step ? y - limits<T>::epsilon() : y;
    return nearest * power_of_two<T>((exponent - odd) / 2 - (subnormal ? lift / 2 : 0));
}

}
