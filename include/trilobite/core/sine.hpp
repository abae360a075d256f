#pragma once
/// The sine of parts of half a turn.

#include <trilobite/core/polynomial.hpp>
#include <trilobite/core/simd.hpp>

#include <array>

namespace trilobite::math {

/// sin(pi x) for |x| <= 1/2: x (pi + q(x^2)), where pi is a float and q begins with what that leaves of pi.
/// Error, in units of the last place, the largest over all floats: 2.56, without a fused multiply-add 3.30.
/// The coefficients are minimax for the relative error, 2^-31.9, rounded to float one after the other; by the algorithm
/// of Remez in 40 digits.
constexpr float sin_pi(float x) {
    constexpr float pi = 0x1.921fb6p1f;
    constexpr std::array q{-0x1.777a5cp-24f, -0x1.4abbcep2f, 0x1.466ba8p1f,
                           -0x1.32ccbp-1f,   0x1.4f6cd8p-4f, -0x1.bbd53ep-8f};
    return multiply_add(x, pi, x * polynomial(simd<float, 1>(x * x), q).value);
}

}
