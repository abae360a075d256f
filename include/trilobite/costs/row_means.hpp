#pragma once
/// The sum of a cost that treats all outputs alike: for each sample, the mean of what its outputs cost.

#include <trilobite/kernels/reductions.hpp>

#include <cstddef>

namespace trilobite::kernels {

/// y - t
struct difference {
    template <class V>
    TRILOBITE_INLINE V operator()(V y, V t) const {
        return y - t;
    }
};

/// so_far + the mean over the columns of each of the first `rows` rows, in order.  error(y, t): by how much y misses t;
/// add(sum, e): the sum and what an error e costs, which is nothing where e is 0. Both are given registers.
template <class A, class T, class Error, class Add>
TRILOBITE_INLINE T add_row_means(A a, A target, std::size_t rows, T so_far, Error error, Add add) {
    for_each_row<A>(rows, [&](std::size_t row) TRILOBITE_INLINE_LAMBDA {
        T sum = 0;
        if constexpr (A::columns > row_lanes) {
            using V = typename A::simd_type;
            sum = sum_over_row<A>([&](V all, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                const V e = error(V::load(a.row(row) + column), V::load(target.row(row) + column));
                return add(all, where_real<A::columns>(e, column, T{0}));
            });
        } else {
            using V = simd<T, 1>;
            TRILOBITE_UNROLL
            for (std::size_t i = 0; i < A::columns; ++i)
                sum = add(V(sum), error(V(a(row, i)), V(target(row, i)))).value;
        }
        so_far += sum / T(A::columns);
    });
    return so_far;
}

}
