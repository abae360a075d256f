#pragma once
/// Which classes are taken for which, and what follows from that. io/confusion.hpp prints it.

#include <trilobite/metrics/numbers.hpp>
#include <trilobite/training/evaluate.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace trilobite {

/// How well one class is told from the others, or classes on average.
struct class_scores {
    double precision = 0; ///< of the samples that were taken for the class, the share that were it
    double recall = 0;    ///< of the samples of the class, the share that were recognised
    double f1 = 0;        ///< 2 precision recall / (precision + recall), the harmonic mean of the two
};

/// counts[i][j]: how many samples of class i were taken for class j. A share of no samples is 0. Allocates nothing;
/// all functions are linear in the number of counts.
template <std::size_t Classes>
struct confusion_matrix {
    static_assert(Classes >= 2, "trilobite: a confusion matrix has at least 2 classes");

    std::array<std::array<std::size_t, Classes>, Classes> counts{};

    /// Sample i was taken for classes[i] and is a labels[i]. Empty where these are not equally many, or where one is no
    /// class.
    template <ClassNumbers Classified, ClassNumbers Labels>
    static confusion_matrix of(const Classified& classes, const Labels& labels) {
        const std::span taken(classes);
        const std::span truth(labels);
        const auto exists = [](auto c) { return static_cast<std::uint64_t>(c) < Classes; };
        confusion_matrix matrix;
        if (truth.size() == taken.size() && std::all_of(truth.begin(), truth.end(), exists) &&
            std::all_of(taken.begin(), taken.end(), exists))
            for (std::size_t i = 0; i < truth.size(); ++i)
                ++matrix.counts[static_cast<std::size_t>(truth[i])][static_cast<std::size_t>(taken[i])];
        return matrix;
    }

    std::size_t total() const {
        return sum_over([&](std::size_t c) { return samples(c); });
    }
    std::size_t correct() const {
        return sum_over([&](std::size_t c) { return counts[c][c]; });
    }
    /// How many samples are of class c, and how many were taken for it.
    std::size_t samples(std::size_t c) const {
        return sum_over([&](std::size_t other) { return counts[c][other]; });
    }
    std::size_t taken_for(std::size_t c) const {
        return sum_over([&](std::size_t other) { return counts[other][c]; });
    }

    double accuracy() const { return ratio(correct(), total()); }
    double precision(std::size_t c) const { return ratio(counts[c][c], taken_for(c)); }
    double recall(std::size_t c) const { return ratio(counts[c][c], samples(c)); }
    double f1(std::size_t c) const { return ratio(2 * counts[c][c], samples(c) + taken_for(c)); }

    /// Each class counts the same, also one that nobody has seen.
    class_scores macro_average() const {
        return average([](std::size_t) { return 1.0 / Classes; });
    }
    /// Each class counts by its samples.
    class_scores weighted_average() const {
        return average([&](std::size_t c) { return ratio(samples(c), total()); });
    }
    /// Each sample counts the same: all three are the accuracy, since a sample that is missing from one class is one
    /// too many in another.
    class_scores micro_average() const { return {accuracy(), accuracy(), accuracy()}; }

private:
    template <class F>
    static std::size_t sum_over(F f) {
        std::size_t sum = 0;
        for (std::size_t c = 0; c < Classes; ++c)
            sum += f(c);
        return sum;
    }
    template <class Weight>
    class_scores average(Weight weight) const {
        class_scores all;
        for (std::size_t c = 0; c < Classes; ++c) {
            all.precision += weight(c) * precision(c);
            all.recall += weight(c) * recall(c);
            all.f1 += weight(c) * f1(c);
        }
        return all;
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

}
