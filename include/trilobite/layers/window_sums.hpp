#pragma once
#include <trilobite/layers/image_windows.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace trilobite {

/// Sums over the windows of images, or (Mean) means over those of their places that are inside the image, and the
/// adjoint of either. images, totals: matrices of as many rows, which are samples.
template <class T, windows Rows, windows Columns, std::size_t Channels, bool Mean>
struct window_sums {
    using walk = image_windows<T, Rows, Columns, Channels>;
    using registers = typename walk::registers;

    /// Every window's sum, in the order of its places, or the mean.
    template <class Images, class Totals, class Finish>
    TRILOBITE_INLINE static void sum(Images images, Totals totals, Finish finish) {
        for (std::size_t row = 0; row < Totals::rows; ++row) {
            std::fill(totals.row(row) + Totals::columns, totals.row(row) + Totals::stride, T{0});
            walk::for_each_window([&](std::size_t to, auto window) TRILOBITE_INLINE_LAMBDA {
                const T factor = factor_of(window);
                registers::for_each([&]<class V>(std::type_identity<V>, std::size_t channel) TRILOBITE_INLINE_LAMBDA {
                    const T* const first = images.row(row) + channel;
                    V all = V::load_unaligned(first + window.column);
                    window.template for_each_place<1>([&](std::size_t, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                        all = all + V::load_unaligned(first + column);
                    });
                    if constexpr (Mean)
                        all = all * V(factor);
                    finish(all, row, to + channel).store_unaligned(totals.row(row) + to + channel);
                });
            });
        }
    }

    /// Every place's sum of what the windows that it is in give it: their total, or its share.
    template <class Totals, class Images, class Finish>
    TRILOBITE_INLINE static void spread(Totals totals, Images images, Finish finish) {
        for (std::size_t row = 0; row < Totals::rows; ++row) {
            walk::clear(images, row);
            walk::for_each_window([&](std::size_t from, auto window) TRILOBITE_INLINE_LAMBDA {
                const T factor = factor_of(window);
                registers::for_each([&]<class V>(std::type_identity<V>, std::size_t channel) TRILOBITE_INLINE_LAMBDA {
                    V share = V::load_unaligned(totals.row(row) + from + channel);
                    if constexpr (Mean)
                        share = share * V(factor);
                    window.for_each_place([&](std::size_t, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                        walk::give(share, images, row, column + channel, finish);
                    });
                });
            });
        }
    }

private:
    template <class Window>
    TRILOBITE_INLINE static T factor_of(Window window) {
        return T{1} / static_cast<T>(window.size());
    }
};

}
