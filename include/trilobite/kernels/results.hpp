#pragma once
/// What becomes of a tile's sums when its multiply-adds are done: they are finished and stored at once; or, where the
/// finish divides, one by one during the multiply-adds of the next tile. The divider takes longer over a register than
/// twenty multiply-adds do, and no processor looks ahead from the end of one tile far into the next: it divides and
/// multiplies at once only where the program does.

#include <trilobite/core/matrix.hpp>
#include <trilobite/kernels/operands.hpp>
#include <trilobite/kernels/tile.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace trilobite::kernels {

/// Where results of a tile stand: those of its row i.
template <class Tiling, std::size_t Height, class C>
TRILOBITE_INLINE auto* row_of_tile(C c, std::size_t row, std::size_t i) {
    if constexpr (stretch_of<C> % Height == 0 && Tiling::taller == 0 && Stretched<C>)
        return c.row(row) + i * C::step; // no tile goes beyond a stretch
    else
        return c.row(row + i);
}

template <class Tiling, class C, class Finish>
struct finished_at_once {
    static constexpr std::size_t most_waiting = 0;
    struct waiting {};
    C c;
    Finish finish;
    [[no_unique_address]] waiting none{};

    /// Takes a tile's sums: Height rows x Width registers at (row, column).
    template <class V, std::size_t Height, std::size_t Width>
    TRILOBITE_INLINE void take(const V (&sum)[Height][Width], std::size_t row, std::size_t column) {
        TRILOBITE_UNROLL
        for (std::size_t i = 0; i < Height; ++i) {
            TRILOBITE_UNROLL
            for (std::size_t j = 0; j < Width; ++j)
                finish(sum[i][j], row + i, column + j * V::lanes)
                    .store(row_of_tile<Tiling, Height>(c, row, i) + column + j * V::lanes);
        }
    }
    TRILOBITE_INLINE void finish_rest() {}
};

/// The same by a loop. A tile has as many as 24 registers, and a sigmoid written out for each would be most of what a
/// compiler writes for a layer, or for a small product; where a register is one lane, of a device's program.
template <class Tiling, class C, class Finish>
struct finished_in_a_loop : finished_at_once<Tiling, C, Finish> {
    template <class V, std::size_t Height, std::size_t Width>
    TRILOBITE_INLINE void take(const V (&sum)[Height][Width], std::size_t row, std::size_t column) {
        using T = typename V::value_type;
        constexpr std::size_t lanes = V::lanes, count = Height * Width;
        // As values: an array of registers g++ copies by halves, and then each is waited for.
        alignas(sizeof(V)) T kept[count * lanes];
        TRILOBITE_UNROLL
        for (std::size_t i = 0; i < Height; ++i) {
            TRILOBITE_UNROLL
            for (std::size_t j = 0; j < Width; ++j)
                sum[i][j].store(kept + (i * Width + j) * lanes);
        }
        TRILOBITE_KEEP_LOOP
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t own_row = row + i / Width, own_column = column + i % Width * lanes;
            this->finish(V::load(kept + i * lanes), own_row, own_column).store(this->c.row(own_row) + own_column);
        }
    }
};

/// Those of a single column by registers: its rows stand one behind the other.
template <class Tiling, class T, std::size_t Rows, class Finish>
requires(native_lanes<T> > 1) struct finished_in_a_loop<Tiling, matrix_view<T, Rows, 1>, Finish>
    : finished_at_once<Tiling, matrix_view<T, Rows, 1>, Finish> {
    static_assert(matrix_view<T, Rows, 1>::stride == 1);

    template <class V, std::size_t Height, std::size_t Width>
    TRILOBITE_INLINE void take(const V (&sum)[Height][Width], std::size_t row, std::size_t column) {
        using W = simd_for<T, Height>;
        alignas(W) T kept[padded<T>(Height)]{};
        TRILOBITE_UNROLL
        for (std::size_t i = 0; i < Height; ++i)
            sum[i][0].store(kept + i);
        TRILOBITE_KEEP_LOOP
        for (std::size_t i = 0; i < Height; i += W::lanes)
            this->finish(W::load(kept + i), row + i, column).store(kept + i);
        std::copy_n(kept, Height, this->c.row(row));
    }
};

