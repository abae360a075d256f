#pragma once
#include <trilobite/training/evaluate.hpp>
#include <trilobite/training/history.hpp>
#include <trilobite/training/team.hpp>
#include <trilobite/training/train_epoch.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace trilobite {

/// How long, and with which random numbers.
struct fit_options {
    std::size_t epochs = 1; ///< rounds through the data; 0 checks the data and trains nothing
    std::uint64_t seed = 0; ///< of the order of the samples and of what layers draw
};

/// Stands where there are no validation data.
struct no_validation {};

/// What a callback gets after every epoch. It may change the optimizer, its learning rate say, and look at the network.
template <class Net, class Optimizer>
struct epoch_report {
    const epoch_record<typename Net::value_type>& record;
    const history<typename Net::value_type>& so_far;
    Optimizer& optimizer;
    const Net& net;
};

/// A callback of `fit` for the end of an epoch: f(epoch_report). A callback that returns false stops the training.
template <class F>
struct on_epoch {
    F f;
    explicit on_epoch(F function) : f(std::move(function)) {}
};

/// A callback of `fit` for the end of a mini-batch: f(batch_report).
template <class F>
struct on_batch {
    F f;
    explicit on_batch(F function) : f(std::move(function)) {}
};

namespace detail {

/// Whether the training goes on.
template <class F, class Report>
bool call(F& f, const Report& report) {
    using result = std::invoke_result_t<F&, const Report&>;
    static_assert(std::same_as<result, bool> || std::same_as<result, void>,
                  "trilobite: a callback returns nothing, or a bool: whether the training goes on");
    if constexpr (std::same_as<result, bool>)
        return f(report);
    else
        return f(report), true;
}
template <class F, class T>
bool notify(on_batch<F>& callback, const batch_report<T>& report) {
    return call(callback.f, report);
}
template <class F, class Net, class Optimizer>
bool notify(on_epoch<F>& callback, const epoch_report<Net, Optimizer>& report) {
    return call(callback.f, report);
}
template <class Callback, class Report>
bool notify(const Callback&, const Report&) {
    return true;
}

template <class Callback>
inline constexpr bool is_callback = false;
template <class F>
inline constexpr bool is_callback<on_epoch<F>> = true;
template <class F>
inline constexpr bool is_callback<on_batch<F>> = true;

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
template <std::size_t Threads, std::size_t B, class Net, class Cost, class Optimizer, class Data, class AfterBatch>
[[gnu::noinline]] metrics<typename Net::value_type>
train_one_epoch(Net& net, const Cost& cost, const Optimizer& optimizer, training_state<Net, Optimizer>& state,
                std::size_t batch, const Data& data, std::size_t epoch, AfterBatch& after_batch) {
    if constexpr (Threads == 1) {
        working_memory<Net, B, true, reads_in_place<Net, Data>> memory;
        return train_epoch(net, cost, optimizer, state, memory, batch, data, epoch, after_batch);
    } else {
        team<Threads, B, Net, Cost, Optimizer, Data> all(net, cost, optimizer, state, batch, data);
        const std::size_t samples = data.template size<Net>();
        return all
            .run([&](const auto& so_far, std::size_t batches) {
                return after_batch(report_of(so_far, epoch, batches, batch, samples));
            })
            .mean();
    }
}

/// fit with pieces of B. The size of the mini-batch is no template argument here: mini-batches of different sizes that
/// are worked through in equal pieces are one function.
template <std::size_t Threads, std::size_t B, std::size_t StackBudget, class Net, class Cost, class Optimizer,
          class Data, class Validation, class... Callbacks>
history<typename Net::value_type>
fit_in_pieces(Net& net, training_state<Net, Optimizer>& state, const Cost& cost, Optimizer optimizer, std::size_t batch,
              const Data& data, const Validation& validation, const fit_options& options, Callbacks... callbacks) {
    using T = typename Net::value_type;
    constexpr bool validates = !std::same_as<Validation, no_validation>;
    history<T> all;
    bool data_fit = data.template fits<Net>();
    if constexpr (validates)
        data_fit = data_fit && validation.template fits<Net>();
    if (!data_fit) {
        all.status = fit_status::data_do_not_fit;
        return all;
    }
    if (data.template size<Net>() == 0) {
        all.status = fit_status::no_data;
        return all;
    }

    state.seed = options.seed;
    bool goes_on = true;
    const auto tell_callbacks = [&]([[maybe_unused]] const auto& report) {
        ((goes_on = notify(callbacks, report) && goes_on), ...);
        return goes_on;
    };
    for (std::size_t epoch = 1; goes_on && epoch <= options.epochs; ++epoch) {
        epoch_record<T> record{.epoch = epoch, .training = {}, .validation = {}};
        record.training = train_one_epoch<Threads, B>(net, cost, optimizer, state, batch, data, epoch, tell_callbacks);
        if constexpr (validates)
            record.validation = evaluate<StackBudget>(net, cost, validation);
        all.epochs.push_back(record);
        tell_callbacks(epoch_report<Net, Optimizer>{all.epochs.back(), all, optimizer, net});
    }
    if (!goes_on)
        all.status = fit_status::stopped;
    return all;
}

}

/// Trains a network, which must have been initialised, for options.epochs epochs over mini-batches of Batch samples, and
/// measures it after each epoch on the validation data. Batch need not divide the samples: the last mini-batch is smaller,
/// and a mean over what it has.
/// By Threads threads, this one among them; their number does not change the bits. All working memory, at most StackBudget
/// bytes for each thread beside `state`, is on their stacks; only the history is allocated. state.seed becomes
/// options.seed.
template <std::size_t Batch, std::size_t Threads = 1, std::size_t StackBudget = default_stack_budget, class Net,
          class Cost, class Optimizer, class Data, class Validation, class... Callbacks>
history<typename Net::value_type> fit(Net& net, training_state<Net, Optimizer>& state, const Cost& cost,
                                      Optimizer optimizer, const Data& data, const Validation& validation,
                                      const fit_options& options, Callbacks... callbacks) {
    static_assert((detail::is_callback<Callbacks> && ...),
                  "trilobite: a callback of fit is on_epoch(f) or on_batch(f)");
    static_assert(Threads > 0, "trilobite: fit takes at least 1 thread");
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
    return detail::fit_in_pieces<Threads, pieces, StackBudget>(net, state, cost, std::move(optimizer), Batch, data,
                                                               validation, options, std::move(callbacks)...);
}

/// The same with the gradient and what the optimizer remembers on the stack too.
template <std::size_t Batch, std::size_t Threads = 1, std::size_t StackBudget = default_stack_budget, class Net,
          class Cost, class Optimizer, class Data, class Validation, class... Callbacks>
history<typename Net::value_type> fit(Net& net, const Cost& cost, Optimizer optimizer, const Data& data,
                                      const Validation& validation, const fit_options& options,
                                      Callbacks... callbacks) {
    using state_type = training_state<Net, Optimizer>;
    static_assert(sizeof(detail::training_state_fits<sizeof(state_type), default_state_budget>) != 0);
    state_type state{};
    return fit<Batch, Threads, StackBudget>(net, state, cost, std::move(optimizer), data, validation, options,
                                            std::move(callbacks)...);
}

}
