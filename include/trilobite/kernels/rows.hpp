#pragma once
/// Walks over the registers of a matrix's rows.

#include <trilobite/core/matrix.hpp>
#include <trilobite/core/unroll.hpp>
#include <trilobite/kernels/tile.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace trilobite::kernels {

/// Whether what is done to each register of such a matrix is written out, without a loop.
template <class View>
inline constexpr bool is_small = View::rows* View::stride / View::simd_type::lanes <= unroll_budget / 16;

/// f(row) for the first `rows` rows of a matrix.
template <class View, class F>
TRILOBITE_INLINE void for_each_row(std::size_t rows, F&& f) {
    if constexpr (is_small<View>)
        repeat<true, View::rows>([&](std::size_t row) TRILOBITE_INLINE_LAMBDA {
            if (row < rows)
                f(row);
        });
    else
        for (std::size_t row = 0; row < rows; ++row)
            f(row);
}

/// f(row, column) for every register of the first `rows` rows of a matrix of such columns, row by row.
template <class View, class F>
TRILOBITE_INLINE void for_each_register(std::size_t rows, F&& f) {
    constexpr std::size_t lanes = View::simd_type::lanes;
    for_each_row<View>(rows, [&](std::size_t row) TRILOBITE_INLINE_LAMBDA {
        repeat<is_small<View>, View::stride / lanes>([&](std::size_t i) TRILOBITE_INLINE_LAMBDA { f(row, i * lanes); });
    });
}

/// 1 in the columns of a row, 0 in its padding.
template <class T, std::size_t Columns>
alignas(row_alignment<T>(Columns)) inline constexpr auto real_columns = [] {
    std::array<T, padded<T>(Columns)> flags{};
    std::fill_n(flags.begin(), Columns, T{1});
    return flags;
}();

/// v where the column exists, `otherwise` in the padding.  Columns: of the matrix; column: of v's first lane.
template <std::size_t Columns, class V>
TRILOBITE_INLINE V where_real(V v, std::size_t column, typename V::value_type otherwise) {
    using T = typename V::value_type;
    if constexpr (padded<T>(Columns) == Columns)
        return v;
    else
        return V::select(V::load(real_columns<T, Columns>.data() + column) > V(T{0}), v, V(otherwise));
}

}
