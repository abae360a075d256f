#pragma once

/// Pictures of digits with their labels: what every source of them, real or drawn, returns.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace trilobite::data {

/// N pictures of rows x columns grey values, 0 = paper to 255 = ink, and the class of each.
///
/// pixels: N x rows x columns, the columns varying fastest. labels: N.
struct labelled_images {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<std::uint8_t> pixels;
    std::vector<std::uint8_t> labels;

    /// N, the number of pictures.
    std::size_t size() const { return labels.size(); }

    /// The rows x columns pixels of picture i < size().
    std::span<const std::uint8_t> image(std::size_t i) const {
        assert(i < size());
        return std::span(pixels).subspan(i * rows * columns, rows * columns);
    }
};

/// A data set of digits: the pictures to learn from, and those to be judged by, which are never learned from.
struct digits {
    labelled_images training;
    labelled_images test;
};

}
