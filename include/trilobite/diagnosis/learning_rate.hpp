#pragma once
/// Which learning rate: by the book's rules of thumb from a training that was, or by trying many in a single epoch.

#include <trilobite/training/history.hpp>
#include <trilobite/training/train_epoch.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

namespace trilobite {

/// What a history says of the learning rate, and by what the rate is to be multiplied.
struct learning_rate_advice {
    enum class verdict { good, slow, erratic, not_learning, too_short };
    verdict what;
    double factor;
    std::string_view sentence;
};

/// The rules of thumb of Deep Learning Illustrated, chapter 8, on the training costs of at least 4 epochs, in their
/// order:
///   not learning   the cost is not finite, or has not fallen by a hundredth            a tenth of the rate
///   erratic        what it rose in between is over half of what it fell in all        half of it ("back off")
///   slow           it falls steadily, the second half of the epochs by more than half
///                  of what the first half did: the bottom is far                    ten times the rate
inline learning_rate_advice advise(const std::vector<double>& costs) {
    using verdict = learning_rate_advice::verdict;
    const bool finite = std::all_of(costs.begin(), costs.end(), [](double c) { return std::isfinite(c); });
    if (!finite)
        return {verdict::not_learning, 0.1, "the cost is not finite: try a tenth of the learning rate"};
    if (costs.size() < 4)
        return {verdict::too_short, 1, "too few epochs to tell: four at least"};
    const double fall = costs.front() - costs.back();
    double rises = 0;
    for (std::size_t i = 1; i < costs.size(); ++i)
        rises += std::max(0.0, costs[i] - costs[i - 1]);
    const double deepest = costs.front() - *std::min_element(costs.begin(), costs.end());
    if (deepest < 0.01 * std::abs(costs.front()))
        return {verdict::not_learning, 0.1, "the cost does not fall: try a tenth of the learning rate"};
    if (rises > 0.5 * deepest)
        return {verdict::erratic, 0.5, "the cost goes up and down: back off, say to half of the learning rate"};
    const double halfway = (costs[(costs.size() - 1) / 2] + costs[costs.size() / 2]) / 2;
    if (halfway - costs.back() > 0.5 * (costs.front() - halfway) && fall > 0)
        return {verdict::slow, 10, "the cost falls steadily, but the bottom is far: try ten times the learning rate"};
    return {verdict::good, 1, "the cost falls well: keep the learning rate"};
}
template <class T>
learning_rate_advice advise(const history<T>& past) {
    std::vector<double> costs;
    for (const auto& record : past.epochs)
        costs.push_back(static_cast<double>(record.training.cost));
    if (past.status == fit_status::not_finite)
        costs.push_back(std::numeric_limits<double>::quiet_NaN());
    return advise(costs);
}

/// What find_learning_rate tries.
struct learning_rate_range {
    float lowest = 1e-6f, highest = 10;
    std::size_t steps = 100; ///< mini-batches
    std::uint64_t seed = 0;  ///< of the order of the samples
};

/// What it found: the smoothed cost at each rate, up to where the cost explodes, and the rate at which it fell fastest
/// (0 where it never fell).
struct learning_rate_search {
    struct trial {
        double rate, cost;
    };
    std::vector<trial> trials;
    double suggested = 0;
};

/// The learning rate range test: trains a copy of the network over mini-batches of Batch while the rate grows from step
/// to step by a constant factor, until the smoothed cost is four times its lowest. (Smith 2017) Allocates. Data in
/// fewer mini-batches than steps are gone through again. No trials where the data do not fit the network or there are
/// none.
template <std::size_t Batch, std::size_t StackBudget = default_stack_budget, class Net, class Cost, class Optimizer,
          class Data>
learning_rate_search find_learning_rate(const Net& net, const Cost& cost, Optimizer optimizer, const Data& data,
                                        const learning_rate_range& range = {}) {
    constexpr bool in_place = reads_in_place<Net, Data>;
    constexpr double keeps = 0.9;
    learning_rate_search found;
    const std::size_t samples = data.template fits<Net>() ? data.template size<Net>() : 0;
    if (samples == 0)
        return found;
    const auto copy = std::make_unique<Net>(net);
    const auto state = std::make_unique<training_state<Net, Optimizer>>();
    constexpr std::size_t size = micro_batch<Net, Batch, StackBudget, true, in_place>();
    using kind = piece_kind<Net, Batch, StackBudget, in_place>;
    const auto memory = std::make_unique<working_memory<Net, size, true, in_place>>();
    const double growth = std::log(static_cast<double>(range.highest) / static_cast<double>(range.lowest)) /
                          static_cast<double>(std::max<std::size_t>(range.steps, 2) - 1);
    const std::size_t batches = batch_count(samples, Batch);
    double smoothed = 0, weight = 0, lowest = std::numeric_limits<double>::infinity();
    for (std::size_t step = 0; step < range.steps; ++step) {
        const std::size_t first = step % batches * Batch;
        const permutation order = order_of_epoch(range.seed, step / batches + 1, samples);
        const double rate = static_cast<double>(range.lowest) * std::exp(growth * static_cast<double>(step));
        optimizer.learning_rate = static_cast<float>(rate);
        const auto sums =
            train_step<kind>(*copy, cost, optimizer, *state, *memory, std::min(Batch, samples - first),
                             sample_range<Net, Data, const permutation&>{data, order, first, samples - first});
        smoothed = keeps * smoothed + (1 - keeps) * static_cast<double>(sums.mean().cost);
        weight = keeps * weight + (1 - keeps);
        const double here = smoothed / weight;
        if (!std::isfinite(here) || here > 4 * lowest)
            break;
        found.trials.push_back({rate, here});
        lowest = std::min(lowest, here);
    }
    // Over a tenth of the steps: from one to the next the cost also changes with the samples.
    const std::size_t window = std::max<std::size_t>(range.steps / 10, 1);
    double steepest = 0;
    for (std::size_t i = window; i < found.trials.size(); ++i) {
        const double fall = found.trials[i - window].cost - found.trials[i].cost;
        if (fall > steepest) {
            steepest = fall;
            found.suggested = found.trials[i - window / 2].rate;
        }
    }
    return found;
}

}
