#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/costs/clip.hpp>
#include <trilobite/costs/contract.hpp>
#include <trilobite/costs/label_smoothing.hpp>
#include <trilobite/layers/softmax.hpp>

#include <concepts>

namespace trilobite {

/// C = -1/n sum over the samples of sum_i y_i ln a_i: categorical cross-entropy, for activations that are a
/// distribution over classes. dC/da_i = -y_i / a_i; behind a softmax dC/dx = a - y, since targets add up to 1.
/// Finite at a = 0.
struct cross_entropy {
    float label_smoothing = 0; ///< s: of N classes, y_i (1 - s) + s / N stands for y_i

    template <class A, class T>
    constexpr T sum(A a, A target, std::size_t rows, T so_far) const {
        static_assert(A::columns > 1,
                      "trilobite: cross_entropy is for a distribution over at least 2 classes; for a single "
                      "probability use binary_cross_entropy");
        using V = simd<T, 1>;
        const smoothed<T> smooth(label_smoothing, A::columns);
        for (std::size_t row = 0; row < rows; ++row) {
            T sample = 0;
            for (std::size_t i = 0; i < A::columns; ++i)
                if (const T y = smooth(V(target(row, i))).value; y != 0)
                    sample = multiply_add(-y, math::log(clip_probability(V(a(row, i)))).value, sample);
            so_far += sample;
        }
        return so_far;
    }

    template <class A, class T, class DA>
    constexpr void gradient(A a, A target, std::size_t rows, T weight, DA da) const {
        kernels::fill_gradient(a, target, rows, da,
                               [=, smooth = smoothed<T>(label_smoothing, A::columns)](auto y, auto t) {
                                   return decltype(y)(-weight) * smooth(t) / clip_probability(y);
                               });
    }

    template <class A, class T, class DX>
    constexpr void gradient_before(std::same_as<softmax> auto, A a, A target, std::size_t rows, T weight, DX dx) const {
        kernels::fill_gradient(a, target, rows, dx,
                               [=, smooth = smoothed<T>(label_smoothing, A::columns)](auto y, auto t) {
                                   return decltype(y)(weight) * (y - smooth(t));
                               });
    }
};

}
