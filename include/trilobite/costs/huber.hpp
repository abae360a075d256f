#pragma once
#include <trilobite/core/sign.hpp>
#include <trilobite/costs/contract.hpp>
#include <trilobite/costs/row_means.hpp>

namespace trilobite {

/// C = 1/n sum over the samples of 1/N sum_i h(a_i - y_i), quadratic for small errors and linear for large ones:
/// h(e) = e^2 / 2 where |e| <= delta, delta |e| - delta^2 / 2 elsewhere; with c = min(|e|, delta) both are
/// c (|e| - c / 2). dC/da_i = (e kept between -delta and delta) / N.  (Huber 1964; the mean is that of Keras)
struct huber {
    float delta = 1; ///< > 0: from where on an error counts as an outlier

    template <class A, class T>
    constexpr T sum(A a, A target, std::size_t rows, T so_far) const {
        return kernels::add_row_means(a, target, rows, so_far, kernels::difference{},
                                      [d = T(delta)](auto sum, auto e) TRILOBITE_INLINE_LAMBDA {
                                          using V = decltype(e);
                                          const V size = absolute(e), c = V::smaller(size, V(d));
                                          return V::fma(c, V::fma(V(T(-0.5)), c, size), sum);
                                      });
    }

    template <class A, class T, class DA>
    constexpr void gradient(A a, A target, std::size_t rows, T weight, DA da) const {
        const T factor = weight / T(A::columns);
        kernels::fill_gradient(a, target, rows, da, [=, d = T(delta)](auto y, auto t) {
            using V = decltype(y);
            return V(factor) * V::larger(V::smaller(y - t, V(d)), V(-d));
        });
    }
};

}
