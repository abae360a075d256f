#pragma once
/// exp, expm1, log, tanh, sigmoid and the normal distribution of our own. Each is one sequence of correctly rounded
/// operations for every lane count, without branches or tables, so the same argument gives the same bits in every
/// register and on every machine with a fused multiply-add. Nothing here changes if a compiler contracts a * b + c:
/// every such sum is written as an fma, or has a product that is exact.
/// The errors given, in units of the last place, are the largest over all floats and 4 10^7 doubles, with and (in
/// brackets) without fused multiply-adds. All of them take infinities and denormals, and NaN gives NaN.

#include <trilobite/core/math_constants.hpp>
#include <trilobite/core/polynomial.hpp>
#include <trilobite/core/sign.hpp>
#include <trilobite/core/simd.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace trilobite::math {

namespace detail {

/// 1.5 * 2^mantissa_bits + offset. Added to a number it rounds it to a whole number n, and leaves n + offset in the
/// lowest bits.
template <class T>
constexpr T rounder(int offset) {
    return T(3) * T(std::uint64_t{1} << (constants<T>::mantissa_bits - 1)) + T(offset);
}

/// The whole number in what rounder<T>(offset) was added to. Without fused multiply-adds -ffast-math would cancel the
/// two sums, so there the offset is taken from the bits.
template <class V>
TRILOBITE_INLINE V whole(V rounded, int offset) {
    using T = typename V::value_type;
    if constexpr (has_fused_multiply_add)
        return rounded - V(rounder<T>(offset));
    else
        return V::from_bits(rounded.bits() - typename V::bits_type(static_cast<bits_of<T>>(offset))) - V(rounder<T>(0));
}

/// e^x = 2^n (1 + u), for exp_lowest <= x <= exp_highest.
/// n = round(x / ln 2), r = x - n ln 2, |r| <= ln 2 / 2, e^r = 1 + u, u = r + r^2 q(r).
template <class V>
struct exponential {
    V shifted, u; ///< n + offset in the lowest bits of `shifted`

    TRILOBITE_INLINE exponential(V x, int offset) {
        using T = typename V::value_type;
        using c = constants<T>;
        shifted = V::fma(x, c::log2_e, rounder<T>(offset));
        const V n = whole(shifted, offset);
        const V high = V::fma(n, -c::ln2_high, x);
        const V r = V::fma(n, -c::ln2_low, high);
        // r is good enough for the polynomial, but has lost a bit that u still has.
        u = high + polynomial_from_square(r, n * V(-c::ln2_low), c::exp_coefficients);
    }
};

}

/// e^x. 2^n is shared out between two factors, so that neither overflows nor is denormal, and their product is rounded
/// only where e^x itself is denormal. Error: float 0.91 (0.94), double 0.88 (0.89).
template <class T, std::size_t Lanes>
TRILOBITE_INLINE simd<T, Lanes> exp(simd<T, Lanes> x) {
    using V = simd<T, Lanes>;
    using c = detail::constants<T>;
    const detail::exponential<V> e(x, 2 * c::exponent_bias);
    const auto exponent = e.shifted.bits();
    const auto half = exponent >> 1;
    const V half_scale = V::from_bits(half << c::mantissa_bits);
    const V scale = V::from_bits((exponent - half) << c::mantissa_bits);
    const V y = V::select(x < V(c::exp_lowest), V(T(0)), V::fma(half_scale, e.u, half_scale) * scale);
    return V::select(x > V(c::exp_highest), V(std::numeric_limits<T>::infinity()), y);
}

/// e^x - 1 = 2^n (1 + u) - 1, relatively precise near zero, where n = 0 and the difference is u. Below -2 tanh_highest
/// it is -1. Error: float 1.67 (1.81), double 1.73 (1.65).
template <class T, std::size_t Lanes>
TRILOBITE_INLINE simd<T, Lanes> expm1(simd<T, Lanes> x) {
    using V = simd<T, Lanes>;
    using c = detail::constants<T>;
    constexpr int offset = c::exponent_bias - 1; // half of 2^n never overflows
    const V within = V::smaller(V::larger(x, V(-2 * c::tanh_highest)), V(c::exp_highest));
    const detail::exponential<V> e(within, offset);
    const V half = V::from_bits(e.shifted.bits() << c::mantissa_bits);
    return V(T(2)) * V::fma(half, e.u, half - V(T(0.5)));
}

