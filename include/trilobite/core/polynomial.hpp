#pragma once
/// Polynomials by halves: p(x) = low(x) + x^half high(x), and so on, so that the depth is the logarithm of the degree.
/// (Estrin 1960)

#include <trilobite/core/simd.hpp>
#include <trilobite/core/unroll.hpp>

#include <array>
#include <bit>
#include <cstddef>

namespace trilobite::math {

namespace detail {

/// The terms First, ..., First + Count - 1 of pair + c[2 - Offset] x^2 + c[3 - Offset] x^3 + ..., divided by x^First,
/// where pair stands for the terms 0 and 1. powers: x, x^2, x^4, ...
template <std::size_t First, std::size_t Count, std::size_t Offset, class V, class Coefficients>
TRILOBITE_INLINE V estrin(V pair, const Coefficients& c, const V* powers) {
    if constexpr (Count == 1)
        return V(c[First - Offset]);
    else if constexpr (First == 0 && Count == 2)
        return pair;
    else {
        constexpr std::size_t half = std::bit_floor(Count - 1);
        return V::fma(estrin<First + half, Count - half, Offset>(pair, c, powers), powers[std::bit_width(half) - 1],
                      estrin<First, half, Offset>(pair, c, powers));
    }
}

template <std::size_t Offset, class V, class T, std::size_t N>
TRILOBITE_INLINE V polynomial(V x, V pair, const std::array<T, N>& c) {
    std::array<V, std::bit_width(N + Offset - 1)> powers;
    powers[0] = x;
    unroll<powers.size() - 1>([&](auto i) TRILOBITE_INLINE_LAMBDA { powers[i + 1] = powers[i] * powers[i]; });
    return estrin<0, N + Offset, Offset>(pair, c, powers.data());
}

}

/// c[0] + c[1] x + c[2] x^2 + ...
template <class V, class T, std::size_t N>
requires(N >= 3) TRILOBITE_INLINE V polynomial(V x, const std::array<T, N>& c) {
    return detail::polynomial<0>(x, V::fma(V(c[1]), x, V(c[0])), c);
}

/// rest + x^2 (c[0] + c[1] x + c[2] x^2 + ...)
template <class V, class T, std::size_t N>
TRILOBITE_INLINE V polynomial_from_square(V x, V rest, const std::array<T, N>& c) {
    return detail::polynomial<2>(x, rest, c);
}

}
