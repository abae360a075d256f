#pragma once
/// The arithmetic of windows that move over an image: what pooling and convolutions have in common.

#include <trilobite/core/shape.hpp>
#include <trilobite/layers/contract.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite {

/// Which windows there are: those that lie inside the image; or, `same`, as many as the image has strides, the last of
/// them begun. What these lack is divided between both ends, the odd place after.  (TensorFlow's names)
enum class padding { valid, same };

/// Windows along one axis of `extent` places: window i is the `size` places from i * stride - before() on. Those that
/// are not on the axis, first as last, count for nothing.
struct windows {
    std::size_t extent;
    std::size_t size;
    std::size_t stride;
    padding kind = padding::valid;

    /// How many windows there are: (extent - size) / stride + 1 rounded down, or extent / stride rounded up.
    constexpr std::size_t count() const {
        if (kind == padding::same)
            return (extent + stride - 1) / stride;
        return extent < size ? 0 : (extent - size) / stride + 1;
    }

    /// The smallest extent that has a window.
    constexpr std::size_t least() const { return kind == padding::same ? 1 : size; }

    /// How many places of the first window come before the axis.
    constexpr std::size_t before() const {
        const std::size_t all = count() == 0 ? 0 : (count() - 1) * stride + size;
        return kind == padding::same && all > extent ? (all - extent) / 2 : 0;
    }

    /// The extent with what the windows reach beyond it.
    constexpr std::size_t padded() const {
        return kind == padding::same ? std::max(extent, (count() - 1) * stride + size) : extent;
    }

    /// The places of window i that are on the axis: from first(i) to before last(i).
    constexpr std::size_t first(std::size_t i) const { return std::max(i * stride, before()) - before(); }
    constexpr std::size_t last(std::size_t i) const { return std::min(i * stride + size - before(), extent); }

    constexpr bool is_whole(std::size_t i) const { return last(i) - first(i) == size; }
    constexpr bool are_whole() const { return is_whole(0) && is_whole(count() - 1); }

    /// Whether a place may be in several windows, and whether each is in one.
    constexpr bool overlap() const { return count() > 1 && stride < size; }
    constexpr bool cover() const { return (count() == 1 || stride <= size) && last(count() - 1) == extent; }

    /// How many places all windows have together, those that are on the axis.
    constexpr std::size_t places() const {
        std::size_t sum = 0;
        for (std::size_t i = 0; i < count(); ++i)
            sum += last(i) - first(i);
        return sum;
    }
};

/// What a layer of images H x W x C needs: them, or something else as one.
constexpr shape as_image(shape in) {
    return in.rank == 3 ? in : shape{1, 1, in.size()};
}

/// What a layer of windows over images H x W x C makes of a shape: a place for each window, with so many channels.
/// An image that has no window is told the smallest that has one.
constexpr inferred infer_windows(shape in, windows rows, windows columns, std::size_t channels) {
    if (in.rank != 3)
        return {.output = in, .needed = {rows.least(), columns.least(), 1}};
    return {.output = {rows.count(), columns.count(), channels},
            .needed = {std::max(in[0], rows.least()), std::max(in[1], columns.least()), in[2]}};
}

}
