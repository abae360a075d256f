#pragma once
#include <trilobite/core/unroll.hpp>
#include <trilobite/kernels/channel_registers.hpp>
#include <trilobite/layers/windows.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite {

/// Windows over images, each channel by itself: from images Rows.extent x Columns.extent x Channels to a value for each
/// window and channel.
template <class T, windows Rows, windows Columns, std::size_t Channels>
struct image_windows {
    static constexpr shape image{Rows.extent, Columns.extent, Channels};
    static constexpr shape output{Rows.count(), Columns.count(), Channels};
    static constexpr std::size_t window_size = Rows.size * Columns.size;
    static constexpr std::size_t places = Rows.places() * Columns.places() * Channels; ///< of all windows, all channels

    using registers = channel_registers<T, Channels>;
    static constexpr bool overlap = Rows.overlap() || Columns.overlap();
    static constexpr bool cover = Rows.cover() && Columns.cover();

    /// Whether a finish can be applied to the results of windows, and to what places are given.
    static constexpr bool finishes_windows = registers::aligned;
    static constexpr bool finishes_places = registers::aligned && !overlap;

    /// One window: its places inside the image.
    template <bool Whole>
    struct window {
        std::size_t column; ///< where its first place stands in the image, a row of a matrix
        std::size_t rows = Rows.size, columns = Columns.size;

        constexpr std::size_t size() const { return Whole ? window_size : rows * columns; }

        /// f(number, column) for every place but the first Skipped, 0 or 1: its own number below window_size, that of
        /// the first being 0, and where it stands.
        template <std::size_t Skipped = 0, class F>
        TRILOBITE_INLINE void for_each_place(F&& f) const {
            constexpr std::size_t down = Columns.extent * Channels;
            if constexpr (Whole && window_size <= 16 && !checks_addresses)
                repeat<true, window_size - Skipped>([&](std::size_t i) TRILOBITE_INLINE_LAMBDA {
                    const std::size_t n = i + Skipped;
                    f(n, column + n / Columns.size * down + n % Columns.size * Channels);
                });
            else
                for (std::size_t r = 0; r < rows; ++r)
                    for (std::size_t c = r == 0 ? Skipped : 0; c < columns; ++c)
                        f(r * Columns.size + c, column + r * down + c * Channels);
        }
    };

    /// f(column, window) for every window: where its result stands, a row of a matrix of such outputs.
    template <class F>
    TRILOBITE_INLINE static void for_each_window(F&& f) {
        for (std::size_t i = 0; i < Rows.count(); ++i)
            for (std::size_t j = 0; j < Columns.count(); ++j) {
                const std::size_t to = (i * Columns.count() + j) * Channels;
                const std::size_t from = (Rows.first(i) * Columns.extent + Columns.first(j)) * Channels;
                if constexpr (Rows.are_whole() && Columns.are_whole())
                    f(to, window<true>{from});
                else if (Rows.is_whole(i) && Columns.is_whole(j))
                    f(to, window<true>{from});
                else
                    f(to, window<false>{.column = from,
                                        .rows = Rows.last(i) - Rows.first(i),
                                        .columns = Columns.last(j) - Columns.first(j)});
            }
    }

    /// Gives v to a place of an image: added to what it got from other windows.
    template <class V, class View, class Finish>
    TRILOBITE_INLINE static void give(V v, View images, std::size_t row, std::size_t column, Finish finish) {
        T* const to = images.row(row) + column;
        if constexpr (overlap)
            v = v + V::load_unaligned(to);
        finish(v, row, column).store_unaligned(to);
    }

    /// What comes before that: zero in the padding, and in places that are given something more than once or never.
    template <class View>
    TRILOBITE_INLINE static void clear(View images, std::size_t row) {
        constexpr bool each_once = cover && !overlap;
        std::fill(images.row(row) + (each_once ? View::columns : 0), images.row(row) + View::stride, T{0});
    }
};

}
