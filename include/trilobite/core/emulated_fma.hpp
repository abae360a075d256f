#pragma once
/// a * b + c rounded once, where the target has no instruction for it.

#include <trilobite/core/unroll.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace trilobite::detail {

/// p + c rounded to odd: towards zero, and then, if anything was cut off, with the last bit set. Rounding that once more,
/// to at least two bits less, gives what rounding the exact sum would.  (Boldo, Melquiond 2008)
/// What a rounded sum has lost is known exactly (Knuth's TwoSum); an infinity has lost nothing, which is NaN.
/// Doubles, Bits: a double and its bits, or the compiler's vectors of them.
template <class Bits, class Doubles>
TRILOBITE_INLINE constexpr Doubles sum_to_odd(Doubles p, Doubles c) {
    constexpr Doubles zero{};
    const Doubles sum = p + c;
    const Doubles rest = sum - p;
    const Doubles lost = (p - (sum - rest)) + (c - rest);
    const Bits bits = std::bit_cast<Bits>(sum);
    const Bits signs_differ = (bits ^ std::bit_cast<Bits>(lost)) >> 63;
    return std::bit_cast<Doubles>(((lost < zero) | (lost > zero)) ? (bits - signs_differ) | 1 : bits);
}

/// The product of two floats is exact in double.
constexpr float emulated_fma(float a, float b, float c) {
    return static_cast<float>(sum_to_odd<std::uint64_t>(double{a} * b, double{c}));
}

/// (high 2^64 + low) 2^exponent
struct wide_number {
    std::uint64_t high, low;
    int exponent;

    /// The same with an exponent that is larger by n >= 0; the last bit is set if anything was cut off.
    constexpr wide_number raised(int n) const {
        wide_number w{high, low, exponent + n};
        if (n >= 64) {
            w.high = 0;
            w.low = high | (low != 0 ? 1 : 0);
            n = std::min(n - 64, 63);
        }
        if (n > 0) {
            w.low = w.high << (64 - n) | w.low >> n | (w.low << (64 - n) != 0 ? 1 : 0);
            w.high >>= n;
        }
        return w;
    }

    /// The same with its first bit at the top, for any but zero.
    constexpr wide_number normalised() const {
        const wide_number w = high != 0 ? *this : wide_number{low, 0, exponent - 64};
        const int n = std::countl_zero(w.high);
        return n == 0 ? w : wide_number{w.high << n | w.low >> (64 - n), w.low << n, w.exponent - n};
    }

    /// In two's complement.
    constexpr wide_number negated() const { return {~high + (low == 0 ? 1 : 0), ~low + 1, exponent}; }
};

constexpr wide_number product(std::uint64_t a, std::uint64_t b) {
    constexpr std::uint64_t half = 0xffffffff;
    const std::uint64_t middle = (a >> 32) * (b & half) + (a & half) * (b >> 32); // of 53 bits each, it has 54
    const std::uint64_t first = (a & half) * (b & half), low = first + (middle << 32);
    return {(a >> 32) * (b >> 32) + (middle >> 32) + (low < first ? 1 : 0), low, 0};
}

constexpr int exponent_field(double x) {
    return static_cast<int>(std::bit_cast<std::uint64_t>(x) >> 52 & 0x7ff);
}

constexpr bool is_negative(double x) {
    return std::bit_cast<std::uint64_t>(x) >> 63 != 0;
}

/// The magnitude of a finite number: its 53 bits, the first of which may be zero.
constexpr std::uint64_t significand(double x) {
    const std::uint64_t fraction = std::bit_cast<std::uint64_t>(x) << 12 >> 12;
    return exponent_field(x) == 0 ? fraction : fraction | std::uint64_t{1} << 52;
}
constexpr int exponent(double x) {
    return std::max(exponent_field(x), 1) - 1075;
}

