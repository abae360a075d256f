#pragma once
#include <trilobite/costs/contract.hpp>
#include <trilobite/costs/row_means.hpp>

namespace trilobite {

/// C = 1/n sum over the samples of 1/N sum_i (y_i - a_i)^2: the mean squared error over samples and outputs.
/// dC/da_i = 2 (a_i - y_i) / N.  (Deep Learning Illustrated, eq. 8.1)
struct quadratic {
    template <class A, class T>
    constexpr T sum(A a, A target, std::size_t rows, T so_far) const {
        return kernels::add_row_means(a, target, rows, so_far, kernels::difference{},
                                      [](auto sum, auto e)
                                          TRILOBITE_INLINE_LAMBDA { return decltype(e)::fma(e, e, sum); });
    }

    template <class A, class T, class DA>
    constexpr void gradient(A a, A target, std::size_t rows, T weight, DA da) const {
        const T factor = 2 * weight / T(A::columns);
        kernels::fill_gradient(a, target, rows, da, [=](auto y, auto t) { return decltype(y)(factor) * (y - t); });
    }
};

}
