#pragma once
/// Keeps a training from losing its parameters to infinities and NaNs.
///
/// A training is deterministic, so what it was before any step can be had again: `fit` keeps the parameters with which
/// an epoch begins, and when something is not finite any more, repeats the epoch up to the step before. Steps
/// themselves are spared the work of looking at every value.

#include <trilobite/training/history.hpp>
#include <trilobite/training/placed.hpp>
#include <trilobite/training/train_epoch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace trilobite {

namespace detail {

/// Whether no value is infinite or NaN.
template <class T>
[[gnu::noinline]] bool all_finite(const T* values, std::size_t count) {
    return std::all_of(values, values + count, [](T v) { return v - v == 0; });
}

/// The place in the network's list, counted from 1, of the first layer with a value that is not finite; 0 if there is
/// none. net: a network, or what else has its shape.
template <class Net>
std::size_t first_layer_not_finite(const Net& net) {
    std::size_t place = 0, found = 0;
    for_each_part(
        [&](const auto& layer) {
            ++place;
            for_each_matrix(
                [&]<class M>(const M& m) {
                    found = found == 0 && !all_finite(m.values, M::rows * M::stride) ? place : found;
                },
                layer);
        },
        static_cast<const typename Net::chain_type&>(net));
    return found;
}

/// The same, also of the moments that an optimizer keeps.
template <class Net, class Optimizer>
std::size_t first_layer_not_finite(const Net& net, training_state<Net, Optimizer>& state) {
    std::size_t found = first_layer_not_finite(net);
    for (const Net* moment : state.optimizer.moments())
        found = found != 0 ? found : first_layer_not_finite(*moment);
    return found;
}

/// The same of the outputs for samples from `first` of an order to `end`; 0 where samples are not finite themselves; one
/// more than the number of layers where everything is.
template <std::size_t B, std::size_t StackBudget, class Net, class Optimizer, class Data>
[[gnu::noinline]] std::size_t first_output_not_finite(const Net& net, const training_state<Net, Optimizer>& state,
                                                      const Data& data, const permutation& order, std::size_t first,
                                                      std::size_t end) {
    using T = typename Net::value_type;
    // A pass that is written out is short code for a single sample, with the same outputs.
    constexpr bool one_by_one = is_written_out<typename Net::chain_type, B> && !Net::couples_samples;
    constexpr std::size_t piece = one_by_one ? 1 : B;
    placed<working_memory<Net, piece, true, reads_in_place<Net, Data>>, StackBudget> place_of_memory;
    auto& memory = *place_of_memory;
    matrix<T, 1, Net::input_size> x;
    vector<T, Net::output_size> y;
    const sample_range<Net, Data, const permutation&> samples{data, order, first, end - first};
    std::size_t found = Net::depth + 1;
    for (std::size_t begin = 0; begin < samples.count; begin += piece) {
        const training_pass p{.rows = std::min(piece, samples.count - begin),
                              .first_row = begin,
                              .seed = state.seed,
                              .step = state.steps};
        for (std::size_t row = 0; row < p.rows; ++row) {
            samples(begin + row, x.values, y.values);
            if (!all_finite(x.values, Net::input_size) || !all_finite(y.values, Net::output_size))
                return 0;
        }
        memory.fill(begin, p.rows, samples);
        forward(net, p, memory.inputs(), memory.record);
        unroll<Net::depth>([&](auto i) {
            const auto output = std::as_const(memory.record).template output<i>();
            for (std::size_t row = 0; found > i + 1 && row < p.rows; ++row)
                if (!all_finite(output.row(row), output.columns))
                    found = i + 1;
        });
    }
    return found;
}

/// What a network and its training were when an epoch began, or was gone on with.
template <class Net, class Optimizer>
struct begun_epoch {
    Net net;
    training_state<Net, Optimizer> state;
    std::size_t batches = 0; ///< that had been done of the epoch
};

/// What is told after every mini-batch of an epoch: callbacks, or, when an epoch is repeated, a search.
template <class Net, class Optimizer, class Tell>
struct batch_watch {
    using T = typename Net::value_type;

    const Net& net;
    training_state<Net, Optimizer>& state;
    Tell tell;            ///< tell(report): whether the training goes on
    bool repeats = false; ///< nobody is told
    bool looks_at_parameters = false;
    std::size_t last = 0;  ///< where a repetition ends
    std::size_t batch = 0; ///< the last one that was trained on
    bool finite = true;

    bool operator()(const batch_report<T>& report) {
        batch = report.batch;
        if (repeats) {
            finite = !looks_at_parameters || first_layer_not_finite(net, state) == 0;
            return finite && batch < last;
        }
        finite = all_finite(&report.training.cost, 1);
        return finite && tell(report);
    }
};

/// What can be said where nothing was kept.
template <class Net, class Optimizer>
training_fault noticed_fault(const Net& net, training_state<Net, Optimizer>& state, std::size_t batch) {
    const std::size_t layer = first_layer_not_finite(net, state);
    if (layer == 0)
        return {.batch = batch, .layer = Net::depth + 1};
    return {.what = training_fault::kind::parameter, .batch = batch, .layer = layer};
}

/// Brings back the last good parameters after an epoch in which something was not finite, and says where it was.
/// epoch: its number among all of the state; train() trains it; search is first_output_not_finite.
template <class Net, class Optimizer, class Data, class Watch, class Train, class Search>
training_fault recover(Net& net, training_state<Net, Optimizer>& state, const begun_epoch<Net, Optimizer>& before,
                       std::size_t batch, const Data& data, std::uint64_t epoch, Watch& watch, Train train,
                       Search search) {
    const auto repeat = [&](std::size_t last, bool looks) {
        net = before.net;
        state = before.state;
        watch.repeats = true;
        watch.looks_at_parameters = looks;
        watch.last = last;
        watch.finite = true;
        watch.batch = before.batches;
        if (last > before.batches)
            train();
        return watch.finite;
    };
    training_fault fault;
    // The cost is of parameters before the step; where it was finite to the end, the last step is under suspicion too.
    const std::size_t cost_fails_at = watch.finite ? watch.batch + 1 : watch.batch;
    if (!repeat(cost_fails_at - 1, true)) {
        fault.what = training_fault::kind::parameter;
        fault.batch = watch.batch;
        fault.layer = first_layer_not_finite(net, state);
        repeat(fault.batch - 1, false);
        return fault;
    }
    fault.batch = cost_fails_at;
    const std::size_t samples = data.template size<Net>(), first = (fault.batch - 1) * batch;
    fault.layer =
        search(net, state, data, order_of_epoch(state.seed, epoch, samples), first, std::min(first + batch, samples));
    return fault;
}

}

}
