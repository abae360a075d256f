#pragma once
/// A convolution's products written naively: the specification that the fast ones equal bit for bit.

#include <trilobite/core/matrix.hpp>
#include <trilobite/kernels/patches.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite::kernels::reference {

/// The same sizes and functions as kernels::convolution.
template <class T, std::size_t H, std::size_t W, std::size_t C, std::size_t F, std::size_t K, std::size_t S>
struct convolution {
    static constexpr std::size_t down = (H - K) / S + 1, across = (W - K) / S + 1;

    /// f(place in x, row of w, place in dy, filter), in the order in which windows and their values are gone through.
    template <class Visit>
    static constexpr void for_each_product(std::size_t i, std::size_t j, std::size_t f, Visit visit) {
        for (std::size_t u = 0; u < K; ++u)
            for (std::size_t v = 0; v < K; ++v)
                for (std::size_t c = 0; c < C; ++c)
                    visit(((i * S + u) * W + j * S + v) * C + c, (u * K + v) * C + c, (i * across + j) * F + f, f);
    }

    static constexpr void forward(const T* x, matrix_view<const T, K * K * C, F> w, matrix_view<const T, 1, F> b,
                                  T* y) {
        for (std::size_t i = 0; i < down; ++i)
            for (std::size_t j = 0; j < across; ++j)
                for (std::size_t f = 0; f < F; ++f) {
                    T sum = b(0, f);
                    for_each_product(i, j, f, [&](std::size_t in, std::size_t k, std::size_t, std::size_t) {
                        sum = multiply_add(x[in], w(k, f), sum);
                    });
                    y[(i * across + j) * F + f] = sum;
                }
    }

    static constexpr void backward_parameters(const T* x, const T* dy, matrix_view<T, K * K * C, F> dw,
                                              matrix_view<T, 1, F> db) {
        for (std::size_t i = 0; i < down; ++i)
            for (std::size_t j = 0; j < across; ++j)
                for (std::size_t f = 0; f < F; ++f) {
                    for_each_product(i, j, f, [&](std::size_t in, std::size_t k, std::size_t out, std::size_t) {
                        dw(k, f) = multiply_add(x[in], dy[out], dw(k, f));
                    });
                    db(0, f) += dy[(i * across + j) * F + f];
                }
    }

    /// Over the window's places, and for each over the filters of the one window that has it there; or window after
    /// window the sum over its filters.
    static constexpr void backward_input(const T* dy, matrix_view<const T, K * K * C, F> w, T* dx) {
        std::fill_n(dx, H * W * C, T{0});
        if constexpr (has_few_channels<C>) {
            for (std::size_t i = 0; i < down; ++i)
                for (std::size_t j = 0; j < across; ++j)
                    for_each_product(i, j, 0, [&](std::size_t in, std::size_t k, std::size_t out, std::size_t) {
                        T sum = 0;
                        for (std::size_t f = 0; f < F; ++f)
                            sum = multiply_add(dy[out + f], w(k, f), sum);
                        dx[in] += sum;
                    });
            return;
        }
        for (std::size_t u = 0; u < K; ++u)
            for (std::size_t v = 0; v < K; ++v)
                for (std::size_t i = 0; i < down; ++i)
                    for (std::size_t j = 0; j < across; ++j)
                        for (std::size_t c = 0; c < C; ++c)
                            for (std::size_t f = 0; f < F; ++f) {
                                T& sum = dx[((i * S + u) * W + j * S + v) * C + c];
                                sum = multiply_add(dy[(i * across + j) * F + f], w((u * K + v) * C + c, f), sum);
                            }
    }
};

}
