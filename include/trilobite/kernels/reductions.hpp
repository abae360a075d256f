#pragma once
/// What a long row comes to: the sum of its terms, the place of its largest value. Both go through the row in
/// `row_lanes` lanes, whatever the registers, and put the lanes together in one order: the bits depend on the length
/// alone.

#include <trilobite/kernels/rows.hpp>

#include <cstddef>
#include <limits>

namespace trilobite::kernels {

inline constexpr std::size_t row_lanes = 16;

namespace detail {

/// f(register of its lane group, column) for every register of a row: the registers of 16 columns have the numbers 0,
/// 1, ..., 16 / lanes - 1.
template <class View, class F>
TRILOBITE_INLINE void for_each_lane_group(F&& f) {
    constexpr std::size_t lanes = View::simd_type::lanes;
    static_assert(lanes <= row_lanes);
    for (std::size_t first = 0; first + row_lanes <= View::stride; first += row_lanes) {
        TRILOBITE_UNROLL
        for (std::size_t j = 0; j < row_lanes / lanes; ++j)
            f(j, first + j * lanes);
    }
    constexpr std::size_t rest = View::stride % row_lanes / lanes;
    TRILOBITE_UNROLL
    for (std::size_t j = 0; j < rest; ++j)
        f(j, (View::stride / row_lanes) * row_lanes + j * lanes);
}

}

/// The sum over a row of such a matrix.  add(so_far, column): so_far plus the terms of a register at `column`; terms in
/// the padding must be zero.
template <class View, class Add>
TRILOBITE_INLINE typename View::value_type sum_over_row(Add add) {
    using V = typename View::simd_type;
    using T = typename View::value_type;
    V sums[row_lanes / V::lanes];
    for (V& sum : sums)
        sum = V(T{0});
    detail::for_each_lane_group<View>([&](std::size_t j, std::size_t column)
                                          TRILOBITE_INLINE_LAMBDA { sums[j] = add(sums[j], column); });
    alignas(row_lanes * sizeof(T)) T all[row_lanes];
    for (std::size_t j = 0; j < row_lanes / V::lanes; ++j)
        sums[j].store(all + j * V::lanes);
    for (std::size_t half = row_lanes / 2; half > 0; half /= 2)
        for (std::size_t i = 0; i < half; ++i)
            all[i] += all[i + half];
    return all[0];
}

/// The place of the largest value of a row, the first of equal ones. A NaN hides what stands 16, 32, ... places after
/// it.
template <class View>
TRILOBITE_INLINE std::size_t largest_in_row(View m, std::size_t row) {
    using V = typename View::simd_type;
    using T = typename View::value_type;
    constexpr T lowest = -std::numeric_limits<T>::infinity();
    static_assert(View::columns < (std::size_t{1} << std::numeric_limits<T>::digits), "places are counted in T");
    V best[row_lanes / V::lanes], group[row_lanes / V::lanes];
    for (std::size_t j = 0; j < row_lanes / V::lanes; ++j) {
        best[j] = V(lowest);
        group[j] = V(T{0});
    }
    detail::for_each_lane_group<View>([&](std::size_t j, std::size_t column) TRILOBITE_INLINE_LAMBDA {
        const V value = where_real<View::columns>(V::load(m.row(row) + column), column, lowest);
        const auto better = value > best[j];
        group[j] = V::select(better, V(static_cast<T>(column / row_lanes)), group[j]);
        best[j] = V::select(better, value, best[j]);
    });
    alignas(row_lanes * sizeof(T)) T values[row_lanes], groups[row_lanes];
    for (std::size_t j = 0; j < row_lanes / V::lanes; ++j) {
        best[j].store(values + j * V::lanes);
        group[j].store(groups + j * V::lanes);
    }
    std::size_t lane = 0;
    for (std::size_t i = 1; i < row_lanes; ++i)
        if (values[i] > values[lane] || (values[i] == values[lane] && groups[i] < groups[lane]))
            lane = i;
    return static_cast<std::size_t>(groups[lane]) * row_lanes + lane;
}

}
