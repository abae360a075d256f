#pragma once
/// Walks over the registers of a matrix's rows.

#include <trilobite/core/matrix.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace trilobite::kernels {

/// f(row, column) for every register of the first `rows` rows of a matrix of such columns, row by row.
template <class View, class F>
TRILOBITE_INLINE void for_each_register(std::size_t rows, F&& f) {
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < View::stride; column += View::simd_type::lanes)
            f(row, column);
}

/// v where the column exists, `otherwise` in the padding.  Columns: of the matrix; column: of v's first lane.
template <std::size_t Columns, class V>
TRILOBITE_INLINE V where_real(V v, std::size_t column, typename V::value_type otherwise) {
    using T = typename V::value_type;
    constexpr std::size_t stride = padded<T>(Columns);
    if constexpr (stride == Columns) {
        return v;
    } else {
        alignas(row_alignment<T>(Columns)) static constexpr auto real = [] {
            std::array<T, stride> flags{};
            std::fill_n(flags.begin(), Columns, T{1});
            return flags;
        }();
        return V::select(V::load(real.data() + column) > V(T{0}), v, V(otherwise));
    }
}

}
