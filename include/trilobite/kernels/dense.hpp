#pragma once
/// The three products of a dense layer. All sizes are compile-time constants; nothing is allocated.

#include <trilobite/kernels/product.hpp>
#include <trilobite/kernels/turned.hpp>
#include <trilobite/kernels/turned_results.hpp>

#include <type_traits>

namespace trilobite::kernels {

/// The chains of a forward product.
template <std::size_t In, std::size_t Out>
using forward_chains = chains<chain_count(Out, In), true>;

namespace detail {

/// The values of one sample, in a product that is written out, are broadcast as they are loaded. A compiler that still
/// has them in registers would take each out of its place by two shuffles, of which few fit into a cycle; worth it for
/// eight at most.
template <std::size_t Out, class T, std::size_t In>
TRILOBITE_INLINE void read_from_memory(matrix_view<const T, 1, In> x) {
    if constexpr (In > 8 && tiling<T, 1, Out, In>::unrolled)
        if (!__builtin_is_constant_evaluated())
            forget(*reinterpret_cast<T(*)[x.stride]>(const_cast<T*>(x.data)));
}
template <std::size_t Out, class X>
TRILOBITE_INLINE void read_from_memory(X) {}

/// What there is of a layer with a single output, a value for each input, fills registers as a row.
template <class T, std::size_t N>
TRILOBITE_INLINE matrix_view<T, 1, N> as_row(matrix_view<T, N, 1> column) {
    return {column.data};
}

}

/// y = finish(x W + b).  x: B x In, w: In x Out, b: 1 x Out, y: B x Out.
template <class X, class T, std::size_t In, std::size_t Out, class Y, class Finish>
TRILOBITE_INLINE void dense_forward(X x, matrix_view<const T, In, Out> w, matrix_view<const T, 1, Out> b, Y y,
                                    Finish finish) {
    detail::read_from_memory<Out>(x);
    product<forward_chains<In, Out>>(plain{x}, in_place{w}, y, from_row<T>{b.data}, finish);
}

/// Gives x^T dy and the sum of dy's rows, in the order of the rows, to where they go (kernels/sink.hpp).
/// x: B x In, dy: B x Out, weights: sink of In x Out, bias: sink of 1 x Out.
template <class X, class DY, class Weights, class Bias>
TRILOBITE_INLINE void dense_backward_parameters(X x, DY dy, const Weights& weights, const Bias& bias) {
    if constexpr (DY::columns == 1 && is_row_too<typename DY::value_type>(X::columns) && requires { in_place{x}; })
        product<uninterrupted_chain>(transposed{dy}, in_place{x}, detail::as_row(weights.output()), weights.start(),
                                     weights.finish(), weights.part);
    else
        product<uninterrupted_chain>(transposed{x}, in_place{dy}, weights.output(), weights.start(), weights.finish(),
                                     weights.part);
    if (bias.part.index != 0)
        return;
    using V = typename DY::simd_type;
    const auto start = bias.start();
    const auto finish = bias.finish();
    const auto output = bias.output();
    constexpr bool unrolled = DY::rows * DY::stride / V::lanes <= unroll_budget;
    repeat<unrolled, DY::stride / V::lanes>([&](std::size_t i) TRILOBITE_INLINE_LAMBDA {
        const std::size_t column = i * V::lanes;
        V sum = begin_with<V>(start, output.row(0) + column, 0, column);
        repeat<unrolled, DY::rows>([&](std::size_t row)
                                       TRILOBITE_INLINE_LAMBDA { sum = sum + V::load(dy.row(row) + column); });
        finish(sum, 0, column).store(output.row(0) + column);
    });
}

/// dx = finish(dy W^T).  dy: B x Out, w: In x Out, dx: B x In.
template <class DY, class T, std::size_t In, std::size_t Out, class DX, class Finish>
TRILOBITE_INLINE void dense_backward_input(DY dy, matrix_view<const T, In, Out> w, DX dx, Finish finish) {
    using with_turned_results = turned_results<T, DX::rows, In, Out>;
    if constexpr (Out == 1 && is_row_too<T>(In))
        product(plain{dy}, in_place{detail::as_row(w)}, dx, from_zero{}, finish);
    else if constexpr (with_turned_results::is_worth_while)
        with_turned_results::product(dy, w, dx, finish);
    else
        product(plain{dy}, turned{w}, dx, from_zero{}, finish);
}

}
