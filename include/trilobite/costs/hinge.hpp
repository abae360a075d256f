#pragma once
#include <trilobite/costs/contract.hpp>
#include <trilobite/costs/row_means.hpp>

namespace trilobite {

/// C = 1/n sum over the samples of 1/N sum_i max(0, 1 - t_i a_i), for activations of any size whose sign is the answer:
/// the cost of a support vector machine. Each output is a decision of its own, with the side t_i = -1 or 1; a target 0
/// stands for -1 too, so that both conventions, and class numbers, are taken as they are. (Keras decides this for all
/// targets at once, which differs only where some are 0 and some -1.)
/// dC/da_i = -t_i / N within the margin, where t_i a_i < 1; 0 beyond it.  (Cortes, Vapnik 1995)
/// The accuracy of one output is still parted at one half (class_of), not at 0: two outputs have no such threshold.
struct hinge {
    template <class A, class T>
    constexpr T sum(A a, A target, std::size_t rows, T so_far) const {
        return kernels::add_row_means(
            a, target, rows, so_far,
            [](auto y, auto t)
                TRILOBITE_INLINE_LAMBDA { return decltype(y)::larger(shortfall(y, side(t)), decltype(y)(T{0})); },
            [](auto sum, auto e) TRILOBITE_INLINE_LAMBDA { return sum + e; });
    }

    template <class A, class T, class DA>
    constexpr void gradient(A a, A target, std::size_t rows, T weight, DA da) const {
        const T factor = weight / T(A::columns);
        kernels::fill_gradient(a, target, rows, da, [=](auto y, auto target_value) {
            using V = decltype(y);
            const V t = side(target_value);
            return V::select(shortfall(y, t) > V(T{0}), V(-factor) * t, V(T{0}));
        });
    }

private:
    template <class V>
    TRILOBITE_INLINE static V side(V target) {
        using T = typename V::value_type;
        return V::select(target == V(T{0}), V(T{-1}), target);
    }
    /// What is missing to the margin.
    template <class V>
    TRILOBITE_INLINE static V shortfall(V y, V t) {
        return V::fma(-t, y, V(typename V::value_type{1}));
    }
};

}
