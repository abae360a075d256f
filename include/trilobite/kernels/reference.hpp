#pragma once
/// The kernels written naively: the specification that the fast ones equal bit for bit.

#include <trilobite/kernels/tile.hpp>

#include <cstddef>

namespace trilobite::kernels::reference {

/// y = f(x W + b), each value one chain of multiply-adds from the bias on; or the sum of two chains, the second from
/// zero on; or of two such sums (chain_count).
template <class T, std::size_t B, std::size_t In, std::size_t Out, class F>
constexpr void dense_forward(matrix_view<const T, B, In> x, matrix_view<const T, In, Out> w,
                             matrix_view<const T, 1, Out> b, matrix_view<T, B, Out> y, F f) {
    constexpr std::size_t chains = chain_count(Out, In);
    for (std::size_t row = 0; row < B; ++row)
        for (std::size_t n = 0; n < Out; ++n) {
            T sums[chains];
            for (std::size_t chain = 0; chain < chains; ++chain) {
                sums[chain] = chain == 0 ? b(0, n) : T{0};
                for (std::size_t k = chain_begin(In, chains, chain); k < chain_begin(In, chains, chain + 1); ++k)
                    sums[chain] = multiply_add(x(row, k), w(k, n), sums[chain]);
            }
            for (std::size_t step = 1; step < chains; step *= 2)
                for (std::size_t chain = 0; chain < chains; chain += 2 * step)
                    sums[chain] += sums[chain + step];
            y(row, n) = f(sums[0]);
        }
}

/// dw += x^T dy, db += the sum of dy's rows, in the order of the rows.
template <class T, std::size_t B, std::size_t In, std::size_t Out>
constexpr void dense_backward_parameters(matrix_view<const T, B, In> x, matrix_view<const T, B, Out> dy,
                                         matrix_view<T, In, Out> dw, matrix_view<T, 1, Out> db) {
    for (std::size_t row = 0; row < B; ++row)
        for (std::size_t n = 0; n < Out; ++n) {
            for (std::size_t k = 0; k < In; ++k)
                dw(k, n) = multiply_add(x(row, k), dy(row, n), dw(k, n));
            db(0, n) += dy(row, n);
        }
}

/// dx = dy W^T, each value one chain of multiply-adds from zero on.
template <class T, std::size_t B, std::size_t In, std::size_t Out>
constexpr void dense_backward_input(matrix_view<const T, B, Out> dy, matrix_view<const T, In, Out> w,
                                    matrix_view<T, B, In> dx) {
    for (std::size_t row = 0; row < B; ++row)
        for (std::size_t k = 0; k < In; ++k) {
            T sum = 0;
            for (std::size_t n = 0; n < Out; ++n)
                sum = multiply_add(dy(row, n), w(k, n), sum);
            dx(row, k) = sum;
        }
}

}
