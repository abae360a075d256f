#pragma once
/// An image with zeros around it, so that every window of a kernel lies inside.

#include <trilobite/core/matrix.hpp>
#include <trilobite/layers/windows.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace trilobite {

/// Room for one image of Rows.extent x Columns.extent x Channels and the padding of its windows.
template <class T, windows Rows, windows Columns, std::size_t Channels>
struct padded_image {
    static constexpr std::size_t height = Rows.padded(), width = Columns.padded();
    static constexpr bool has_padding = height != Rows.extent || width != Columns.extent;
    static constexpr std::size_t row_size = Columns.extent * Channels; ///< of the image itself

    alignas(native_lanes<T> * sizeof(T)) T values[has_padding ? height * width * Channels : 1];

    /// The image with its padding: itself where there is none, else a copy in this room.
    constexpr const T* padded(const T* image) {
        if constexpr (!has_padding) {
            return image;
        } else {
            std::fill(std::begin(values), std::end(values), T{0});
            for (std::size_t row = 0; row < Rows.extent; ++row)
                std::copy_n(image + row * row_size, row_size, inside(row));
            return values;
        }
    }
    /// Where a padded image is to be written that `crop` then makes `image` of.
    constexpr T* place_for(T* image) {
        if constexpr (!has_padding)
            return image;
        else
            return values;
    }
    constexpr void crop(T* image) const {
        if constexpr (has_padding)
            for (std::size_t row = 0; row < Rows.extent; ++row)
                std::copy_n(inside(row), row_size, image + row * row_size);
    }

private:
    static constexpr std::size_t first(std::size_t row) {
        return ((Rows.before() + row) * width + Columns.before()) * Channels;
    }
    constexpr T* inside(std::size_t row) { return values + first(row); }
    constexpr const T* inside(std::size_t row) const { return values + first(row); }
};

}
