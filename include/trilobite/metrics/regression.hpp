#pragma once
/// How far predictions are from targets, n of each. NaN where there are none, or not equally many. Linear in n, in one
/// walk; allocates nothing. (mean_absolute_error without "_of" is the cost.)

#include <trilobite/metrics/numbers.hpp>
#include <trilobite/training/evaluate.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>

namespace trilobite {

namespace detail {

/// The mean of f(prediction, target), which are doubles.
template <class Predictions, class Targets, class F>
double mean_over(const Predictions& predictions, const Targets& targets, F f) {
    const std::span prediction(predictions);
    const std::span target(targets);
    if (prediction.size() != target.size())
        return std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    for (std::size_t i = 0; i < target.size(); ++i)
        sum += f(static_cast<double>(prediction[i]), static_cast<double>(target[i]));
    return sum / static_cast<double>(target.size()); // NaN if there are none
}

}

/// 1/n sum |a - y|. Of a network: evaluate(net, mean_absolute_error{}, data).cost.
template <Numbers Predictions, Numbers Targets>
double mean_absolute_error_of(const Predictions& predictions, const Targets& targets) {
    return detail::mean_over(predictions, targets, [](double a, double y) { return std::abs(a - y); });
}

/// 1/n sum (a - y)^2. Of a network: evaluate(net, quadratic{}, data).cost.
template <Numbers Predictions, Numbers Targets>
double mean_squared_error_of(const Predictions& predictions, const Targets& targets) {
    return detail::mean_over(predictions, targets, [](double a, double y) { return (a - y) * (a - y); });
}

namespace detail {

/// The sums behind R^2, over samples as they come. The targets' squares about their mean are taken along as
/// Welford (1962) does, without cancellation.
struct determination {
    std::size_t samples = 0;
    double mean = 0;
    double about_mean = 0; ///< sum (y - mean)^2
    double residual = 0;   ///< sum (a - y)^2

    void add(double prediction, double target) {
        const double before = target - mean;
        mean += before / static_cast<double>(++samples);
        about_mean += before * (target - mean);
        residual += (prediction - target) * (prediction - target);
    }
    double score() const {
        return about_mean > 0 ? 1 - residual / about_mean : std::numeric_limits<double>::quiet_NaN();
    }
};

}

/// The coefficient of determination R^2 = 1 - sum (a - y)^2 / sum (y - mean y)^2: 1 where every prediction is right,
/// 0 for the mean of the targets as every prediction, below 0 for worse. NaN also where all targets are the same: there
/// is nothing to explain.
template <Numbers Predictions, Numbers Targets>
double r2_score(const Predictions& predictions, const Targets& targets) {
    const std::span prediction(predictions);
    const std::span target(targets);
    detail::determination all;
    if (prediction.size() == target.size())
        for (std::size_t i = 0; i < target.size(); ++i)
            all.add(static_cast<double>(prediction[i]), static_cast<double>(target[i]));
    return all.score();
}

/// The same of a network over samples, in inference mode: the mean of what its outputs score. NaN also where the data
/// do not fit the network (data_view::fits). Takes 32 bytes of stack for each output beside StackBudget.
template <std::size_t StackBudget = default_stack_budget, class Net, class Data>
requires(!Numbers<Net>) double r2_score(const Net& net, const Data& data) {
    std::array<detail::determination, Net::output_size> outputs;
    for_each_micro_batch<StackBudget>(net, data, [&](std::size_t, std::size_t rows, const auto& memory) {
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t i = 0; i < Net::output_size; ++i)
                outputs[i].add(static_cast<double>(memory.outputs()(row, i)),
                               static_cast<double>(memory.targets()(row, i)));
    });
    const double sum = std::accumulate(outputs.begin(), outputs.end(), 0.0,
                                       [](double so_far, const auto& output) { return so_far + output.score(); });
    return sum / static_cast<double>(Net::output_size);
}

}
