#pragma once
/// The classes of several short rows at once, a row a lane.

#include <trilobite/kernels/turned.hpp>

#include <cstddef>

namespace trilobite::kernels {

/// A register of so many rows.
template <class View>
using class_register = typename View::simd_type;

/// In lane i the class (class_of) of row `row` + i. All these rows must exist.
template <class View>
TRILOBITE_INLINE class_register<View> classes_of(View m, std::size_t row) {
    using V = class_register<View>;
    using T = typename View::value_type;
    constexpr std::size_t lanes = V::lanes, squares = (View::columns + lanes - 1) / lanes;
    V column[squares * lanes];
    for (std::size_t first = 0; first < squares * lanes; first += lanes)
        turn_square<V, true>(m.row(row) + first, View::stride, lanes,
                             [&](const V(&turned)[lanes]) TRILOBITE_INLINE_LAMBDA {
                                 TRILOBITE_UNROLL
                                 for (std::size_t i = 0; i < lanes; ++i)
                                     column[first + i] = turned[i];
                             });
    V largest = column[0];
    TRILOBITE_UNROLL
    for (std::size_t i = 1; i < View::columns; ++i)
        largest = V::larger(largest, column[i]); // a NaN never is
    V place(T{0});
    TRILOBITE_UNROLL
    for (std::size_t back = 1; back <= View::columns; ++back) {
        const std::size_t i = View::columns - back;
        place = V::select(column[i] == largest, V(static_cast<T>(i)), place);
    }
    return place;
}

/// Of how many of the first `rows` rows, which fill registers, a and b have the same class.
template <class View>
TRILOBITE_INLINE std::size_t count_same_class(View a, View b, std::size_t rows) {
    using V = class_register<View>;
    using T = typename View::value_type;
    V same(T{0});
    for (std::size_t row = 0; row < rows; row += V::lanes)
        same = same + V::select(classes_of(a, row) == classes_of(b, row), V(T{1}), V(T{0}));
    alignas(V) T counts[V::lanes];
    same.store(counts);
    std::size_t all = 0;
    for (const T count : counts)
        all += static_cast<std::size_t>(count);
    return all;
}

}
