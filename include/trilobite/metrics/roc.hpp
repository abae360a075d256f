#pragma once
/// How well scores part two classes, whatever the threshold between them: the receiver operating characteristic.
///
/// scores: the larger, the surer that a sample is a positive. labels: above one half for a positive, as many as scores.
/// All of it takes time n log n, and allocates 16 bytes for each of n samples and 24 for each point of a curve.

#include <trilobite/metrics/numbers.hpp>
#include <trilobite/training/evaluate.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace trilobite {

/// What comes of taking for positives all samples whose score is `threshold` or more.
struct roc_point {
    double threshold;
    double false_positive_rate; ///< the share of the negatives that are taken for positives
    double true_positive_rate;  ///< the share of the positives that are
};

namespace detail {

/// Samples of which each has a score, and is a positive or not.
struct scored_samples {
    struct sample {
        double score;
        bool positive;
    };
    std::vector<sample> samples;
    std::size_t positives = 0;

    void add(double score, bool positive) {
        samples.push_back({score, positive});
        positives += positive ? 1 : 0;
    }
    std::size_t negatives() const { return samples.size() - positives; }

    /// Sorts them, the largest score first. False where there is nothing to part: a class has no samples, or a score is
    /// NaN.
    bool sort() {
        if (positives == 0 || negatives() == 0 ||
            std::any_of(samples.begin(), samples.end(), [](const sample& s) { return std::isnan(s.score); }))
            return false;
        std::sort(samples.begin(), samples.end(), [](const sample& a, const sample& b) { return a.score > b.score; });
        return true;
    }
    /// f(score, positives, negatives) for every score there is, with the number of samples that have it; sorted.
    template <class F>
    void for_each_score(F f) const {
        for (auto first = samples.begin(); first != samples.end();) {
            std::size_t of_both[2] = {0, 0};
            const double score = first->score;
            for (; first != samples.end() && first->score == score; ++first)
                ++of_both[first->positive ? 1 : 0];
            f(score, of_both[1], of_both[0]);
        }
    }
};

template <class Scores, class Labels>
scored_samples scored(const Scores& scores, const Labels& labels) {
    const std::span score(scores);
    const std::span label(labels);
    scored_samples all;
    if (score.size() != label.size())
        return all;
    all.samples.reserve(score.size());
    for (std::size_t i = 0; i < score.size(); ++i)
        all.add(static_cast<double>(score[i]), static_cast<double>(label[i]) > 0.5);
    return all;
}

template <std::size_t StackBudget, class Net, class Data>
scored_samples scored(const Net& net, const Data& data, std::size_t output) {
    scored_samples all;
    if (output >= Net::output_size)
        return all;
    all.samples.reserve(data.template size<Net>());
    for_each_micro_batch<StackBudget>(net, data, [&](std::size_t, std::size_t rows, const auto& memory) {
        for (std::size_t row = 0; row < rows; ++row)
            all.add(static_cast<double>(memory.outputs()(row, output)),
                    static_cast<double>(memory.targets()(row, output)) > 0.5);
    });
    return all;
}

inline std::vector<roc_point> curve_of(scored_samples all) {
    std::vector<roc_point> curve;
    if (!all.sort())
        return curve;
    std::size_t true_positives = 0, false_positives = 0;
    const auto add = [&](double threshold, std::size_t positives, std::size_t negatives) {
        true_positives += positives;
        false_positives += negatives;
        curve.push_back({threshold, static_cast<double>(false_positives) / static_cast<double>(all.negatives()),
                         static_cast<double>(true_positives) / static_cast<double>(all.positives)});
    };
    add(std::numeric_limits<double>::infinity(), 0, 0);
    all.for_each_score(add);
    return curve;
}

inline double area_of(scored_samples all) {
    if (!all.sort())
        return std::numeric_limits<double>::quiet_NaN();
    std::size_t positives_above = 0;
    double doubled = 0; // whole numbers, exact up to 2^53
    all.for_each_score([&](double, std::size_t positives, std::size_t negatives) {
        doubled += static_cast<double>(negatives) * static_cast<double>(2 * positives_above + positives);
        positives_above += positives;
    });
    return doubled / 2 / static_cast<double>(all.positives) / static_cast<double>(all.negatives());
}

}

/// A point for each different score, from the largest down, after a first one at threshold infinity, where nothing is
/// taken for a positive. Both rates rise from 0 to 1. Empty where positives or negatives are missing, a score is NaN,
/// or scores and labels are not equally many.
template <Numbers Scores, Numbers Labels>
std::vector<roc_point> roc_curve(const Scores& scores, const Labels& labels) {
    return detail::curve_of(detail::scored(scores, labels));
}

/// The probability that a positive has a larger score than a negative, equal scores counting one half: the statistic of
/// Mann and Whitney (1947), from ranks, divided by positives x negatives. It is the area under roc_curve: 1 where some
/// threshold parts the two, 0.5 where the scores know nothing. NaN where that curve is empty.
template <Numbers Scores, Numbers Labels>
double roc_auc(const Scores& scores, const Labels& labels) {
    return detail::area_of(detail::scored(scores, labels));
}

/// The same of one of a network's outputs over samples, in inference mode: it is the score, and its targets are the
/// labels. Of several classes, that is the output's class against all others. Empty or NaN too where there is no such
/// output, or the data do not fit the network (data_view::fits).
template <std::size_t StackBudget = default_stack_budget, class Net, class Data>
requires(!Numbers<Net>) std::vector<roc_point> roc_curve(const Net& net, const Data& data, std::size_t output = 0) {
    return detail::curve_of(detail::scored<StackBudget>(net, data, output));
}
template <std::size_t StackBudget = default_stack_budget, class Net, class Data>
requires(!Numbers<Net>) double roc_auc(const Net& net, const Data& data, std::size_t output = 0) {
    return detail::area_of(detail::scored<StackBudget>(net, data, output));
}

}
