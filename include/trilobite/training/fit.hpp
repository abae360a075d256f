#pragma once
#include <trilobite/core/batch_piece.hpp>
#include <trilobite/training/callbacks.hpp>
#include <trilobite/training/crew.hpp>
#include <trilobite/training/evaluate_together.hpp>
#include <trilobite/training/fit_guard.hpp>
#include <trilobite/training/optimizers/learning_rate.hpp>
#include <trilobite/training/team.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

namespace trilobite {

/// How long, and with which random numbers.
struct fit_options {
    std::size_t epochs = 1; ///< rounds through the data, those of a resumed training counted; 0: nothing is trained
    std::uint64_t seed = 0; ///< of the order of the samples and of what layers draw
    /// Whether the parameters are the last good ones when the cost or a parameter stops being finite. That takes a copy
    /// of the network and its training state, which `fit` allocates once. Without it the fault is where it was noticed,
    /// one mini-batch later than where it began if a parameter was the first. (An epoch is repeated for it, of which
    /// callbacks are not told: one that changes the network by itself would have to be.)
    bool keep_last_good = true;
};

/// Stands where there are no validation data.
struct no_validation {};

namespace detail {

template <std::size_t Bytes, std::size_t StackBudget>
struct training_state_fits {
    static_assert(Bytes <= StackBudget,
                  "trilobite: the gradient and what the optimizer remembers are too large for fit to put on the stack; "
                  "see training_state_fits<Bytes, StackBudget> for the numbers; make a training_state where there is "
                  "room, with std::make_unique say, and pass it to fit after the network");
};

}

/// The size of gradient and optimizer state up to which `fit` puts them on the stack itself, in bytes.
inline constexpr std::size_t default_state_budget = 2 * 1024 * 1024;

namespace detail {

/// One epoch with pieces of B samples, by so many threads. In a function of its own: its working memory must be gone
/// before `evaluate` needs some.
template <std::size_t Threads, std::size_t B, class Piece, std::size_t StackBudget, class Net, class Cost,
          class Optimizer, class Data, class AfterBatch>
[[gnu::noinline]] metrics<typename Net::value_type>
train_one_epoch([[maybe_unused]] crew<Threads>& threads, Net& net, const Cost& cost, const Optimizer& optimizer,
                training_state<Net, Optimizer>& state, std::size_t batch, const Data& data, std::size_t epoch,
                AfterBatch& after_batch, const totals<typename Net::value_type>& begun) {
    if constexpr (Threads == 1) {
        placed<working_memory<Net, B, true, reads_in_place<Net, Data>>, StackBudget> memory;
        return train_epoch<Piece>(net, cost, optimizer, state, *memory, batch, data, epoch, after_batch, begun);
    } else {
        team<Threads, B, StackBudget, Net, Cost, Optimizer, Data> all(net, cost, optimizer, state, batch, data, begun);
        const std::size_t samples = data.template size<Net>();
        return all
            .run(threads,
                 [&](const auto& so_far, std::size_t batches) {
                     return after_batch(report_of(so_far, epoch, batches, batch, samples));
                 })
            .mean();
    }
}

/// What `fit` watches a training with.
template <class Point>
using epoch_watch = batch_watch<typename Point::net_type, typename Point::optimizer_type, after_batch<Point>>;

/// What is done in pieces of so many samples, by so many threads. `fit` calls it by pointers, and is one function for
/// mini-batches of all sizes, of which a compiler has the less to write.
template <std::size_t Threads, class Net, class Cost, class Optimizer, class Data, class Watch>
struct work_in_pieces {
    using T = typename Net::value_type;

    metrics<T> (*train)(crew<Threads>&, Net&, const Cost&, const Optimizer&, training_state<Net, Optimizer>&,
                        std::size_t batch, const Data&, std::size_t epoch, Watch&, const totals<T>& begun);
    std::size_t (*first_not_finite)(const Net&, const training_state<Net, Optimizer>&, const Data&, const permutation&,
                                    std::size_t first, std::size_t end);

