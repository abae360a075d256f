#pragma once
/// What a convolution's products are made of: an image, read as the windows that a kernel sees, without a copy.
///
/// An image stands row by row, and in a row place by place, C channels each. The windows are numbered row by row too. A
/// window of K x K places is K runs of K C values, one from each of K rows of the image.

#include <trilobite/core/unroll.hpp>

#include <cstddef>
#include <type_traits>

namespace trilobite::kernels {

/// Whether an image has so few channels that what a window gives back to it is computed for all of its places together.
/// The number decides the bits.
template <std::size_t C>
inline constexpr bool has_few_channels = C < 16;

/// Windows of K x K places, S apart, `Across` of them side by side, over images whose rows are W places of C values.
template <class T, std::size_t W, std::size_t C, std::size_t K, std::size_t S, std::size_t Across>
struct windows_of {
    static constexpr std::size_t run = K * C;

    /// Where the window at `place` begins.
    TRILOBITE_INLINE static std::size_t first(std::size_t place) {
        return (place / Across * W + place % Across) * S * C;
    }
    /// Where the i-th value of a window is, from its first on.
    TRILOBITE_INLINE static std::size_t offset(std::size_t i) { return i / run * W * C + i % run; }

    /// A window a row, one run of it: value (window, i). `image` begins at the run's row.
    struct runs {
        using value_type = T;
        const T* image;
        TRILOBITE_INLINE T operator()(std::size_t window, std::size_t i) const { return image[first(window) + i]; }
    };
    /// A window a row, all of it: for small windows, whose products are written out, so that offsets are constants.
    struct whole {
        using value_type = T;
        static constexpr bool written_out_depth = true;
        const T* image;
        TRILOBITE_INLINE T operator()(std::size_t window, std::size_t i) const {
            return image[first(window) + offset(i)];
        }
    };
    /// The same for windows of any size: run after run, each read by equal steps.
    struct run_by_run {
        using value_type = T;
        static constexpr std::size_t stretch = run, step = 1;
        const T* image;
        TRILOBITE_INLINE const T* place(std::size_t window, std::size_t i) const {
            return image + first(window) + offset(i);
        }
        TRILOBITE_INLINE T operator()(std::size_t window, std::size_t i) const { return *place(window, i); }
    };
    /// The transpose: a value's place in the window a row, a window a column; `stretch` windows stand side by side.
    struct transposed {
        using value_type = T;
        static constexpr std::size_t stretch = Across, step = S * C;
        const T* image;
        TRILOBITE_INLINE const T* place(std::size_t i, std::size_t window) const {
            return image + offset(i) + first(window);
        }
        TRILOBITE_INLINE T operator()(std::size_t i, std::size_t window) const { return *place(i, window); }
    };
    /// One place of every window, to write to: a row a window, C columns.
    template <std::size_t Windows>
    struct places {
        using value_type = T;
        static constexpr std::size_t rows = Windows;
        static constexpr std::size_t columns = C;
        static constexpr std::size_t stretch = Across, step = S * C;
        T* image;
        TRILOBITE_INLINE T* row(std::size_t window) const { return image + first(window); }
    };
};

/// A left factor whose depth is written out, so that it can compute with constants.
template <class A>
concept WrittenOutDepth = requires {
    requires A::written_out_depth;
};

}
