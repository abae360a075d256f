#pragma once
/// The channels of a sample: its last extent, such as the features of an image.

#include <trilobite/core/matrix.hpp>
#include <trilobite/core/shape.hpp>
#include <trilobite/core/unroll.hpp>
#include <trilobite/kernels/tile.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite {

/// How the values of a sample of shape In stand: at each of `positions` places, `columns` of them, one of each channel.
/// The values of a place are like a row of a matrix: padded where there is but one place. Where there are several they
/// are worked on in the widest registers that hold no neighbour's.
template <class T, shape In>
struct channels {
    using value_type = T;
    static constexpr std::size_t columns = In.rank == 0 ? 1 : In[In.rank - 1];
    static constexpr std::size_t positions = In.size() / columns;
    static constexpr std::size_t stride = positions == 1 ? padded<T>(columns) : columns;

    static constexpr std::size_t lanes = [] {
        std::size_t n = lanes_for<T>(columns);
        while (stride % n != 0 || !has_lanes<T>(n))
            n /= 2;
        return n;
    }();
    using simd_type = simd<T, lanes>;
    static constexpr std::size_t registers = stride / lanes;

    /// f(i, column) for every register of a place.
    template <class F>
    TRILOBITE_INLINE static void for_each_channel(F&& f) {
        for (std::size_t i = 0; i < registers; ++i)
            f(i, i * lanes);
    }

    /// f(row, column, number) for every place of the first `rows` rows: where its first value stands, and its number.
    template <class F>
    TRILOBITE_INLINE static void for_each_place(std::size_t rows, F&& f) {
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t position = 0; position < positions; ++position)
                f(row, position * columns, row * positions + position);
    }

    /// f(row, column, i) for every register of the first `rows` rows, place by place; i numbers those of a place. Where
    /// they are few, a sum for each of them stays in registers; fewer where registers are single values, and code is to
    /// be small.
    template <class F>
    TRILOBITE_INLINE static void for_each_register(std::size_t rows, F&& f) {
        constexpr std::size_t most = kernels::result_registers / (native_lanes<T> == 1 ? 3 : 1);
        constexpr bool few = registers <= most && !checks_addresses;
        for_each_place(rows, [&](std::size_t row, std::size_t first, std::size_t) TRILOBITE_INLINE_LAMBDA {
            repeat<few, registers>([&](std::size_t i) TRILOBITE_INLINE_LAMBDA { f(row, first + i * lanes, i); });
        });
    }

    /// Writes zero where for_each_register does not come by: in the rows from `rows` on, and after the last place.
    template <class View>
    TRILOBITE_INLINE static void clear_rest(View m, std::size_t rows) {
        for (std::size_t row = 0; row < View::rows; ++row)
            std::fill(m.row(row) + (row < rows ? positions * stride : 0), m.row(row) + View::stride, T{0});
    }
};

}
