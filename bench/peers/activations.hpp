#pragma once
/// Activations as plain functions of a float that a compiler can turn into vector instructions: the C library's exp and
/// tanh are calls.

#include <trilobite/trilobite.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace bench::peers {

using trilobite::linear, trilobite::relu, trilobite::sigmoid, trilobite::softmax;
using tanh = trilobite::tanh;

/// e^x for |x| < 87: 2^n e^r with |r| <= ln 2 / 2, and a polynomial of degree 6.  (Cephes, expf)
inline float exponential(float x) {
    constexpr float shifter = 12'582'912.0f; // 1.5 * 2^23: adding it rounds to an integer, left in the low bits
    const float shifted = std::fma(x, 1.44269504f, shifter), n = shifted - shifter;
    const float r = std::fma(n, 2.12194440e-4f, std::fma(n, -0.693359375f, x));
    float p = 1.9875691500e-4f;
    p = std::fma(p, r, 1.3981999507e-3f);
    p = std::fma(p, r, 8.3334519073e-3f);
    p = std::fma(p, r, 4.1665795894e-2f);
    p = std::fma(p, r, 1.6666665459e-1f);
    p = std::fma(p, r, 5.0000001201e-1f);
    p = std::fma(p * r, r, r) + 1.0f;
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(p) + (std::bit_cast<std::uint32_t>(shifted) << 23));
}

/// A quotient of two polynomials, to a few units in the last place.  (Eigen, ptanh)
inline float hyperbolic_tangent(float x) {
    constexpr float limit = 7.90531110763549805f; // beyond, the quotient is 1
    x = x < -limit ? -limit : x;
    x = x > limit ? limit : x;
    const float s = x * x;
    float p = -2.76076847742355e-16f;
    p = std::fma(p, s, 2.00018790482477e-13f);
    p = std::fma(p, s, -8.60467152213735e-11f);
    p = std::fma(p, s, 5.12229709037114e-08f);
    p = std::fma(p, s, 1.48572235717979e-05f);
    p = std::fma(p, s, 6.37261928875436e-04f);
    p = std::fma(p, s, 4.89352455891786e-03f);
    float q = 1.19825839466702e-06f;
    q = std::fma(q, s, 1.18534705686654e-04f);
    q = std::fma(q, s, 2.26843463243900e-03f);
    q = std::fma(q, s, 4.89352518554385e-03f);
    return x * p / q;
}

inline float value(linear, float x) {
    return x;
}
inline float value(relu, float x) {
    return x > 0.0f ? x : 0.0f;
}
inline float value(tanh, float x) {
    return hyperbolic_tangent(x);
}
inline float value(sigmoid, float x) {
    return std::fma(0.5f, hyperbolic_tangent(0.5f * x), 0.5f);
}

/// As a function of the value y.
inline float derivative(linear, float) {
    return 1.0f;
}
inline float derivative(relu, float y) {
    return y > 0.0f ? 1.0f : 0.0f;
}
inline float derivative(tanh, float y) {
    return std::fma(-y, y, 1.0f);
}
inline float derivative(sigmoid, float y) {
    return std::fma(-y, y, y);
}

/// y = f(y + b), row by row.  y: B x N.
template <std::size_t B, std::size_t N, class Activation>
void finish(Activation f, const float* bias, float* y) {
    for (std::size_t i = 0; i < B * N; i += N)
        for (std::size_t j = 0; j < N; ++j)
            y[i + j] = value(f, y[i + j] + bias[j]);
}
template <std::size_t B, std::size_t N>
void finish(softmax, const float* bias, float* y) {
    for (std::size_t i = 0; i < B * N; i += N) {
        float* const row = y + i;
        for (std::size_t j = 0; j < N; ++j)
            row[j] += bias[j];
        const float largest = *std::max_element(row, row + N);
        float sum = 0;
        for (std::size_t j = 0; j < N; ++j)
            row[j] = exponential(std::max(row[j] - largest, -80.0f));
        for (std::size_t j = 0; j < N; ++j)
            sum += row[j];
        const float scale = 1 / sum;
        for (std::size_t j = 0; j < N; ++j)
            row[j] *= scale;
    }
}

}
