#pragma once
#include <trilobite/training/data_view.hpp>
#include <trilobite/training/metrics.hpp>
#include <trilobite/training/micro_batch.hpp>
#include <trilobite/training/penalties.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace trilobite {

namespace detail {

/// One micro-batch of an evaluation. It is a call, which all that is done with a network's outputs shares.
template <class Net, class Memory, class Samples>
[[gnu::noinline]] constexpr void infer(const Net& net, Memory& memory, const Samples& samples, std::size_t first,
                                       std::size_t rows) {
    memory.fill(first, rows, samples);
    forward(net, inference_pass{.rows = rows, .first_row = first}, memory.inputs(), memory.record);
}

}

/// Runs samples through a network in inference mode, some at a time: f(first, rows, memory) for the rows of memory that
/// hold the samples from `first` on. Works on the stack, at most StackBudget bytes at a time. Nothing happens where the
/// data do not fit the network (data_view::fits).
template <std::size_t StackBudget = default_stack_budget, class Net, class Data, class F>
constexpr void for_each_micro_batch(const Net& net, const Data& data, F&& f) {
    constexpr bool in_place = reads_in_place<Net, Data>;
    constexpr std::size_t batch = micro_batch<Net, 64, evaluation_budget<StackBudget>, false, in_place>();
    if (!data.template fits<Net>())
        return;
    working_memory<Net, batch, false, in_place> memory;
    const std::size_t samples = data.template size<Net>();
    const sample_range<Net, Data, in_order> all{data, {}, 0, samples};
    for (std::size_t first = 0; first < samples; first += batch) {
        const std::size_t rows = std::min(batch, samples - first);
        detail::infer(net, memory, all, first, rows);
        f(first, rows, std::as_const(memory));
    }
}

/// Cost, penalties included, and accuracy of a network over samples, in inference mode; zeros where the data do not fit
/// the network.
template <std::size_t StackBudget = default_stack_budget, class Net, class Cost, class Data>
constexpr metrics<typename Net::value_type> evaluate(const Net& net, const Cost& cost, const Data& data) {
    using T = typename Net::value_type;
    totals<T> all;
    for_each_micro_batch<StackBudget>(net, data, [&](std::size_t, std::size_t rows, const auto& memory) {
        all.add(cost.sum(memory.outputs(), memory.targets(), rows, T{0}),
                count_correct(memory.outputs(), memory.targets(), rows), rows);
    });
    metrics<T> mean = all.mean();
    if constexpr (has_penalties<Net, Cost>)
        mean.cost += all.samples == 0 ? T{0} : penalty_of(net, cost);
    return mean;
}

}
