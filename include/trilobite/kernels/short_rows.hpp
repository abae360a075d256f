#pragma once
/// Several short rows at once, a row a lane.

#include <trilobite/kernels/reductions.hpp>
#include <trilobite/kernels/turned.hpp>

#include <cstddef>

namespace trilobite::kernels {

/// Whether the rows of such a matrix are better gone through so.
template <class View>
inline constexpr bool has_short_rows = View::simd_type::lanes > 1 && View::columns <= row_lanes;

/// The columns of as many rows as a register has lanes. Other than the matrix that they are rows of, these few make one
/// type: what is done to them is a call, and compiled once.
template <class View>
struct columns_of {
    using V = typename View::simd_type;
    static constexpr std::size_t lanes = V::lanes, squares = (View::columns + lanes - 1) / lanes;
    V column[squares * lanes];

    TRILOBITE_INLINE explicit columns_of(View m) {
        static_assert(View::rows == lanes);
        for (std::size_t first = 0; first < squares * lanes; first += lanes)
            turn_square<V, true>(m.data + first, m.stride, lanes, [&](const V(&turned)[lanes]) TRILOBITE_INLINE_LAMBDA {
                TRILOBITE_UNROLL
                for (std::size_t i = 0; i < lanes; ++i)
                    column[first + i] = turned[i];
            });
    }
    TRILOBITE_INLINE V operator[](std::size_t i) const { return column[i]; }
};

/// classes[i] = the class (class_of) of row i.
template <class View>
[[gnu::noinline]] constexpr void find_classes(View m, typename View::value_type (&classes)[View::rows]) {
    using V = typename View::simd_type;
    using T = typename View::value_type;
    const columns_of<View> column(m);
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
    place.store(classes);
}

/// How many rows have the same class in a and b.
template <class View>
constexpr std::size_t count_same_class(View a, View b) {
    alignas(typename View::simd_type) typename View::value_type classes_in_a[View::rows], classes_in_b[View::rows];
    find_classes(a, classes_in_a);
    find_classes(b, classes_in_b);
    std::size_t same = 0;
    for (std::size_t row = 0; row < View::rows; ++row)
        same += classes_in_a[row] == classes_in_b[row] ? 1 : 0;
    return same;
}

}
