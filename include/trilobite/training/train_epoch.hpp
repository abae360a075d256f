#pragma once
#include <trilobite/core/batch_piece.hpp>
#include <trilobite/core/permutation.hpp>
#include <trilobite/training/data_view.hpp>
#include <trilobite/training/train_step.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace trilobite {

/// How far an epoch is, for whoever shows progress.
template <class T>
struct batch_report {
    std::size_t epoch = 0;       ///< counted from 1
    std::size_t batch = 0;       ///< mini-batches done, counted from 1
    std::size_t batches = 0;     ///< mini-batches in an epoch
    std::size_t samples = 0;     ///< samples done in this epoch
    std::size_t all_samples = 0; ///< samples in an epoch
    metrics<T> training;         ///< means over the samples done in this epoch
    totals<T> sums;              ///< what they are means of
};

template <class T>
constexpr batch_report<T> report_of(const totals<T>& so_far, std::size_t epoch, std::size_t batches, std::size_t batch,
                                    std::size_t samples) {
    return {epoch, batches, batch_count(samples, batch), so_far.samples, samples, so_far.mean(), so_far};
}

/// The order of an epoch's samples. epoch: counted from 1.
inline constexpr permutation order_of_epoch(std::uint64_t seed, std::uint64_t epoch, std::size_t samples) {
    return {random_key::from_seed(seed).derive(purpose::order).derive(epoch), samples};
}

/// The number of the epoch that is to begin, or of the one that is to be gone on with, among all of a training state.
template <class Net, class Optimizer>
constexpr std::uint64_t this_epoch(const training_state<Net, Optimizer>& state,
                                   const totals<typename Net::value_type>& begun) {
    return begun.samples == 0 ? state.epochs + 1 : state.epochs;
}

/// One epoch: every sample once, in an order that (state.seed, state.epochs) shuffles, in mini-batches of `batch`, at
/// most memory.batch with train_epoch<whole_batch>; the last may be smaller. The data must fit the network. Returns
/// means over the samples, each as it was before its own step. after_batch(batch_report) is called after every
/// mini-batch and stops the epoch by returning false. begun: of an epoch that is to be gone on with, what has been done
/// of it.
template <class Piece = batch_piece, class Net, class Cost, class Optimizer, std::size_t B, bool InPlace, class Data,
          class AfterBatch>
constexpr metrics<typename Net::value_type>
train_epoch(Net& net, const Cost& cost, const Optimizer& optimizer, training_state<Net, Optimizer>& state,
            working_memory<Net, B, true, InPlace>& memory, std::size_t batch, const Data& data, std::size_t epoch,
            AfterBatch&& after_batch, totals<typename Net::value_type> begun = {}) {
    using T = typename Net::value_type;
    const std::size_t samples = data.template size<Net>();
    state.epochs = this_epoch(state, begun);
    const permutation order = order_of_epoch(state.seed, state.epochs, samples);
    totals<T> all = begun;
    for (std::size_t first = begun.samples; first < samples; first += batch) {
        const std::size_t rows = std::min(batch, samples - first);
        const auto step =
            train_step<Piece>(net, cost, optimizer, state, memory, rows,
                              sample_range<Net, Data, const permutation&>{data, order, first, samples - first});
        all.add(step.cost, step.correct, step.samples);
        if (!after_batch(report_of(all, epoch, first / batch + 1, batch, samples)))
            break;
    }
    return all.mean();
}

}
