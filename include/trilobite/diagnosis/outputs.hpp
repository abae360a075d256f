#pragma once
/// What every layer of a network makes of samples.

#include <trilobite/training/data_view.hpp>
#include <trilobite/training/micro_batch.hpp>
#include <trilobite/training/train_step.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace trilobite {

/// Runs samples through a network as in training, some at a time, and calls f(memory, pass) for each piece:
/// memory.record holds the outputs of all layers, of which the first pass.rows rows count. A network that couples its
/// samples is given mini-batches of Batch. Nothing happens where the data do not fit the network. Allocates its working
/// memory.
template <std::size_t Batch = 64, class Net, class Data, class F>
void for_each_training_pass(const Net& net, const Data& data, F&& f) {
    constexpr bool in_place = reads_in_place<Net, Data>;
    if (!data.template fits<Net>())
        return;
    const auto memory = std::make_unique<working_memory<Net, Batch, true, in_place>>();
    const std::size_t samples = data.template size<Net>();
    const sample_range<Net, Data, in_order> all{data, {}, 0, samples};
    for (std::size_t first = 0; first < samples; first += Batch) {
        const training_pass p{.rows = std::min(Batch, samples - first), .first_row = first};
        memory->fill(first, p.rows, all);
        forward(net, p, memory->inputs(), memory->record);
        f(*memory, p);
    }
}

/// f(place, output, rows) for every layer in turn, place an index_constant counted from 0, output a matrix_view of
/// which the first `rows` rows count; again and again until all samples have been through. An activation that is joined
/// to the layer before it (Net::joined) has taken the place of that layer's output.
template <std::size_t Batch = 64, class Net, class Data, class F>
void for_each_output(const Net& net, const Data& data, F&& f) {
    for_each_training_pass<Batch>(net, data, [&](const auto& memory, const training_pass& p) {
        unroll<Net::depth>([&](auto i) { f(i, memory.record.template output<i>(), p.rows); });
    });
}

}
