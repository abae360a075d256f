#pragma once
/// The right factor of a product as a matrix that is transposed block by block.

#include <trilobite/core/unroll.hpp>
#include <trilobite/kernels/tile.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <type_traits>

namespace trilobite::kernels {

/// A place in the transpose of a matrix whose rows are Stride apart: a step down it is one along a row of the matrix.
template <class T, std::size_t Stride>
struct place_in_transpose {
    const T* at;

    TRILOBITE_INLINE operator const T*() const { return at; }
    TRILOBITE_INLINE place_in_transpose& operator+=(std::size_t n) {
        at += n;
        return *this;
    }
    TRILOBITE_INLINE friend place_in_transpose operator+(place_in_transpose b, std::size_t n) { return b += n; }
};
template <class V, class T, std::size_t Stride>
TRILOBITE_INLINE place_in_transpose<T, Stride> registers_on(place_in_transpose<T, Stride> b, std::size_t n) {
    return {b.at + n * Stride};
}

/// take(columns): the columns, as registers, of a square of as many rows as a register has lanes, `stride` apart, of
/// which `present` exist; the others are zero. IsComplete: all exist, which the compiler does not see. Columns of as many
/// rows as fill a piece of a register are made by interleaving these rows by halves, as many times as a lane's number in
/// a piece has bits; where a register is several pieces, it holds as many groups of rows side by side.
template <class V, bool IsComplete, class T, class Take>
TRILOBITE_INLINE void turn_square(const T* from, std::size_t stride, std::size_t present, Take take) {
    constexpr std::size_t lanes = V::lanes, piece = V::piece;
    T complete[IsComplete ? 1 : lanes * lanes];
    if constexpr (!IsComplete)
        if (present < lanes) {
            std::fill_n(complete, lanes * lanes, T{0});
            for (std::size_t row = 0; row < present; ++row)
                std::copy_n(from + row * stride, lanes, complete + row * lanes);
            from = complete;
            stride = lanes;
        }
    V r[lanes];
    TRILOBITE_UNROLL
    for (std::size_t i = 0; i < lanes; ++i)
        r[i] = V::load_pieces(from + i % piece * stride + i / piece * piece, piece * stride);
    if constexpr (piece > 1)
        unroll<std::bit_width(piece) - 1>([&](auto) TRILOBITE_INLINE_LAMBDA {
            V next[lanes];
            TRILOBITE_UNROLL
            for (std::size_t i = 0; i < lanes / 2; ++i) {
                const std::size_t first = i / (piece / 2) * piece + i % (piece / 2);
                next[2 * i] = V::interleave_low(r[first], r[first + piece / 2]);
                next[2 * i + 1] = V::interleave_high(r[first], r[first + piece / 2]);
            }
            TRILOBITE_UNROLL
            for (std::size_t i = 0; i < lanes; ++i)
                r[i] = next[i];
        });
    take(r);
}

/// B is the transpose of a Columns x Depth matrix. Each block is turned once, into a copy on the stack that fits the
/// first-level cache; columns beyond the matrix are zero. Where registers are single values there is nothing to turn,
/// and it is read where it stands.
template <class T, std::size_t C, std::size_t D>
struct turned {
    static constexpr std::size_t depth = D;
    matrix_view<const T, C, D> m;

    template <std::size_t Depth, std::size_t Columns>
    struct copy {
        static constexpr std::size_t stride = Columns;
        alignas(Columns * sizeof(T) % 64 == 0 ? 64 : row_alignment<T>(Columns)) T values[Depth * Columns];
        TRILOBITE_INLINE const T* data() const { return values; }
    };
    /// Squares of Lanes x Lanes values are read, turned in registers, and written.
    using V = simd<T, std::min(lanes_for<T>(C), lanes_for<T>(D))>;

    struct window {
        static constexpr std::size_t stride = 1;
        place_in_transpose<T, matrix_view<const T, C, D>::stride> first;
        TRILOBITE_INLINE auto data() const { return first; }
    };

    template <std::size_t Depth, std::size_t Columns>
    TRILOBITE_INLINE window panel(std::size_t d, std::size_t column) const requires(native_lanes<T> == 1) {
        return {{m.row(column) + d}};
    }
    template <std::size_t Depth, std::size_t Columns>
    TRILOBITE_INLINE copy<Depth, Columns> panel(std::size_t d, std::size_t column) const {
        copy<Depth, Columns> p;
        constexpr std::size_t lanes = V::lanes;
        constexpr std::size_t rest = Depth % lanes;
        const std::size_t present = std::min(Columns, C - column);
        for (std::size_t j = 0; j < Columns; j += lanes) {
            const std::size_t rows = j < present ? present - j : 0;
            const T* from = m.row(rows != 0 ? column + j : 0) + d;
            const auto copy_square = [&](auto count, std::size_t i) TRILOBITE_INLINE_LAMBDA {
                turn_square<V, C % Columns == 0>(from + i, m.stride, rows,
                                                 [&](const V(&columns)[lanes]) TRILOBITE_INLINE_LAMBDA {
                                                     constexpr std::size_t wanted = count;
                                                     TRILOBITE_UNROLL
                                                     for (std::size_t k = 0; k < wanted; ++k)
                                                         columns[k].store(p.values + (i + k) * Columns + j);
                                                 });
            };
            for (std::size_t i = 0; i + lanes <= Depth; i += lanes)
                copy_square(index_constant<lanes>{}, i);
            if constexpr (rest != 0)
                copy_square(index_constant<rest>{}, Depth - rest);
        }
        return p;
    }
};
template <class T, std::size_t C, std::size_t D>
turned(matrix_view<T, C, D>) -> turned<std::remove_const_t<T>, C, D>;

}