/// The double next to a positive number, the even one of two.
constexpr double nearest(wide_number w) {
    w = w.normalised();
    const int field = w.exponent + 64 + 63 + 1023;
    w = w.raised(std::max(1 - field, 0)); // a subnormal number has fewer bits
    const std::uint64_t fraction = w.high >> 11, half = 0x400, rest = (w.high & 0x7ff) | (w.low != 0 ? 1 : 0);
    const std::uint64_t up = rest > half || (rest == half && fraction % 2 != 0) ? 1 : 0;
    // The first bit of a fraction adds one to the field, and so does one that rounding makes.
    const std::uint64_t bits = (static_cast<std::uint64_t>(std::clamp(field, 1, 0x7ff) - 1) << 52) + fraction + up;
    return std::bit_cast<double>(std::min(bits, std::uint64_t{0x7ff} << 52));
}

/// In integers: a sum of the exact product, of 106 bits, has room to cut off no bit that matters.
constexpr double emulated_fma(double a, double b, double c) {
    const auto is_finite = [](double x) { return exponent_field(x) != 0x7ff; };
    if (!is_finite(a) || !is_finite(b) || a == 0 || b == 0)
        return a * b + c;
    if (!is_finite(c))
        return c;
    if (c == 0)
        return a * b;

    // The first bits at place 125, so that the sum has room for its carry and its sign.
    wide_number p = product(significand(a), significand(b)), s{0, significand(c), exponent(c)};
    p.exponent = exponent(a) + exponent(b);
    p = p.normalised().raised(2);
    s = s.normalised().raised(2);
    p = p.raised(std::max(s.exponent - p.exponent, 0));
    s = s.raised(std::max(p.exponent - s.exponent, 0));

    const bool negative = is_negative(a) != is_negative(b);
    if (negative != is_negative(c))
        s = s.negated();
    wide_number sum{p.high + s.high + (p.low + s.low < p.low ? 1 : 0), p.low + s.low, p.exponent};
    if (sum.high == 0 && sum.low == 0)
        return 0;
    const bool beyond_zero = sum.high >> 63 != 0;
    const double magnitude = nearest(beyond_zero ? sum.negated() : sum);
    return negative != beyond_zero ? -magnitude : magnitude;
}

/// The compiler's vector of T, of so many bytes.
template <class T, std::size_t Bytes>
struct vector_of {
    using type __attribute__((vector_size(Bytes))) = T;
};

/// The same for a vector of floats, each half of which fills one of doubles.
template <class Floats>
Floats emulated_fma_by_halves(Floats a, Floats b, Floats c) {
    using doubles = typename vector_of<double, sizeof(Floats)>::type;
    using bits = typename vector_of<std::uint64_t, sizeof(Floats)>::type;
    using half = typename vector_of<float, sizeof(Floats) / 2>::type;
    constexpr std::size_t lanes = sizeof(Floats) / sizeof(float);
    const auto swapped = [](Floats v) TRILOBITE_INLINE_LAMBDA {
        return with_indices<lanes>(
            [&](auto... i) TRILOBITE_INLINE_LAMBDA { return __builtin_shufflevector(v, v, (i ^ lanes / 2)...); });
    };
    const auto first_half = [](Floats v) TRILOBITE_INLINE_LAMBDA {
        return with_indices<lanes / 2>([&](auto... i) TRILOBITE_INLINE_LAMBDA {
            return __builtin_convertvector(__builtin_shufflevector(v, v, i.value...), doubles);
        });
    };
    const auto fused = [=](Floats x, Floats y, Floats z) TRILOBITE_INLINE_LAMBDA {
        const doubles sum = sum_to_odd<bits>(first_half(x) * first_half(y), first_half(z));
        return __builtin_convertvector(sum, half);
    };
    const half low = fused(a, b, c), high = fused(swapped(a), swapped(b), swapped(c));
    return with_indices<lanes>([&](auto... i)
                                   TRILOBITE_INLINE_LAMBDA { return __builtin_shufflevector(low, high, i.value...); });
}

/// The same for a vector of T.
template <class T, class Vector>
TRILOBITE_INLINE Vector emulated_fma_of(Vector a, Vector b, Vector c) {
    if constexpr (sizeof(T) == sizeof(float))
        return emulated_fma_by_halves(a, b, c);
    for (std::size_t i = 0; i < sizeof(Vector) / sizeof(T); ++i)
        a[i] = emulated_fma(a[i], b[i], c[i]);
    return a;
}

}
