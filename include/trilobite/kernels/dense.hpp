#pragma once
/// The three products of a dense layer. All sizes are compile-time constants; nothing is allocated.

#include <trilobite/kernels/product.hpp>

namespace trilobite::kernels {

/// y = finish(x W + b).  x: B x In, w: In x Out, b: 1 x Out, y: B x Out.
template <class T, std::size_t B, std::size_t In, std::size_t Out, class Finish>
void dense_forward(matrix_view<const T, B, In> x, matrix_view<const T, In, Out> w, matrix_view<const T, 1, Out> b,
                   matrix_view<T, B, Out> y, Finish finish) {
    product(plain{x}, in_place{w}, y, from_row<T>{b.data}, finish);
}

/// dw += x^T dy, db += the sum of dy's rows, in the order of the rows.  x: B x In, dy: B x Out.
template <class T, std::size_t B, std::size_t In, std::size_t Out>
void dense_backward_parameters(matrix_view<const T, B, In> x, matrix_view<const T, B, Out> dy,
                               matrix_view<T, In, Out> dw, matrix_view<T, 1, Out> db) {
    product(transposed{x}, in_place{dy}, dw, from_matrix<T, In, Out>{dw}, as_is{});
    using V = typename matrix_view<T, 1, Out>::simd_type;
    for (std::size_t column = 0; column < dy.stride; column += V::lanes) {
        V sum = V::load(db.data + column);
        for (std::size_t row = 0; row < B; ++row)
            sum = sum + V::load(dy.row(row) + column);
        sum.store(db.data + column);
    }
}

/// dx = finish(dy W^T).  dy: B x Out, w: In x Out, dx: B x In.
template <class T, std::size_t B, std::size_t In, std::size_t Out, class Finish>
void dense_backward_input(matrix_view<const T, B, Out> dy, matrix_view<const T, In, Out> w, matrix_view<T, B, In> dx,
                          Finish finish) {
    product(plain{dy}, turned{w}, dx, from_zero{}, finish);
}

}