/// Vectors: of the block that the tiles belong to.
template <class Tiling, std::size_t Vectors, class C, class Finish>
class finished_later {
    using V = typename Tiling::simd_type;
    static constexpr std::size_t width = std::min(Tiling::width, Vectors), rest = Vectors % width;

public:
    static constexpr std::size_t most_waiting = Tiling::results;
    /// The sums stand outside: an object with an array that is read at a place known at run time is kept in memory by
    /// compilers, and the rest of it is to stay in registers.
    using waiting = V[most_waiting];
    C c;
    Finish finish;

    TRILOBITE_INLINE finished_later(C results, Finish f, waiting& sums) : c(results), finish(f), sums_(sums) {}

    /// When none of the tile before is left.
    template <std::size_t Height, std::size_t Width>
    TRILOBITE_INLINE void take(const V (&sum)[Height][Width], std::size_t row, std::size_t column) {
        static_assert(Width == width || Width == rest, "a block's tiles are equally wide, but for the last in a row");
        if (finish.leaves_as_is()) {
            finished_at_once<Tiling, C, as_is>{c, {}}.take(sum, row, column);
            return;
        }
        TRILOBITE_UNROLL
        for (std::size_t i = 0; i < Height; ++i) {
            TRILOBITE_UNROLL
            for (std::size_t j = 0; j < Width; ++j)
                sums_[i * Width + j] = sum[i][j];
        }
        next_ = 0;
        count_ = Height * Width;
        height_ = Height;
        is_narrow_ = Width != width;
        row_ = row;
        column_ = column;
    }
    /// If one is left. What the same place of the next tile needs is asked for, or memory would be waited for one
    /// register at a time.
    TRILOBITE_INLINE void finish_next() {
        if (next_ == count_)
            return;
        if (finish.leaves_as_is())
            __builtin_unreachable(); // then none is kept
        if constexpr (rest == 0)
            finish_in_tile<width>();
        else if (is_narrow_)
            finish_in_tile<rest>();
        else
            finish_in_tile<width>();
    }
    TRILOBITE_INLINE void finish_rest() {
        while (next_ != count_)
            finish_next();
    }

private:
    template <std::size_t Width>
    TRILOBITE_INLINE void finish_in_tile() {
        const std::size_t row = row_ + next_ / Width, column = column_ + next_ % Width * V::lanes;
        finish.prefetch(row + (Tiling::taller == 0 ? Tiling::height : height_), column);
        finish(sums_[next_++], row, column).store(c.row(row) + column);
    }

    std::size_t next_ = 0, count_ = 0;
    std::size_t row_ = 0, column_ = 0, height_ = 0; // of the tile
    bool is_narrow_ = false;
    waiting& sums_;
};

/// Later takes a finish that divides, several tiles, and registers that their sums leave over.
template <class Tiling, class Finish>
inline constexpr bool is_finished_later = can_divide_meanwhile && (Tiling::lanes > 1) && (Tiling::tiles > 1) &&
                                          !Tiling::unrolled && Tiling::chains == 1 && divides<Finish>;

/// A loop is for a finish that is long, unless it is for a few registers.
template <class Tiling, class T, class Finish>
inline constexpr bool is_finished_in_a_loop =
    is_long<Finish> ? !Tiling::unrolled || (Tiling::registers > written_out_finishes)
                    : !Tiling::unrolled && native_lanes<T> == 1 && !std::is_same_v<Finish, as_is>;

/// The one that suits the product.
template <class Tiling, std::size_t Vectors, class C, class Finish>
using results_of =
    std::conditional_t<is_finished_later<Tiling, Finish>, finished_later<Tiling, Vectors, C, Finish>,
                       std::conditional_t<is_finished_in_a_loop<Tiling, typename C::value_type, Finish>,
                                          finished_in_a_loop<Tiling, C, Finish>, finished_at_once<Tiling, C, Finish>>>;

}
