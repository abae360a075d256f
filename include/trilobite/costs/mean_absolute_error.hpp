#pragma once
#include <trilobite/core/sign.hpp>
#include <trilobite/costs/contract.hpp>
#include <trilobite/costs/row_means.hpp>

namespace trilobite {

/// C = 1/n sum over the samples of 1/N sum_i |a_i - y_i|: the mean absolute error over samples and outputs. It is least
/// at the median of the targets, as `quadratic` is at their mean. dC/da_i = sign(a_i - y_i) / N, 0 where a_i = y_i.
struct mean_absolute_error {
    template <class A, class T>
    constexpr T sum(A a, A target, std::size_t rows, T so_far) const {
        return kernels::add_row_means(a, target, rows, so_far, kernels::difference{},
                                      [](auto sum, auto e) TRILOBITE_INLINE_LAMBDA { return sum + absolute(e); });
    }

    template <class A, class T, class DA>
    constexpr void gradient(A a, A target, std::size_t rows, T weight, DA da) const {
        const T factor = weight / T(A::columns);
        kernels::fill_gradient(a, target, rows, da, [=](auto y, auto t) {
            using V = decltype(y);
            const V e = y - t, zero = T{0};
            return V::select(e > zero, V(factor), V::select(e < zero, V(-factor), e)); // a NaN stays one
        });
    }
};

}
