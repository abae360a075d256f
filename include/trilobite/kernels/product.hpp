#pragma once
/// C = finish(start + A B), the one matrix product under every dense layer, forward and backward.
///
/// Each result is one chain of multiply-adds in the order of the depth, or the sum of as many as `chains` says,
/// whatever the tiles, the blocks and the registers: the bits depend on the shapes alone, and equal those of
/// kernels::reference.

#include <trilobite/core/share.hpp>
#include <trilobite/core/unroll.hpp>
#include <trilobite/kernels/accumulate.hpp>
#include <trilobite/kernels/operands.hpp>
#include <trilobite/kernels/patches.hpp>
#include <trilobite/kernels/results.hpp>
#include <trilobite/kernels/tile.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite::kernels {

/// What is too long to be written out is written once, as a call: a block of B, of which the compiler has little to go
/// through (again for each function and lambda that a tile is inlined into). Where the stack is promised
/// (network/stack.hpp) it is the whole product, the frame of which has been measured.
inline constexpr bool calls_whole_products = native_lanes<float> == 1;

namespace detail {

/// One tile: Height rows x Width registers at (row, column), Depth products each.  is_first_of_row: of its block.
template <class Tiling, std::size_t Height, std::size_t Width, std::size_t Depth, class A, class PlaceInB,
          class Results, class Start, class Part>
TRILOBITE_INLINE void tile(A a, PlaceInB b, std::size_t b_stride, Results& results, std::size_t row, std::size_t column,
                           std::size_t depth, bool is_first_of_row, Start start, Part) {
    using V = typename Tiling::simd_type;
    constexpr std::size_t chains = Tiling::chains;
    V sum[Height][Width];
    TRILOBITE_UNROLL
    for (std::size_t i = 0; i < Height; ++i) {
        TRILOBITE_UNROLL
        for (std::size_t j = 0; j < Width; ++j)
            sum[i][j] = begin_with<V>(start, row_of_tile<Tiling, Height>(results.c, row, i) + column + j * V::lanes,
                                      row + i, column + j * V::lanes);
    }
    const auto before_each = [&]([[maybe_unused]] std::size_t d) TRILOBITE_INLINE_LAMBDA {
        if constexpr (is_divided<Part> && requires { a.prefetch_after(row, d); })
            a.prefetch_after(row, d);
    };
    // With few tiles, or little depth, there is no time in which to ask for anything.
    constexpr bool has_time =
        Tiling::tiles > 2 && Depth >= cache_line<typename V::value_type> && !Tiling::unrolled && chains == 1;
    constexpr bool knows_what = Tiling::blocks > 1 || CanPrefetchRows<A>;
    if constexpr (Results::most_waiting != 0)
        accumulate_finishing<Depth>(sum, a, row, depth, b, b_stride, results, before_each);
    else if constexpr (Stretched<A> && !Tiling::unrolled && chains == 1)
        accumulate_stretches<Depth>(sum, a, row, depth, b, b_stride);
    else if constexpr (has_time && knows_what)
        accumulate_looking_ahead<Tiling, Depth, decltype(results.c)::rows>(sum, a, row, depth, b, b_stride,
                                                                           is_first_of_row);
    else
        accumulate<Tiling::unrolled || WrittenOutDepth<A>, chain_begin(Depth, chains, 1)>(sum, a, row, depth, b,
                                                                                          b_stride, before_each);
    if constexpr (chains > 1) {
        V next[Height][Width];
        add_chains<Tiling, Depth, 1, 2>(next, a, row, depth, b, b_stride, before_each);
        add(sum, next);
    }
    if constexpr (chains > 2) {
        V next[Height][Width];
        add_chains<Tiling, Depth, 2, chains>(next, a, row, depth, b, b_stride, before_each);
        add(sum, next);
    }
    results.take(sum, row, column);
}

/// One block of B against a part of the rows: Vectors registers wide, Depth deep.
template <class Tiling, std::size_t Vectors, std::size_t Depth, class A, class PlaceInB, class C, class Start,
          class Finish, class Part>
TRILOBITE_INLINE void block(A a, PlaceInB b, std::size_t b_stride, C c, std::size_t column, std::size_t depth,
                            Start start, Finish finish, Part part) {
    using V = typename Tiling::simd_type;
    constexpr std::size_t width = std::min(Tiling::width, Vectors);
    using results_type = results_of<Tiling, Vectors, C, Finish>;
    typename results_type::waiting waiting;
    results_type results{c, finish, waiting};
    // Of a long piece of code g++ begins many tiles at once, and puts down what there are no registers for.
    constexpr bool is_overwhelming =
        Tiling::unrolled && Tiling::tiles > 1 && Tiling::tiles * Tiling::height * Vectors > register_count;
    const auto rows = [&](auto height, std::size_t row) TRILOBITE_INLINE_LAMBDA {
        if constexpr (is_overwhelming)
            forget_memory();
        if constexpr (Vectors / width == 1 && !calls_whole_products)
            tile<Tiling, height, width, Depth>(a, b, b_stride, results, row, column, depth, true, start, part);
        else
            repeat<Tiling::unrolled, Vectors / width>([&](std::size_t i) TRILOBITE_INLINE_LAMBDA {
                tile<Tiling, height, width, Depth>(a, registers_on<V>(b, i * width), b_stride, results, row,
                                                   column + i * width * V::lanes, depth, i == 0, start, part);
            });
        if constexpr (constexpr std::size_t rest = Vectors % width; rest != 0)
            tile<Tiling, height, rest, Depth>(a, registers_on<V>(b, Vectors - rest), b_stride, results, row,
                                              column + (Vectors - rest) * V::lanes, depth, false, start, part);
    };
    constexpr std::size_t taller = Tiling::taller, tall = Tiling::height + 1;
    if constexpr (Tiling::unrolled) {
        if constexpr (taller != 0)
            repeat<true, taller>([&](std::size_t t)
                                     TRILOBITE_INLINE_LAMBDA { rows(index_constant<tall>{}, t * tall); });
        repeat<true, Tiling::tiles - taller>([&](std::size_t t) TRILOBITE_INLINE_LAMBDA {
            rows(index_constant<Tiling::height>{}, taller * tall + t * Tiling::height);
        });
    } else {
        const std::size_t first = part.begin(Tiling::tiles), last = part.end(Tiling::tiles);
        if constexpr (taller != 0)
            for (std::size_t t = first; t < std::min(taller, last); ++t)
                rows(index_constant<tall>{}, t * tall);
        for (std::size_t t = std::max(taller, first); t < last; ++t)
            rows(index_constant<Tiling::height>{}, taller + t * Tiling::height);
    }
    results.finish_rest();
}

/// The block of B that covers Vectors registers from `column` and Depth rows from `depth` on, as a call. column, depth:
/// numbers, or constants, which take no argument.
template <class Tiling, std::size_t Vectors, std::size_t Depth, class A, class B, class C, class Column, class Row,
          class Start, class Finish, class Part>
[[gnu::noinline]] constexpr void call_block(A a, B b, C c, Column column, Row depth, Start start, Finish finish,
                                            Part part) {
    const auto panel = b.template panel<Depth, Vectors * Tiling::lanes>(depth, column);
    block<Tiling, Vectors, Depth>(a, panel.data(), panel.stride, c, column, depth, start, finish, part);
}

/// The blocks of B that cover Vectors registers from `column` on, in the order of the depth.
template <class Tiling, std::size_t Vectors, std::size_t Depth, class A, class B, class C, class Column, class Start,
          class Finish, class Part>
TRILOBITE_INLINE void column_of_blocks(A a, const B& b, C c, Column column, Start start, Finish finish, Part part) {
    constexpr std::size_t full = Tiling::depth, last = Depth - (Tiling::blocks - 1) * full;
    using top = index_constant<0>;
    if constexpr (Tiling::unrolled || calls_whole_products) {
        static_assert(Tiling::blocks == 1, "what is written out, or has one frame, is not cut in depth");
        const auto panel = b.template panel<Depth, Vectors * Tiling::lanes>(0, column);
        block<Tiling, Vectors, Depth>(a, panel.data(), panel.stride, c, column, 0, start, finish, part);
    } else if constexpr (Tiling::blocks == 1) {
        call_block<Tiling, Vectors, Depth>(a, b, c, column, top{}, start, finish, part);
    } else {
        call_block<Tiling, Vectors, full>(a, b, c, column, top{}, start, as_is{}, part);
        for (std::size_t i = 1; i + 1 < Tiling::blocks; ++i)
            call_block<Tiling, Vectors, full>(a, b, c, column, i * full, go_on{}, as_is{}, part);
        call_block<Tiling, Vectors, last>(a, b, c, column, Depth - last, go_on{}, finish, part);
    }
}

/// All of B, column after column of blocks.
template <class Tiling, class A, class B, class C, class Start, class Finish, class Part>
TRILOBITE_INLINE void all_blocks(A a, const B& b, C c, Start start, Finish finish, Part part) {
    constexpr std::size_t wide = Tiling::block_columns / Tiling::lanes;
    constexpr std::size_t full = Tiling::vectors / wide;
    constexpr std::size_t rest = Tiling::vectors % wide;
    if constexpr (full == 1 && !calls_whole_products)
        column_of_blocks<Tiling, wide, B::depth>(a, b, c, index_constant<0>{}, start, finish, part);
    else
        repeat<Tiling::unrolled, full>([&](std::size_t i) TRILOBITE_INLINE_LAMBDA {
            column_of_blocks<Tiling, wide, B::depth>(a, b, c, i * Tiling::block_columns, start, finish, part);
        });
    if constexpr (rest != 0)
        column_of_blocks<Tiling, rest, B::depth>(a, b, c, full * Tiling::block_columns, start, finish, part);
}

/// The same as a call.
template <class Tiling, class A, class B, class C, class Start, class Finish, class Part>
[[gnu::noinline]] constexpr void call_all_blocks(A a, B b, C c, Start start, Finish finish, Part part) {
    all_blocks<Tiling>(a, b, c, start, finish, part);
}

}

/// c = finish(start + a b).  a: Rows x Depth, b: Depth x Columns, c: Rows x
/// Columns, a matrix_view or what else has rows; c must not overlap a or b. The padding of c's rows gets what the
/// padding of b, start and finish give. part: which rows of c to compute, a share or all. A small product is not
/// shared: whoever has the first share computes it.
template <class Chains = one_chain, class A, class B, class C, class Start, class Finish, class Part = undivided>
TRILOBITE_INLINE void product(A a, const B& b, C c, Start start, Finish finish, Part part = {}) {
    using cut = tiling<typename C::value_type, C::rows, C::columns, B::depth, Chains, stretch_of<A>>;
    if constexpr (calls_whole_products)
        detail::call_all_blocks<cut>(a, b, c, start, finish, part);
    else if (!cut::unrolled || part.index == 0)
        detail::all_blocks<cut>(a, b, c, start, finish, part);
}

}
