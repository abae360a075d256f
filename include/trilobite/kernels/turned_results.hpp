#pragma once
/// C = finish(A B) where A has few rows and B is the transpose of a large matrix M: computed as the transpose of M A^T,
/// so that A and C are turned, register by register, and M is read where it stands. The chains are those of product(),
/// and so are the bits.

#include <trilobite/core/sample_rows.hpp>
#include <trilobite/kernels/product.hpp>
#include <trilobite/kernels/turned.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite::kernels {

/// A: Rows x Depth, M: Columns x Depth, C: Rows x Columns.
template <class T, std::size_t Rows, std::size_t Columns, std::size_t Depth>
class turned_results {
    static constexpr std::size_t width = padded<T>(Rows);
    using V = simd<T, std::min(lanes_for<T>(Rows), lanes_for<T>(Columns))>;

    /// A's transpose is kept whole on the stack, in the second-level cache if need be; and so many of C's columns as
    /// leave it most of the first-level cache.
    static constexpr std::size_t most_kept_bytes = 128 * 1024;
    static constexpr std::size_t columns_at_once =
        std::max<std::size_t>(block_bytes / 4 / (width * sizeof(T)) / V::lanes, 1) * V::lanes;

public:
    /// Whether there is less to turn so, by half at least, registers are filled by rows too, and the copy may be kept.
    static constexpr bool turns_less = 2 * Rows * (Columns + Depth) <= Columns * Depth;
    static constexpr bool fills_registers = native_lanes<T> > 1 && Rows >= native_lanes<T>;
    static constexpr bool fits = width * Depth * sizeof(T) <= most_kept_bytes;
    static constexpr bool is_worth_while = turns_less && fills_registers && fits;

    template <class Finish>
    static constexpr void product(matrix_view<const T, Rows, Depth> a, matrix_view<const T, Columns, Depth> m,
                                  matrix_view<T, Rows, Columns> c, Finish finish) {
        const auto a_turned = turned{a}.template panel<Depth, width>(0, 0);
        const matrix_view<const T, Depth, Rows> right{a_turned.data()};
        constexpr std::size_t rest = Columns % columns_at_once;
        for (std::size_t first = 0; first + columns_at_once <= Columns; first += columns_at_once)
            some_columns<columns_at_once>(m, right, c, first, finish);
        if constexpr (rest != 0)
            some_columns<rest>(m, right, c, Columns - rest, finish);
    }

private:
    /// Count of C's columns, from `first` on: as rows at first.
    template <std::size_t Count, class Finish>
    TRILOBITE_INLINE static void some_columns(matrix_view<const T, Columns, Depth> m,
                                              matrix_view<const T, Depth, Rows> right, matrix_view<T, Rows, Columns> c,
                                              std::size_t first, Finish finish) {
        alignas(row_alignment<T>(Rows)) T results[Count * width];
        const matrix_view<T, Count, Rows> turned_c{results};
        kernels::product(plain{streamed_rows<T, Count, Depth>{{m.row(first)}}}, in_place{right}, turned_c, from_zero{},
                         as_is{});
        for (std::size_t column = 0; column < Count; column += V::lanes)
            for (std::size_t row = 0; row < Rows; row += V::lanes)
                turn_square<V, Count % V::lanes == 0>(
                    turned_c.row(column) + row, width, Count - column,
                    [&](const V(&rows)[V::lanes]) TRILOBITE_INLINE_LAMBDA {
                        TRILOBITE_UNROLL
                        for (std::size_t i = 0; i < V::lanes; ++i)
                            if (row + i < Rows)
                                finish(rows[i], row + i, first + column).store(c.row(row + i) + first + column);
                    });
    }
};

}
