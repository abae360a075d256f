#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/costs/clip.hpp>
#include <trilobite/costs/contract.hpp>
#include <trilobite/costs/label_smoothing.hpp>
#include <trilobite/kernels/short_rows.hpp>
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
        const smoothed<T> smooth(label_smoothing, A::columns);
        std::size_t done = 0;
        if constexpr (kernels::has_short_rows<A>)
            done = kernels::add_costs_by_registers(a, target, rows, so_far,
                                                   [&](auto own_outputs, auto own_targets, T* own_costs) {
                                                       costs_of_several(own_outputs, own_targets, smooth, own_costs);
                                                   });
        for (std::size_t row = done; row < rows; ++row) {
            using V = simd<T, 1>;
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

private:
    /// costs[i] = that of sample i, for as many as a register has lanes. Nearly always only one target of each counts,
    /// and so does one logarithm.
    template <class A, class T>
    [[gnu::noinline]] static constexpr void costs_of_several(A a, A target, const smoothed<T>& smooth, T* costs) {
        using V = typename A::simd_type;
        const kernels::columns_of<A> outputs(a), targets(target);
        V likelihood(T{1}), weight(T{0}), terms(T{0});
        TRILOBITE_UNROLL
        for (std::size_t i = 0; i < A::columns; ++i) {
            const V y = smooth(targets[i]);
            const auto is_nothing = y == V(T{0});
            likelihood = V::select(is_nothing, likelihood, outputs[i]);
            weight = V::select(is_nothing, weight, y);
            terms = V::select(is_nothing, terms, terms + V(T{1}));
        }
        alignas(V) T counts[V::lanes];
        terms.store(counts);
        bool has_several = false;
        for (const T count : counts)
            has_several |= count > 1;
        if (has_several) {
            const auto own_outputs = outputs, own_targets = targets; // these in memory, the others in registers
            with_all_terms<A>(own_outputs, own_targets, smooth).store(costs);
        } else {
            V::fma(-weight, math::log(clip_probability(likelihood)), V(T{0})).store(costs);
        }
    }

    /// The same with a logarithm for each output.
    template <class A, class T>
    TRILOBITE_INLINE static typename A::simd_type with_all_terms(const kernels::columns_of<A>& outputs,
                                                                 const kernels::columns_of<A>& targets,
                                                                 const smoothed<T>& smooth) {
        using V = typename A::simd_type;
        V sum(T{0});
        TRILOBITE_KEEP_LOOP
        for (std::size_t i = 0; i < A::columns; ++i) {
            const V y = smooth(targets[i]);
            const V more = V::fma(-y, math::log(clip_probability(outputs[i])), sum);
            sum = V::select(y == V(T{0}), sum, more);
        }
        return sum;
    }
};

}
