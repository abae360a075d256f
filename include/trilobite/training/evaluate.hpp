#pragma once
#include <trilobite/training/data_view.hpp>
#include <trilobite/training/metrics.hpp>
#include <trilobite/training/micro_batch.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite {

/// Cost and accuracy of a network over samples, in inference mode. Works on the stack, at most StackBudget bytes at a
/// time. Data that do not fit the network (data_view::fits) give zeros.
template <std::size_t StackBudget = default_stack_budget, class Net, class Cost, class Data>
metrics<typename Net::value_type> evaluate(const Net& net, const Cost& cost, const Data& data) {
    using T = typename Net::value_type;
    constexpr std::size_t batch = micro_batch<Net, 64, StackBudget, false>();
    if (!data.template fits<Net>())
        return {};
    working_memory<Net, batch, false> memory;
    totals<T> all;
    const std::size_t samples = data.template size<Net>();
    for (std::size_t first = 0; first < samples; first += batch) {
        const std::size_t rows = std::min(batch, samples - first);
        memory.fill(first, rows, [&](std::size_t i, T* x, T* y) { data.template copy<Net>(i, x, y); });
        forward(net, inference_pass{.rows = rows, .first_row = first}, memory.inputs(), memory.record);
        all.add(cost.sum(memory.outputs(), memory.targets(), rows, T{0}),
                count_correct(memory.outputs(), memory.targets(), rows), rows);
    }
    return all.mean();
}

}
