#pragma once
/// What a tile of registers adds up over the depth: sum += A B, for Height rows x Width registers.

#include <trilobite/core/unroll.hpp>
#include <trilobite/kernels/operands.hpp>
#include <trilobite/kernels/tile.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite::kernels::detail {

// Unrolling is left to the compiler here, by pragma: the same loops unrolled by templates take g++ four times as long.

/// sum += a product each: value(i), of the tile's row i, times the registers from `b` on.
template <class V, std::size_t Height, std::size_t Width, class PlaceInB, class Value>
TRILOBITE_INLINE void multiply_add(V (&sum)[Height][Width], PlaceInB b, Value value) {
    V weight[Width];
    TRILOBITE_UNROLL
    for (std::size_t j = 0; j < Width; ++j) {
        weight[j] = V::load(registers_on<V>(b, j));
        // More uses keep it there anyway, and beside wide tiles, of 32 registers, it makes no difference.
        if constexpr (register_count == 16 && Height > 1 && Height < 4)
            weight[j].stay();
    }
    TRILOBITE_UNROLL
    for (std::size_t i = 0; i < Height; ++i) {
        const V own = V(value(i));
        TRILOBITE_UNROLL
        for (std::size_t j = 0; j < Width; ++j)
            sum[i][j] = V::fma(own, weight[j], sum[i][j]);
    }
}

/// sum += Depth products each for Height rows x Width registers, from (row, depth) of A and `b` on. before_each(depth)
/// is called before each.
template <bool Unrolled, std::size_t Depth, class V, std::size_t Height, std::size_t Width, class A, class PlaceInB,
          class BeforeEach>
TRILOBITE_INLINE void accumulate(V (&sum)[Height][Width], A a, std::size_t row, std::size_t depth, PlaceInB b,
                                 std::size_t b_stride, BeforeEach before_each) {
    const auto add_product = [&](std::size_t d) TRILOBITE_INLINE_LAMBDA {
        before_each(depth + d);
        multiply_add(sum, b + d * b_stride,
                     [&](std::size_t i) TRILOBITE_INLINE_LAMBDA { return a(row + i, depth + d); });
    };
    // Where registers are single values, short chains written out would be mixed, and put down on the stack half-way.
    constexpr bool is_short_loop = !Unrolled && Depth > 1 && Depth <= 8;
    if constexpr (is_short_loop && Height * Width >= 4 && native_lanes<typename V::value_type> == 1) {
        std::size_t end = Depth;
        if constexpr (Depth == 2)
            hide(end);
        TRILOBITE_KEEP_LOOP
        for (std::size_t d = 0; d < end; ++d)
            add_product(d);
    } else {
        repeat<Unrolled, Depth>(add_product);
    }
}

/// The same, stretch after stretch.
template <std::size_t Depth, class V, std::size_t Height, std::size_t Width, Stretched A, class PlaceInB>
TRILOBITE_INLINE void accumulate_stretches(V (&sum)[Height][Width], A a, std::size_t row, std::size_t depth, PlaceInB b,
                                           std::size_t b_stride) {
    for (std::size_t left = Depth; left != 0;) {
        const std::size_t length = std::min(left, A::stretch - depth % A::stretch);
        const typename V::value_type* rows[Height];
        TRILOBITE_UNROLL
        for (std::size_t i = 0; i < Height; ++i)
            rows[i] = a.place(row + i, depth);
        for (std::size_t place = 0; place < length * A::step; place += A::step) {
            multiply_add(sum, b, [&](std::size_t i) TRILOBITE_INLINE_LAMBDA { return rows[i][place]; });
            // Beyond the last row there need not be a place, which constant expressions mind.
            const bool last = left == length && place + A::step == length * A::step;
            if (!__builtin_is_constant_evaluated() || !last)
                b += b_stride;
        }
        depth += length;
        left -= length;
    }
}

/// The same, and asks for what will be read next, a little for each cache line of depth, while the multiply-adds go on:
/// the same depth of the next tile's rows, or of the first tile's in the next block, unless a tile beside this one has
/// asked for them; and of the next block of B as much as falls to this tile.
template <class Tiling, std::size_t Depth, std::size_t Rows, class V, std::size_t Height, std::size_t Width, class A,
          class PlaceInB>
