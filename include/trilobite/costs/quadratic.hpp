#pragma once
#include <trilobite/costs/contract.hpp>
#include <trilobite/kernels/reductions.hpp>

namespace trilobite {

/// C = 1/n sum over the samples of 1/N sum_i (y_i - a_i)^2: the mean squared error over samples and outputs.
/// dC/da_i = 2 (a_i - y_i) / N.  (Deep Learning Illustrated, eq. 8.1)
struct quadratic {
    template <class A, class T>
    T sum(A a, A target, std::size_t rows, T so_far) const {
        kernels::for_each_row<A>(rows, [&](std::size_t row) TRILOBITE_INLINE_LAMBDA {
            if constexpr (A::columns > kernels::row_lanes) {
                using V = typename A::simd_type;
                const T squares = kernels::sum_over_row<A>([&](V all, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                    const V error = V::load(a.row(row) + column) - V::load(target.row(row) + column);
                    const V real = kernels::where_real<A::columns>(error, column, T{0});
                    return V::fma(real, real, all);
                });
                so_far += squares / T(A::columns);
                return;
            }
            T squares = 0;
            TRILOBITE_UNROLL
            for (std::size_t i = 0; i < A::columns; ++i) {
                const T error = a(row, i) - target(row, i);
                squares = multiply_add(error, error, squares);
            }
            so_far += squares / T(A::columns);
        });
        return so_far;
    }

    template <class A, class T, class DA>
    void gradient(A a, A target, std::size_t rows, T weight, DA da) const {
        const T factor = 2 * weight / T(A::columns);
        kernels::fill_gradient(a, target, rows, da, [=](auto y, auto t) { return decltype(y)(factor) * (y - t); });
    }
};

}
