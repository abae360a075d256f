#pragma once
#include <trilobite/training/crew.hpp>
#include <trilobite/training/evaluate.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite::detail {

/// `evaluate` by several threads, bit for bit: each takes some of the micro-batches, whose sums are added in their
/// order. Works on their stacks, at most StackBudget bytes each.
template <std::size_t StackBudget, std::size_t Threads, class Net, class Cost, class Data>
metrics<typename Net::value_type> evaluate_together(crew<Threads>& threads, const Net& net, const Cost& cost,
                                                    const Data& data) {
    using T = typename Net::value_type;
    if constexpr (Threads == 1) {
        return evaluate<StackBudget>(net, cost, data);
    } else {
        constexpr std::size_t batch = evaluation_rows<StackBudget, Net, Data>, at_once = 256;
        struct {
            T cost;
            std::size_t correct, rows;
        } sums[at_once];
        totals<T> all;
        const std::size_t batches = data.template fits<Net>() ? batch_count(data.template size<Net>(), batch) : 0;
        for (std::size_t begin = 0; begin < batches; begin += at_once) {
            const std::size_t end = std::min(batches, begin + at_once);
            threads.run([&](std::size_t thread) {
                for_micro_batches<StackBudget>(net, data, begin + thread, end, Threads,
                                               [&](std::size_t first, std::size_t rows, const auto& memory) {
                                                   sums[first / batch - begin] = {
                                                       cost.sum(memory.outputs(), memory.targets(), rows, T{0}),
                                                       count_correct(memory.outputs(), memory.targets(), rows), rows};
                                               });
            });
            std::for_each(sums, sums + (end - begin),
                          [&](const auto& each) { all.add(each.cost, each.correct, each.rows); });
        }
        return means_of(all, net, cost);
    }
}

}