TRILOBITE_INLINE void accumulate_looking_ahead(V (&sum)[Height][Width], A a, std::size_t row, std::size_t depth,
                                               PlaceInB b, std::size_t b_stride, bool is_first_of_row) {
    constexpr std::size_t line = cache_line<typename V::value_type>;
    constexpr std::size_t groups = Depth / line, rest = Depth % line;
    constexpr auto nothing = [](std::size_t) {};
    const bool last_tile = row + Height >= Rows;
    for (std::size_t group = 0; group < groups; ++group) {
        if constexpr (CanPrefetchRows<A>)
            if (is_first_of_row)
                a.prefetch_rows(last_tile ? 0 : row + Height, Height, depth + group * line + (last_tile ? Depth : 0));
        if constexpr (Tiling::blocks > 1) {
            constexpr std::size_t lines_in_row = (Width * V::lanes + line - 1) / line;
            constexpr std::size_t rows_each = (Depth * Height + Rows - 1) / Rows;
            constexpr std::size_t lines_now = (rows_each * lines_in_row + groups - 1) / groups;
            if (!__builtin_is_constant_evaluated()) {
                const auto* next = b + (Depth + row / Height * rows_each) * b_stride;
                TRILOBITE_UNROLL
                for (std::size_t i = group * lines_now; i < (group + 1) * lines_now; ++i)
                    __builtin_prefetch(next + i / lines_in_row * b_stride + i % lines_in_row * line);
            }
        }
        accumulate<false, line>(sum, a, row, depth + group * line, b + group * line * b_stride, b_stride, nothing);
    }
    if constexpr (rest != 0)
        accumulate<false, rest>(sum, a, row, depth + groups * line, b + groups * line * b_stride, b_stride, nothing);
}

template <class V, std::size_t Height, std::size_t Width>
TRILOBITE_INLINE void add(V (&sum)[Height][Width], const V (&more)[Height][Width]) {
    TRILOBITE_UNROLL
    for (std::size_t i = 0; i < Height; ++i) {
        TRILOBITE_UNROLL
        for (std::size_t j = 0; j < Width; ++j)
            sum[i][j] = sum[i][j] + more[i][j];
    }
}

/// sum = the chains First, ..., Last - 1 of all, from zero on; two at most.
template <class Tiling, std::size_t Depth, std::size_t First, std::size_t Last, class V, std::size_t Height,
          std::size_t Width, class A, class PlaceInB, class BeforeEach>
TRILOBITE_INLINE void add_chains(V (&sum)[Height][Width], A a, std::size_t row, std::size_t depth, PlaceInB b,
                                 std::size_t b_stride, BeforeEach before_each) {
    constexpr std::size_t begin = chain_begin(Depth, Tiling::chains, First);
    constexpr std::size_t length = chain_begin(Depth, Tiling::chains, First + 1) - begin;
    TRILOBITE_UNROLL
    for (std::size_t i = 0; i < Height; ++i) {
        TRILOBITE_UNROLL
        for (std::size_t j = 0; j < Width; ++j)
            sum[i][j] = V(typename V::value_type{0});
    }
    accumulate<Tiling::unrolled, length>(sum, a, row, depth + begin, b + begin * b_stride, b_stride, before_each);
    if constexpr (First + 1 < Last) {
        V next[Height][Width];
        add_chains<Tiling, Depth, First + 1, Last>(next, a, row, depth, b, b_stride, before_each);
        add(sum, next);
    }
}

/// sum += Depth products each, and finishes results that wait meanwhile: one before each of the first products, or
/// several where these are few.
template <std::size_t Depth, class V, std::size_t Height, std::size_t Width, class A, class PlaceInB, class Results,
          class BeforeEach>
TRILOBITE_INLINE void accumulate_finishing(V (&sum)[Height][Width], A a, std::size_t row, std::size_t depth, PlaceInB b,
                                           std::size_t b_stride, Results& results, BeforeEach before_each) {
    constexpr std::size_t first = std::min(Depth, Results::most_waiting);
    constexpr std::size_t each = (Results::most_waiting + first - 1) / first;
    // Four turns at once, as clang would take them, ask for twice the registers that there are.
    TRILOBITE_KEEP_LOOP
    for (std::size_t d = 0; d < first; ++d) {
        for (std::size_t i = 0; i < each; ++i)
            results.finish_next();
        accumulate<true, 1>(sum, a, row, depth + d, b + d * b_stride, b_stride, before_each);
    }
    if constexpr (first < Depth)
        accumulate<false, Depth - first>(sum, a, row, depth + first, b + first * b_stride, b_stride, before_each);
}

}
