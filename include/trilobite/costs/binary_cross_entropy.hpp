#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/costs/clip.hpp>
#include <trilobite/costs/contract.hpp>
#include <trilobite/costs/label_smoothing.hpp>
#include <trilobite/kernels/reductions.hpp>
#include <trilobite/kernels/rows.hpp>
#include <trilobite/kernels/short_rows.hpp>
#include <trilobite/layers/sigmoid.hpp>

#include <concepts>
#include <cstddef>

namespace trilobite {

/// C = -1/n sum over the samples of 1/N sum_i (y_i ln a_i + (1 - y_i) ln(1 - a_i)), each output a probability of its
/// own. dC/da_i = (a_i - y_i) / (a_i (1 - a_i)) / N; behind a single sigmoid dC/dx = a - y. Finite at a = 0 and 1.
/// (Deep Learning Illustrated, eq. 8.2)
struct binary_cross_entropy {
    float label_smoothing = 0; ///< s: y_i (1 - s) + s / 2 stands for y_i

    template <class A, class T>
    constexpr T sum(A a, A target, std::size_t rows, T so_far) const {
        const smoothed<T> smooth(label_smoothing, 2);
        std::size_t done = 0;
        if constexpr (kernels::has_short_rows<A>)
            done = kernels::add_costs_by_registers(a, target, rows, so_far,
                                                   [&](auto own_outputs, auto own_targets, T* own_costs) {
                                                       costs_of_several(own_outputs, own_targets, smooth, own_costs);
                                                   });
        for (std::size_t row = done; row < rows; ++row)
            so_far += terms_of_row(a, target, row, smooth) / T(A::columns);
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

private:
    /// so_far and the terms of outputs a with targets y.
    template <class V>
    TRILOBITE_INLINE static V with_terms(V so_far, V a, V y) {
        const V one(typename V::value_type{1}), p = clip_probability(a);
        return V::fma(y - one, math::log(one - p), V::fma(-y, math::log(p), so_far));
    }

    template <class A, class T>
    TRILOBITE_INLINE static T terms_of_row(A a, A target, std::size_t row, const smoothed<T>& smooth) {
        if constexpr (A::columns > kernels::row_lanes) {
            using V = typename A::simd_type;
            return kernels::sum_over_row<A>([&](V all, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                const V y = smooth(V::load(target.row(row) + column));
                const V terms = with_terms(V(T{0}), V::load(a.row(row) + column), y);
                return all + kernels::where_real<A::columns>(terms, column, T{0});
            });
        } else {
            // By the logarithm of a value, which is a call where a program is to be small.
            using V = simd<T, 1>;
            T sum = 0;
            for (std::size_t i = 0; i < A::columns; ++i) {
                const T p = clip_probability(V(a(row, i))).value, y = smooth(V(target(row, i))).value;
                sum = multiply_add(y - 1, math::log(1 - p), multiply_add(-y, math::log(p), sum));
            }
            return sum;
        }
    }

    /// costs[i] = that of sample i, for as many as a register has lanes.
    template <class A, class T>
    [[gnu::noinline]] static constexpr void costs_of_several(A a, A target, const smoothed<T>& smooth, T* costs) {
        using V = kernels::register_of_rows<A>;
        const kernels::columns_of<A> outputs(a), targets(target);
        V sum(T{0});
        TRILOBITE_KEEP_LOOP
        for (std::size_t i = 0; i < A::columns; ++i)
            sum = with_terms(sum, outputs[i], smooth(targets[i]));
        (sum / V(T(A::columns))).store(costs);
    }
};

}
