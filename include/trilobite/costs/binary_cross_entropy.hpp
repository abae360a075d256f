#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/costs/clip.hpp>
#include <trilobite/costs/contract.hpp>
#include <trilobite/costs/label_smoothing.hpp>
#include <trilobite/layers/sigmoid.hpp>

#include <concepts>

namespace trilobite {

/// C = -1/n sum over the samples of 1/N sum_i (y_i ln a_i + (1 - y_i) ln(1 - a_i)), each output a probability of its
/// own. dC/da_i = (a_i - y_i) / (a_i (1 - a_i)) / N; behind a single sigmoid dC/dx = a - y. Finite at a = 0 and 1.
/// (Deep Learning Illustrated, eq. 8.2)
struct binary_cross_entropy {
    float label_smoothing = 0; ///< s: y_i (1 - s) + s / 2 stands for y_i

    template <class A, class T>
    constexpr T sum(A a, A target, std::size_t rows, T so_far) const {
        using V = simd<T, 1>;
        const smoothed<T> smooth(label_smoothing, 2);
        for (std::size_t row = 0; row < rows; ++row) {
            T sample = 0;
            for (std::size_t i = 0; i < A::columns; ++i) {
                const T p = clip_probability(V(a(row, i))).value;
                const T y = smooth(V(target(row, i))).value;
                sample = multiply_add(-y, math::log(p), sample);
                sample = multiply_add(y - 1, math::log(1 - p), sample);
            }
            so_far += sample / T(A::columns);
        }
        return so_far;
    }

    template <class A, class T, class DA>
    constexpr void gradient(A a, A target, std::size_t rows, T weight, DA da) const {
        const T factor = weight / T(A::columns);
        kernels::fill_gradient(a, target, rows, da, [=, smooth = smoothed<T>(label_smoothing, 2)](auto y, auto t) {
            using V = decltype(y);
            const V p = clip_probability(y);
            return V(factor) * (p - smooth(t)) / (p * (V(T{1}) - p));
        });
    }

    template <class A, class T, class DX>
    constexpr void gradient_before(std::same_as<sigmoid> auto, A a, A target, std::size_t rows, T weight, DX dx) const {
        const T factor = weight / T(A::columns);
        kernels::fill_gradient(a, target, rows, dx, [=, smooth = smoothed<T>(label_smoothing, 2)](auto y, auto t) {
            return decltype(y)(factor) * (y - smooth(t));
        });
    }
};

}