    template <std::size_t B, class Piece, std::size_t StackBudget>
    static constexpr work_in_pieces of() {
        return {train_one_epoch<Threads, B, Piece, StackBudget, Net, Cost, Optimizer, Data, Watch>,
                first_output_not_finite<B, StackBudget, Net, Optimizer, Data>};
    }
};

/// `fit`, but for the work in pieces.
template <std::size_t Threads, std::size_t StackBudget, class Net, class Cost, class Optimizer, class Data,
          class Validation, class Work, class... Callbacks>
history<typename Net::value_type> fit_epochs(Net& net, training_state<Net, Optimizer>& state, const Cost& cost,
                                             Optimizer optimizer, std::size_t batch, const Data& data,
                                             const Validation& validation, const fit_options& options, Work work,
                                             Callbacks&... callbacks) {
    using T = typename Net::value_type;
    constexpr bool validates = !std::same_as<Validation, no_validation>;
    history<T> all;
    const auto told = [&] {
        (notify(callbacks, std::as_const(all)), ...);
        return all;
    };
    bool data_fit = data.template fits<Net>();
    if constexpr (validates)
        data_fit = data_fit && validation.template fits<Net>();
    if (!data_fit || data.template size<Net>() == 0) {
        all.status = data_fit ? fit_status::no_data : fit_status::data_do_not_fit;
        return told();
    }

    state.seed = options.seed;
    totals<T> begun;
    bool goes_on = true;
    training_point<Net, Optimizer, Callbacks...> here{
        net, state, optimizer, all, begun, goes_on, {callbacks...}, batch, data.template size<Net>()};
    if (!(resume(callbacks, here) && ...)) {
        all.status = fit_status::not_resumed;
        return told();
    }
    epoch_watch<decltype(here)> watch{.net = net, .state = state, .tell = {here}};
    using kept = begun_epoch<Net, Optimizer>;
    const std::unique_ptr<kept> before(options.keep_last_good ? new kept{net, state} : nullptr);
    crew<Threads> threads;
    while (goes_on && all.epochs.size() < options.epochs) {
        const std::size_t epoch = all.epochs.size() + 1;
        epoch_record<T> record{
            .epoch = epoch, .training = {}, .validation = {}, .validated = validates, .learning_rate = 0};
        const std::uint64_t number = this_epoch(state, begun);
        const auto& todays = data_of_epoch(data, number);
        const auto train = [&, from = begun] {
            return work.train(threads, net, cost, optimizer, state, batch, todays, epoch, watch, from);
        };
        if (before) {
            before->net = net;
            before->state = state;
            before->batches = batch_count(begun.samples, batch);
        }
        record.training = train();
        if (!watch.finite || first_layer_not_finite(net, state) != 0) {
            all.status = fit_status::not_finite;
            all.fault = before
                            ? recover(net, state, *before, batch, todays, number, watch, train, work.first_not_finite)
                            : noticed_fault(net, state, watch.batch);
            all.fault.epoch = epoch;
            state.epochs = number;
            break;
        }
        record.learning_rate = learning_rate_of<T>(optimizer, state.optimizer);
        if constexpr (validates)
            record.validation = evaluate_together<StackBudget>(threads, net, cost, validation);
        all.epochs.push_back(record);
        tell(here, epoch_report<Net, Optimizer>{all.epochs.back(), all, optimizer, net});
        begun = {};
        keep(here);
    }
    if (!goes_on && all.status == fit_status::completed)
        all.status = fit_status::stopped;
    return told();
}

}

/// Trains a network, which must have been initialised, for options.epochs epochs over mini-batches of Batch samples,
/// and measures it after each epoch on the validation data. Batch need not divide the samples: the last mini-batch is
/// smaller, and a mean over what it has. By Threads threads, this one among them; their number does not change the
/// bits. All working memory, at most StackBudget bytes for each thread beside `state`, is on their stacks, unless the
/// budget is `on_heap`; only the history is allocated, and the copy that options.keep_last_good asks for. state.seed
/// becomes options.seed. A callback may have kept an earlier training (checkpoint/checkpoint_file.hpp): then this one
/// goes on where that was.
template <std::size_t Batch, std::size_t Threads = 1, std::size_t StackBudget = default_stack_budget, class Net,
          class Cost, class Optimizer, class Data, class Validation, class... Callbacks>
history<typename Net::value_type> fit(Net& net, training_state<Net, Optimizer>& state, const Cost& cost,
                                      Optimizer optimizer, const Data& data, const Validation& validation,
                                      const fit_options& options, Callbacks&&... callbacks) {
    static_assert(
        requires {
            data.template fits<Net>();
            data.template size<Net>();
        },
        "trilobite: fit takes data such as data_view{inputs, targets} (training/data_view.hpp)");
    static_assert(
        (detail::Callback<std::remove_reference_t<Callbacks>, Net, Optimizer> && ...),
        "trilobite: a callback of fit is on_epoch(f), on_batch(f), or an object, not const, with a function "
        "after_epoch, after_batch or after_training; f takes a const epoch_report<Net, Optimizer>& or a const "
        "batch_report<T>& (training/callbacks.hpp)");
    static_assert(
        Batch > 1 || !Net::couples_samples,
        "trilobite: a layer of this network works on the differences between the samples of a mini-batch, which a "
        "mini-batch of 1 has not: take a larger one");
    static_assert(Threads > 0, "trilobite: fit takes at least 1 thread");
    static_assert(Threads == 1 || TRILOBITE_HAS_THREADS,
                  "trilobite: the standard library of this target has no threads");
    static_assert(Threads == 1 || !Net::couples_samples,
                  "trilobite: a layer of this network couples the samples of a mini-batch, which therefore cannot be "
                  "shared out: such a network is trained by one thread");
    static_assert(Threads == 1 || !NeedsWholeGradient<Optimizer>,
                  "trilobite: this optimizer waits for the gradient of the whole network (clip_by_norm), which several "
                  "threads never have in one place: such a training is done by one thread");
    constexpr bool in_place = reads_in_place<Net, Data>;
    constexpr std::size_t pieces = [] {
        if constexpr (Threads == 1)
            return micro_batch<Net, Batch, StackBudget, true, in_place>();
        else
            return detail::piece_rows<Net, Cost, (Batch + Threads - 1) / Threads, StackBudget, in_place>();
    }();
    using kind = std::conditional_t<Threads == 1, piece_kind<Net, Batch, StackBudget, in_place>, batch_piece>;
    using todays_data = std::remove_cvref_t<decltype(data_of_epoch(data, 0))>;
    using point = training_point<Net, Optimizer, std::remove_reference_t<Callbacks>...>;
    using work = detail::work_in_pieces<Threads, Net, Cost, Optimizer, todays_data, detail::epoch_watch<point>>;
    return detail::fit_epochs<Threads, StackBudget>(net, state, cost, std::move(optimizer), Batch, data, validation,
                                                    options, work::template of<pieces, kind, StackBudget>(),
                                                    callbacks...);
}

/// The same with the gradient and what the optimizer remembers on the stack too.
template <std::size_t Batch, std::size_t Threads = 1, std::size_t StackBudget = default_stack_budget, class Net,
          class Cost, class Optimizer, class Data, class Validation, class... Callbacks>
history<typename Net::value_type> fit(Net& net, const Cost& cost, Optimizer optimizer, const Data& data,
                                      const Validation& validation, const fit_options& options,
                                      Callbacks&&... callbacks) {
    using state_type = training_state<Net, Optimizer>;
    static_assert(sizeof(detail::training_state_fits<sizeof(state_type), default_state_budget>) != 0);
    state_type state{};
    return fit<Batch, Threads, StackBudget>(net, state, cost, std::move(optimizer), data, validation, options,
                                            std::forward<Callbacks>(callbacks)...);
}

}
