#pragma once

/// Pictures that are shifted, turned, stretched and mirrored.

#include <trilobite/core/polynomial.hpp>
#include <trilobite/core/shape.hpp>
#include <trilobite/core/simd.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace trilobite::data {

/// A direction in the plane as a point of the unit circle.
struct direction {
    float cosine = 1, sine = 0;

    /// From an angle in degrees, -180 ... 180, to 1e-7; multiples of 90 are exact. The angle is taken to -45 ... 45 by
    /// quarter turns; there the polynomials are those of Moshier's Cephes library (sinf.c).
    static constexpr direction from_degrees(float angle) {
        using V = simd<float, 1>;
        constexpr std::array over_sine{-1.6666654611e-1f, 8.3321608736e-3f, -1.9515295891e-4f};
        constexpr std::array over_cosine{4.166664568298827e-2f, -1.388731625493765e-3f, 2.443315711809948e-5f};
        constexpr float degree = 0.0174532925f;
        const int quarters = angle > 135 ? 2 : angle > 45 ? 1 : angle < -135 ? -2 : angle < -45 ? -1 : 0;
        const float x = (angle - 90 * static_cast<float>(quarters)) * degree, x2 = x * x;
        const float s = multiply_add(x * x2, math::polynomial(V(x2), over_sine).value, x);
        const float c = multiply_add(x2 * x2, math::polynomial(V(x2), over_cosine).value, multiply_add(-0.5f, x2, 1.f));
        switch (quarters) {
        case 0:
            return {c, s};
        case 1:
            return {-s, c};
        case -1:
            return {s, -c};
        default:
            return {-c, -s};
        }
    }
};

/// What is seen beyond the edges of a picture: nothing, the pixel of the edge that is nearest, or the picture once more
/// as in a mirror (cba|abc|cba), and beyond that its nearest pixel.
enum class surroundings { zero, nearest, reflected };

/// A picture is mirrored left to right, then magnified, turned anticlockwise about its middle, and shifted.
struct distortion {
    float right = 0, down = 0; ///< the shift, in pixels
    float rotation = 0;        ///< in degrees, -180 ... 180
    float zoom = 1;            ///< above 0
    bool mirrored = false;
};

namespace detail {

/// A picture with an edge of one pixel around it.
template <class T, std::size_t Rows, std::size_t Columns, std::size_t Channels>
struct framed_picture {
    static constexpr std::size_t pitch = (Columns + 2) * Channels;
    T values[(Rows + 2) * pitch];
    bool reflects;

    framed_picture(const T* picture, surroundings beyond) : reflects(beyond == surroundings::reflected) {
        for (std::size_t row = 0; row < Rows; ++row) {
            T* const line = values + (row + 1) * pitch;
            std::copy_n(picture + row * Columns * Channels, Columns * Channels, line + Channels);
            edge(line, line + Channels, Channels, beyond);
            edge(line + pitch - Channels, line + pitch - 2 * Channels, Channels, beyond);
        }
        edge(values, values + pitch, pitch, beyond);
        edge(values + (Rows + 1) * pitch, values + Rows * pitch, pitch, beyond);
    }

    /// The pixel at (row, column), counted from the corner of the frame: what is between pixels is interpolated
    /// bilinearly, and what is beyond the frame is what the frame shows there.
    void read(float row, float column, T* pixel) const {
        const auto [top, down] = between<Rows>(row);
        const auto [left, right] = between<Columns>(column);
        const T* const first = values + top * pitch + left * Channels;
        const T* const second = first + pitch;
        for (std::size_t channel = 0; channel < Channels; ++channel) {
            const T above = blend(first[channel], first[channel + Channels], right);
            const T below = blend(second[channel], second[channel + Channels], right);
            pixel[channel] = blend(above, below, down);
        }
    }

private:
    struct place {
        std::size_t before;
        T beyond; ///< 0 ... 1, of the way to the next
    };
    /// Also where the coordinate is no number.
    template <std::size_t Inside>
    place between(float coordinate) const {
        constexpr float last = Inside;
        if (reflects)
            coordinate = coordinate < 0.5f ? 1 - coordinate : std::min(coordinate, 2 * last + 1 - coordinate);
        const float x = coordinate > 0 ? std::min(coordinate, last + 1) : 0.f;
        const int before = std::min(static_cast<int>(x), static_cast<int>(Inside));
        return {static_cast<std::size_t>(before), static_cast<T>(x - static_cast<float>(before))};
    }
    static T blend(T a, T b, T share) { return multiply_add(share, b - a, a); }
    static void edge(T* to, const T* nearest, std::size_t size, surroundings beyond) {
        if (beyond == surroundings::zero)
            std::fill_n(to, size, T{0});
        else
            std::copy_n(nearest, size, to);
    }
};

}

/// Distorts a picture of shape{rows, columns} or shape{rows, columns, channels}, in place. A pixel of the new picture
/// looks where it comes from in the old one, and takes the bilinear mean of the four pixels around. Shifts by whole
/// pixels and turns by 90 degrees of squares are exact. Multiply-adds are explicit, so the bits are the same on all
/// machines that have fused ones.
template <shape Picture, class T>
void distort(T* picture, const distortion& d, surroundings beyond = surroundings::zero) {
    static_assert(Picture.rank == 2 || Picture.rank == 3,
                  "trilobite: a picture is shape{rows, columns} or shape{rows, columns, channels}");
    constexpr std::size_t rows = Picture[0], columns = Picture[1], channels = Picture.rank == 3 ? Picture[2] : 1;
    const detail::framed_picture<T, rows, columns, channels> old(picture, beyond);

    // With y downwards: new - middle - shift = zoom (c s; -s c) mirror (old - middle), and so
    // old = middle + mirror (c -s; s c) / zoom (new - middle - shift).
    const direction turn = direction::from_degrees(d.rotation);
    const float c = turn.cosine / d.zoom, s = turn.sine / d.zoom, mirror = d.mirrored ? -1.f : 1.f;
    constexpr float middle_row = 0.5f * (rows - 1), middle_column = 0.5f * (columns - 1);
    for (std::size_t row = 0; row < rows; ++row) {
        const float y = static_cast<float>(row) - middle_row - d.down;
        for (std::size_t column = 0; column < columns; ++column) {
            const float x = static_cast<float>(column) - middle_column - d.right;
            // The frame is one pixel wide.
            old.read(multiply_add(c, y, multiply_add(s, x, middle_row + 1)),
                     multiply_add(mirror, multiply_add(c, x, -s * y), middle_column + 1),
                     picture + (row * columns + column) * channels);
        }
    }
}

}
