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

/// In lane i the class (class_of) of row i.
template <class View>
TRILOBITE_INLINE typename View::simd_type classes_of(View m) {
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
    return place;
}

/// How many rows have the same class in a and b.
template <class View>
[[gnu::noinline]] constexpr std::size_t count_same_class(View a, View b) {
    using V = typename View::simd_type;
    using T = typename View::value_type;
    alignas(V) T same[V::lanes];
    V::select(classes_of(a) == classes_of(b), V(T{1}), V(T{0})).store(same);
    std::size_t all = 0;
    for (const T one : same)
        all += static_cast<std::size_t>(one);
    return all;
}

}
