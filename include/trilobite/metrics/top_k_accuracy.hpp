#pragma once
#include <trilobite/metrics/numbers.hpp>
#include <trilobite/training/evaluate.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace trilobite {

namespace detail {

/// Whether at most K - 1 of the classes come before `truth`: with a larger score, or an equal one and a smaller number.
/// What cannot be compared, a NaN, comes before it too.
template <std::size_t K, class T>
bool is_among_top(std::span<const T> scores, std::size_t truth) {
    std::size_t before = 0;
    for (std::size_t c = 0; c < scores.size(); ++c)
        if (c != truth && !(scores[c] < scores[truth] || (scores[c] == scores[truth] && c > truth)))
            ++before;
    return before < K;
}

}

/// The share of samples whose class is among the K with the largest scores; of equal scores the first class wins, so
/// that K = 1 is the accuracy (class_of).
/// scores: n x classes, sample by sample; labels: n class numbers, of which there are scores.size() / n.
/// NaN where there are no labels, where the scores are not so many for each, or where a label is no class.
/// Time n classes; allocates nothing.
template <std::size_t K, Numbers Scores, ClassNumbers Labels>
double top_k_accuracy(const Scores& scores, const Labels& labels) {
    static_assert(K > 0, "trilobite: the class is never among the top 0");
    const std::span all(scores);
    const std::span truth(labels);
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    if (truth.empty() || all.size() % truth.size() != 0)
        return unknown;
    const std::size_t classes = all.size() / truth.size();
    std::size_t right = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (static_cast<std::uint64_t>(truth[i]) >= classes)
            return unknown;
        right += detail::is_among_top<K>(all.subspan(i * classes, classes), static_cast<std::size_t>(truth[i])) ? 1 : 0;
    }
    return static_cast<double>(right) / static_cast<double>(truth.size());
}

/// The same of a network's outputs over samples, in inference mode; NaN where the data do not fit the network
/// (data_view::fits) or are none.
template <std::size_t K, std::size_t StackBudget = default_stack_budget, class Net, class Data>
requires(!Numbers<Net>) double top_k_accuracy(const Net& net, const Data& data) {
    constexpr std::size_t outputs = Net::output_size;
    static_assert(0 < K && K < outputs, "trilobite: top_k_accuracy takes K > 0 of the outputs, and not all of them");
    using T = typename Net::value_type;
    std::size_t right = 0, samples = 0;
    for_each_micro_batch<StackBudget>(net, data, [&](std::size_t, std::size_t rows, const auto& memory) {
        for (std::size_t row = 0; row < rows; ++row) {
            const std::span<const T> scores(memory.outputs().row(row), outputs);
            right += detail::is_among_top<K>(scores, class_of<outputs>(memory.targets().row(row))) ? 1 : 0;
        }
        samples += rows;
    });
    return static_cast<double>(right) / static_cast<double>(samples); // NaN if there are none
}

}
