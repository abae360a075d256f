#pragma once
/// What a cost is: a struct with functions over a, target: B x N (activations of any layer, and what
/// they should be), of which the first `rows` rows count.
///
///     T sum(a, target, rows, T so_far) const;         so_far + the cost of each row by itself, in order
///     void gradient(a, target, rows, T weight, da); da = weight * d cost / d a; zero in rows from `rows` on and
///                                                          in the padding
///     void gradient_before(Last, a, target, rows, T weight, dx);
///         optional, for an activation Last whose derivative the cost's cancels: weight * d cost / d x where
///         a = Last(x). The network then begins its backward pass before Last.
///
/// A cost C is the mean over the samples of a mini-batch, so weight is 1 / rows there.

#include <trilobite/kernels/rows.hpp>

#include <cstddef>

namespace trilobite {

namespace kernels {

/// da = f(register of a, register of target) in the first `rows` rows; zero in the others and in the padding.
template <class A, class DA, class F>
constexpr void fill_gradient(A a, A target, std::size_t rows, DA da, F f) {
    using V = typename A::simd_type;
    using T = typename A::value_type;
    for_each_register<A>(A::rows, [&](std::size_t row, std::size_t column) TRILOBITE_INLINE_LAMBDA {
        const V value = row < rows
                            ? where_real<A::columns>(f(V::load(a.row(row) + column), V::load(target.row(row) + column)),
                                                     column, T{0})
                            : V(T{0});
        value.store(da.row(row) + column);
    });
}

}

/// Whether the cost gives the gradient with respect to what goes into an activation Last.
template <class Cost, class Last, class T>
concept PassesThrough = requires(const Cost& cost, matrix_view<const T, 1, 1> a, matrix_view<T, 1, 1> dx) {
    cost.gradient_before(Last{}, a, a, std::size_t{}, T{}, dx);
};

}