/// log x = k ln 2 + log(1 + f), x = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt(2); with s = f / (2 + f),
/// log(1 + f) = 2 atanh(s) = f - f^2 / 2 + s (f^2 / 2 + s^2 p(s^2)). (the reduction of FDLIBM, Ng 1993)
/// log(0) = -infinity, log(x < 0) = NaN. Error: float 0.87 (0.92), double 0.83 (0.87).
template <class T, std::size_t Lanes>
TRILOBITE_INLINE simd<T, Lanes> log(simd<T, Lanes> x) {
    using V = simd<T, Lanes>;
    using U = typename V::bits_type;
    using c = detail::constants<T>;
    constexpr T infinity = std::numeric_limits<T>::infinity();
    constexpr T two_to_mantissa = T(std::uint64_t{1} << c::mantissa_bits);
    constexpr auto root = std::bit_cast<bits_of<T>>(sizeof(T) == 4 ? T(0x1.6a09e6p-1f) : T(0x1.6a09e667f3bcdp-1));
    constexpr auto mantissa = (bits_of<T>(1) << c::mantissa_bits) - 1;

    const auto denormal = x < V(std::numeric_limits<T>::min());
    const V normal = V::select(denormal, x * two_to_mantissa, x);
    const U shifted = normal.bits() + U(std::bit_cast<bits_of<T>>(T(1)) - root);
    const V biased = V::from_bits((shifted >> c::mantissa_bits) | U(std::bit_cast<bits_of<T>>(two_to_mantissa)));
    const V k = biased - V::select(denormal, V(two_to_mantissa + c::exponent_bias + c::mantissa_bits),
                                   V(two_to_mantissa + c::exponent_bias));
    const V f = V::from_bits((shifted & U(mantissa)) + U(root)) - V(T(1));

    const V s = f / (f + V(T(2)));
    const V s2 = s * s;
    const V half_f2 = f * V(T(0.5)) * f;
    const V rest = V::fma(s, V::fma(s2, polynomial(s2, c::log_coefficients), half_f2), -half_f2);
    // k ln 2 + f in two parts, of which the second is what the first lost.
    const V high = V::fma(k, c::ln2_high, f);
    const V low = f - V::fma(k, -c::ln2_high, high);
    const V y = high + (V::fma(k, c::ln2_low, low) + rest);

    const V finite = V::select(x < V(infinity), y, x);
    const V positive = V::select(x == V(T(0)), V(-infinity), finite);
    return V::select(x < V(T(0)), V(std::numeric_limits<T>::quiet_NaN()), positive);
}

/// With E = (e^2|x| - 1) / 2: tanh |x| = E / (1 + E) = 1 - 1 / (1 + E). Written as m - m (m / (1 + E)), with m = E for
/// small and m = 1 for large |x|, the rounding of the quotient counts but little.
/// e^2|x| = 2^n e^2r, n = round(2|x| / ln 2), r = |x| - n ln 2 / 2, e^2r = 1 + 2 (r + w), w = r^2 q(r): near zero n =
/// 0, and E = r + w keeps its relative precision. Error: float 1.79 (1.92), double 1.79 (1.83).
template <class T, std::size_t Lanes>
TRILOBITE_INLINE simd<T, Lanes> tanh(simd<T, Lanes> x) {
    using V = simd<T, Lanes>;
    using c = detail::constants<T>;
    constexpr auto q = [] {
        auto scaled = c::exp_coefficients;
        T power = 1;
        for (T& coefficient : scaled)
            coefficient *= power *= 2;
        return scaled;
    }();
    const V a = absolute(x);
    const V shifted = V::fma(a, 2 * c::log2_e, detail::rounder<T>(c::exponent_bias));
    const V n = detail::whole(shifted, c::exponent_bias);
    const V r = V::fma(n, -c::ln2 / 2, a);
    const V w = polynomial_from_square(r, n * V(-c::ln2_rest / 2), q);
    const V scale = V::from_bits(shifted.bits() << c::mantissa_bits);
    const V base = V::fma(scale, r, V::fma(scale, T(0.5), T(-0.5)));
    const V numerator = V::fma(scale, w, base);
    const V denominator = V::fma(scale, w, base + V(T(1)));
    const V leading = V::select(a > V(T(0.55)), V(T(1)), numerator);
    const V y = V::fma(-leading, leading / denominator, leading);
    return with_sign_of(x, V::select(a > V(c::tanh_highest), V(T(1)), y));
}

