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

/// One micro-batch of an evaluation, before that from `next` on. It is a call, which all that is done with a network's
/// outputs shares.
template <class Net, class Memory, class Samples>
[[gnu::noinline]] constexpr void infer(const Net& net, Memory& memory, const Samples& samples, std::size_t first,
                                       std::size_t rows, std::size_t next) {
    memory.fill(first, rows, samples, next);
    forward(net, inference_pass{.rows = rows, .first_row = first}, memory.inputs(), memory.record);
}

/// The samples of a micro-batch of an evaluation.
template <std::size_t StackBudget, class Net, class Data>
inline constexpr std::size_t
    evaluation_rows = micro_batch<Net, 64, evaluation_budget<StackBudget>, false, reads_in_place<Net, Data>>();

/// f(first, rows, memory) for every step-th micro-batch from number `begin` on, before `end`.
template <std::size_t StackBudget, class Net, class Data, class F>
constexpr void for_micro_batches(const Net& net, const Data& data, std::size_t begin, std::size_t end, std::size_t step,
                                 F&& f) {
    constexpr std::size_t batch = evaluation_rows<StackBudget, Net, Data>;
    working_memory<Net, batch, false, reads_in_place<Net, Data>> memory;
    const std::size_t samples = data.template size<Net>();
    const sample_range<Net, Data, in_order> all{data, {}, 0, samples};
    for (std::size_t i = begin; i < end; i += step) {
        const std::size_t first = i * batch, rows = std::min(batch, samples - first);
        infer(net, memory, all, first, rows, first + step * batch);
        f(first, rows, std::as_const(memory));
    }
}

/// The means of an evaluation, with what penalties add.
template <class Net, class Cost, class T>
constexpr metrics<T> means_of(const totals<T>& all, const Net& net, const Cost& cost) {
    metrics<T> mean = all.mean();
    if constexpr (has_penalties<Net, Cost>)
        mean.cost += all.samples == 0 ? T{0} : penalty_of(net, cost);
    return mean;
}

}

/// Runs samples through a network in inference mode, some at a time: f(first, rows, memory) for the rows of memory that
/// hold the samples from `first` on. Works on the stack, at most StackBudget bytes at a time. Nothing happens where the
/// data do not fit the network (data_view::fits).
template <std::size_t StackBudget = default_stack_budget, class Net, class Data, class F>
constexpr void for_each_micro_batch(const Net& net, const Data& data, F&& f) {
    constexpr std::size_t batch = detail::evaluation_rows<StackBudget, Net, Data>;
    if (data.template fits<Net>())
        detail::for_micro_batches<StackBudget>(net, data, 0, batch_count(data.template size<Net>(), batch), 1, f);
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
    return detail::means_of(all, net, cost);
}

}
