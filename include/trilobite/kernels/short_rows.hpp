#pragma once
/// Several short rows at once, a row a lane.

#include <trilobite/core/sample_rows.hpp>
#include <trilobite/kernels/reductions.hpp>
#include <trilobite/kernels/turned.hpp>

#include <bit>
#include <cstddef>

namespace trilobite::kernels {

/// How many rows of such a matrix are gone through so at once. A single column's stand one behind the other: as many as
/// it has and a register holds.
template <class View>
inline constexpr std::size_t rows_at_once = View::columns == 1
                                                ? lanes_for<typename View::value_type>(std::bit_floor(View::rows))
                                                : View::simd_type::lanes;
template <class View>
using register_of_rows = simd<typename View::value_type, rows_at_once<View>>;

/// Whether the rows of such a matrix are better gone through so.
template <class View>
inline constexpr bool has_short_rows =
    View::columns <= row_lanes&& rows_at_once<View> > 1 && rows_at_once<View> <= View::rows;

/// The columns of as many rows as a register has lanes. Other than the matrix that they are rows of, these few make one
/// type: what is done to them is a call, and compiled once.
template <class View>
struct columns_of {
    using V = register_of_rows<View>;
    static constexpr std::size_t lanes = V::lanes, squares = (View::columns + lanes - 1) / lanes;
    V column[View::columns == 1 ? 1 : squares * lanes];

    TRILOBITE_INLINE explicit columns_of(View m) {
        static_assert(View::rows == lanes);
        if constexpr (View::columns == 1)
            column[0] = V::load_unaligned(m.data);
        else
            for (std::size_t first = 0; first < squares * lanes; first += lanes)
                turn_square<V, true>(m.data + first, m.stride, lanes,
                                     [&](const V(&turned)[lanes]) TRILOBITE_INLINE_LAMBDA {
                                         TRILOBITE_UNROLL
                                         for (std::size_t i = 0; i < lanes; ++i)
                                             column[first + i] = turned[i];
                                     });
    }
    TRILOBITE_INLINE V operator[](std::size_t i) const { return column[i]; }
};

/// Adds up the costs of as many of the first `rows` rows of a as fill registers, in their order: costs_of(rows of a,
/// rows of b, costs) writes those of one register. Returns how many rows these are.
template <class View, class T, class CostsOf>
TRILOBITE_INLINE std::size_t add_costs_by_registers(View a, View b, std::size_t rows, T& so_far, CostsOf costs_of) {
    constexpr std::size_t at_once = rows_at_once<View>;
    const std::size_t all = rows / at_once * at_once;
    for (std::size_t row = 0; row < all; row += at_once) {
        alignas(register_of_rows<View>) T costs[at_once];
        costs_of(rows_from<at_once>(a, row), rows_from<at_once>(b, row), costs);
        for (const T cost : costs)
            so_far += cost;
    }
    return all;
}

/// classes[i] = the class (class_of) of row i.
template <class View>
[[gnu::noinline]] constexpr void find_classes(View m, typename View::value_type (&classes)[View::rows]) {
    using V = register_of_rows<View>;
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
    alignas(register_of_rows<View>) typename View::value_type classes_in_a[View::rows], classes_in_b[View::rows];
    find_classes(a, classes_in_a);
    find_classes(b, classes_in_b);
    std::size_t same = 0;
    for (std::size_t row = 0; row < View::rows; ++row)
        same += classes_in_a[row] == classes_in_b[row] ? 1 : 0;
    return same;
}

}
