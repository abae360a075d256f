#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/costs/contract.hpp>
#include <trilobite/kernels/reductions.hpp>
#include <trilobite/layers/log_softmax.hpp>

#include <concepts>

namespace trilobite {

/// C = -1/n sum over the samples of sum_i y_i a_i, for activations that are the logarithms of a distribution over
/// classes: cross_entropy without a logarithm to take, or to clip. dC/da_i = -y_i; behind a log_softmax
/// dC/dx = exp(a) - y, since targets add up to 1. A class whose target is 0 costs nothing, though its logarithm were
/// infinite.
struct negative_log_likelihood {
    template <class A, class T>
    constexpr T sum(A a, A target, std::size_t rows, T so_far) const {
        static_assert(A::columns > 1,
                      "trilobite: negative_log_likelihood is for a distribution over at least 2 classes");
        using V = typename A::simd_type;
        kernels::for_each_row<A>(rows, [&](std::size_t row) TRILOBITE_INLINE_LAMBDA {
            so_far -= kernels::sum_over_row<A>([&](V all, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                const V y = kernels::where_real<A::columns>(V::load(target.row(row) + column), column, T{0});
                return V::select(y == V(T{0}), all, V::fma(y, V::load(a.row(row) + column), all));
            });
        });
        return so_far;
    }

    template <class A, class T, class DA>
    constexpr void gradient(A a, A target, std::size_t rows, T weight, DA da) const {
        kernels::fill_gradient(a, target, rows, da, [=](auto, auto t) { return decltype(t)(-weight) * t; });
    }

    template <class A, class T, class DX>
    constexpr void gradient_before(std::same_as<log_softmax> auto, A a, A target, std::size_t rows, T weight,
                                   DX dx) const {
        kernels::fill_gradient(a, target, rows, dx,
                               [=](auto y, auto t) { return decltype(y)(weight) * (math::exp(y) - t); });
    }
};

}
