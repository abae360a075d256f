#pragma once
/// Grey images drawn with characters.

#include <trilobite/io/text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trilobite {

/// rows x columns grey values, 0 = paper to 255 = ink, the columns varying fastest; nothing is copied.
struct grey_image {
    std::span<const std::uint8_t> pixels;
    std::size_t rows = 0;
    std::size_t columns = 0;
};

/// The image as lines of text. A character is twice as high as wide, so each stands for two pixels, one above the
/// other, and shows their mean.
inline std::vector<std::string> draw(const grey_image& image) {
    constexpr std::string_view shades = " .:-=+*#%@";
    std::vector<std::string> lines;
    for (std::size_t row = 0; row < image.rows; row += 2) {
        std::string line;
        for (std::size_t column = 0; column < image.columns; ++column) {
            const std::size_t upper = image.pixels[row * image.columns + column];
            const std::size_t lower = row + 1 < image.rows ? image.pixels[(row + 1) * image.columns + column] : 0;
            line += shades[(upper + lower) * shades.size() / 511];
        }
        lines.push_back(line);
    }
    return lines;
}

/// Several images side by side with their captions above them, as many in a line as `width` characters hold.
inline std::string draw(std::span<const grey_image> images, std::span<const std::string> captions,
                        std::size_t width = 100) {
    constexpr std::size_t gap = 2;
    std::string picture;
    for (std::size_t first = 0, next = 0; first < images.size(); first = next) {
        // A line of images: those from first to next.
        std::vector<std::string> lines{""};
        for (std::size_t end = 0; next < images.size(); ++next) {
            const std::string caption = next < captions.size() ? captions[next] : "";
            const std::size_t begin = next == first ? 0 : end + gap;
            end = begin + std::max(images[next].columns, caption.size());
            if (end > width && next != first)
                break;
            const std::vector<std::string> drawing = draw(images[next]);
            lines.resize(std::max(lines.size(), drawing.size() + 1));
            lines[0] = text::left(lines[0], begin) + caption;
            for (std::size_t i = 0; i < drawing.size(); ++i)
                lines[i + 1] = text::left(lines[i + 1], begin) + drawing[i];
        }
        for (std::string& line : lines) {
            line.erase(line.find_last_not_of(' ') + 1);
            picture += line + "\n";
        }
    }
    return picture;
}

}