/// 1 / (1 + e^-x), relatively precise also where it is tiny. With t = e^-|x|: m - m (t / (1 + t)), where m = 1 for
/// x >= 0 and m = t for x < 0; as in tanh.
/// t = 2^n e^r (1 - n rest), n = round(-|x| / ln 2), e^r = 1 + r + w. The quotient, which everything waits for, counts
/// but little: its t lacks the last factor, and its 2^n stays a normal number, which may leave 2^-k out.
/// Error: float 2.50 (2.50), double 2.49 (2.49).
template <class T, std::size_t Lanes>
TRILOBITE_INLINE simd<T, Lanes> sigmoid(simd<T, Lanes> x) {
    using V = simd<T, Lanes>;
    using c = detail::constants<T>;
    constexpr int bias = c::exponent_bias;
    const V one = T(1);
    const V a = V::larger(-absolute(x), V(c::exp_lowest));
    const V shifted = V::fma(a, c::log2_e, detail::rounder<T>(bias));
    const V n = detail::whole(shifted, bias);
    V r;
    if constexpr (has_fused_multiply_add)
        r = V::fma(n, -c::ln2, a);
    else // n ln 2 would be rounded
        r = V::fma(n, -c::ln2_low, V::fma(n, -c::ln2_high, a));
    constexpr T rest = has_fused_multiply_add ? c::ln2_rest : 0;
    const V w = polynomial_from_square(r, V(T(0)), c::exp_coefficients);
    const V normal = V::larger(shifted, V(detail::rounder<T>(1)));
    const V scale = V::from_bits(normal.bits() << c::mantissa_bits);
    const V base = V::fma(scale, r, scale);
    const V quotient = V::fma(scale, w, base) / V::fma(scale, w, base + one);
    const V left_out = V::from_bits((shifted.bits() - normal.bits() + typename V::bits_type(bias)) << c::mantissa_bits);
    // Half of the smallest denormal there is not, though e^a may be more than that.
    const V smallest = V::select(a < V(c::rounds_to_zero), V(T(0)), V(std::numeric_limits<T>::denorm_min()));
    const V whole_scale = V::larger(scale * left_out, smallest);
    const V u = r + V::fma(n * V(-rest), one + r + w, w);
    const V leading = V::larger(V::fma(whole_scale, u, whole_scale), with_sign_of(x, V(T(0.5))) + V(T(0.5)));
    return V::fma(-leading, quotient, leading);
}

/// The standard normal distribution at some x.
template <class V>
struct normal_distribution {
    V density;    ///< phi(x) = e^(-x^2 / 2) / sqrt(2 pi)
    V cumulative; ///< Phi(x) = (1 + erf(x / sqrt 2)) / 2, relatively precise also where it is tiny
};

/// Phi(-a) = phi(a) M(a) for a >= 0, and Phi(a) = 1 - Phi(-a). M, Mills' ratio, falls from sqrt(pi / 2) like 1 / a:
/// (a + 5) M(a) = p((a - 5) / (a + 5)).  (Mills 1926; the fraction as in Shepherd, Laframboise 1981)
/// Where a multiply-add is rounded twice, so is x^2, and what that costs grows with it.
/// Error of Phi: float 9.7 (68), double 10.3 (514).
template <class T, std::size_t Lanes>
TRILOBITE_INLINE normal_distribution<simd<T, Lanes>> normal(simd<T, Lanes> x) {
    using V = simd<T, Lanes>;
    using c = detail::constants<T>;
    const V a = V::smaller(absolute(x), V(c::normal_highest));
    const V half = a * V(T(-0.5));
    const V square = half * a;
    const V e = exp(square);
    const V density = V::fma(e, V::fma(half, a, -square), e) * V(c::inverse_root_of_two_pi);
    const V t = V(T(1)) / (a + V(T(5)));
    const V mills = t * polynomial(V::fma(t, T(-10), T(1)), c::mills_coefficients);
    return {density, V::select(x < V(T(0)), density * mills, V::fma(-density, mills, T(1)))};
}

template <std::floating_point T>
constexpr T exp(T x) {
    return exp(simd<T, 1>(x)).value;
}

template <std::floating_point T>
constexpr T expm1(T x) {
    return expm1(simd<T, 1>(x)).value;
}

template <std::floating_point T>
constexpr T log(T x) {
    return log(simd<T, 1>(x)).value;
}

template <std::floating_point T>
constexpr T tanh(T x) {
    return tanh(simd<T, 1>(x)).value;
}

template <std::floating_point T>
constexpr T sigmoid(T x) {
    return sigmoid(simd<T, 1>(x)).value;
}

template <std::floating_point T>
constexpr normal_distribution<T> normal(T x) {
    const auto at_x = normal(simd<T, 1>(x));
    return {at_x.density.value, at_x.cumulative.value};
}

}
