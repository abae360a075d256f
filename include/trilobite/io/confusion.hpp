#pragma once
/// A confusion matrix for people to read.

#include <trilobite/io/text.hpp>
#include <trilobite/metrics/confusion.hpp>

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace trilobite {

/// The matrix as a table: a row for each class, a column for each that it was taken for, and the recall of each row.
/// Classes without a label are called by their number; a zero is a dot, so that the mistakes stand out.
template <std::size_t Classes>
std::string to_text(const confusion_matrix<Classes>& matrix, std::span<const std::string_view> labels = {}) {
    const auto label = [&](std::size_t c) { return c < labels.size() ? std::string(labels[c]) : std::to_string(c); };
    std::size_t name_width = 5, width = 4;
    for (std::size_t c = 0; c < Classes; ++c) {
        name_width = std::max(name_width, label(c).size());
        width = std::max(width, label(c).size());
        for (const std::size_t count : matrix.counts[c])
            width = std::max(width, text::grouped(count).size());
    }
    std::string table = text::left("true", name_width) + "  taken for\n" + text::left("", name_width);
    for (std::size_t c = 0; c < Classes; ++c)
        table += "  " + text::right(label(c), width);
    table += "   recall\n";
    for (std::size_t c = 0; c < Classes; ++c) {
        table += text::right(label(c), name_width);
        for (const std::size_t count : matrix.counts[c])
            table += "  " + text::right(count == 0 ? "." : text::grouped(count), width);
        table += "  " + text::right(text::fixed(100 * matrix.recall(c), 1), 5) + " %\n";
    }
    return table;
}

template <std::size_t Classes>
std::ostream& operator<<(std::ostream& out, const confusion_matrix<Classes>& matrix) {
    return out << to_text(matrix);
}

}
