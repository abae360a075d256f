#pragma once
/// Which classes a network takes for which.

#include <trilobite/io/text.hpp>
#include <trilobite/training/evaluate.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace trilobite {

/// counts[i][j]: how many samples of class i were taken for class j.
template <std::size_t Classes>
struct confusion_matrix {
    static_assert(Classes >= 2, "trilobite: a confusion matrix has at least 2 classes");

    std::array<std::array<std::size_t, Classes>, Classes> counts{};

    std::size_t total() const {
        return std::accumulate(counts.begin(), counts.end(), std::size_t{0},
                               [](std::size_t sum, const auto& row) { return sum + sum_of(row); });
    }
    std::size_t correct() const {
        std::size_t sum = 0;
        for (std::size_t c = 0; c < Classes; ++c)
            sum += counts[c][c];
        return sum;
    }
    double accuracy() const { return ratio(correct(), total()); }

    /// The share of a class's samples that were recognised; 0 where there are none.
    double recall(std::size_t c) const { return ratio(counts[c][c], sum_of(counts[c])); }

private:
    static std::size_t sum_of(const std::array<std::size_t, Classes>& row) {
        return std::accumulate(row.begin(), row.end(), std::size_t{0});
    }
    static double ratio(std::size_t part, std::size_t whole) {
        return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
    }
};

/// What a network makes of samples, in inference mode: calls f(sample, class, class that the network takes it for) for
/// each in turn. Works on the stack, at most StackBudget bytes at a time. Nothing happens where the data do not fit the
/// network (data_view::fits).
template <std::size_t StackBudget = default_stack_budget, class Net, class Data, class F>
void for_each_classified(const Net& net, const Data& data, F&& f) {
    constexpr std::size_t outputs = Net::output_size;
    for_each_micro_batch<StackBudget>(net, data, [&](std::size_t first, std::size_t rows, const auto& memory) {
        for (std::size_t row = 0; row < rows; ++row)
            f(first + row, class_of<outputs>(memory.targets().row(row)), class_of<outputs>(memory.outputs().row(row)));
    });
}

/// The confusion of a network over samples; one output is taken for two classes, parted at one half.
template <std::size_t StackBudget = default_stack_budget, class Net, class Data>
auto confusion(const Net& net, const Data& data) {
    confusion_matrix<std::max<std::size_t>(Net::output_size, 2)> matrix;
    for_each_classified<StackBudget>(
        net, data, [&](std::size_t, std::size_t truth, std::size_t taken_for) { ++matrix.counts[truth][taken_for]; });
    return matrix;
}

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
