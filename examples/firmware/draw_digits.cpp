// Draws the digits that the device learns from: pictures of 28 x 28 pixels, made smaller, as a header of constants.
//     draw_digits digits.hpp

#include <trilobite/data/synthetic_digits.hpp>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <vector>

namespace {

constexpr std::size_t side = 8, shrink = 3, margin = 2; // 28 = 2 + 8 * 3 + 2

void write(std::ostream& out, const char* name, const std::vector<unsigned>& values) {
    out << "inline constexpr std::uint8_t " << name << "[]{";
    for (std::size_t i = 0; i < values.size(); ++i)
        out << (i % 32 == 0 ? "\n    " : " ") << values[i] << ',';
    out << "\n};\n";
}

/// Each pixel is the mean of 3 x 3.
std::vector<unsigned> smaller(const trilobite::data::labelled_images& pictures) {
    std::vector<unsigned> all;
    for (std::size_t i = 0; i < pictures.size(); ++i)
        for (std::size_t pixel = 0; pixel < side * side; ++pixel) {
            unsigned sum = 0;
            for (std::size_t n = 0; n < shrink * shrink; ++n) {
                const std::size_t row = margin + pixel / side * shrink + n / shrink;
                const std::size_t column = margin + pixel % side * shrink + n % shrink;
                sum += pictures.image(i)[row * pictures.columns + column];
            }
            all.push_back(sum / (shrink * shrink));
        }
    return all;
}

}

int main(int, char** arguments) {
    const auto drawn = trilobite::data::synthetic_digits(200, 100, 1);
    std::ofstream out(arguments[1]);
    out << "#pragma once\n// Written by draw_digits.\n#include <cstdint>\n\nnamespace drawn {\n";
    write(out, "training_pixels", smaller(drawn.training));
    write(out, "training_labels", {drawn.training.labels.begin(), drawn.training.labels.end()});
    write(out, "test_pixels", smaller(drawn.test));
    write(out, "test_labels", {drawn.test.labels.begin(), drawn.test.labels.end()});
    out << "}\n";
    return out.flush() ? 0 : 1;
}
