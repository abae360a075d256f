#pragma once
/// Who is told how a training goes.
///
/// A callback of `fit` is an object with at least one of
///
///     after_batch(const batch_report<T>&)
///     after_epoch(const epoch_report<Net, Optimizer>&)
///     after_training(const history<T>&)
///
/// The first two return nothing, or a bool: whether the training goes on.
/// `fit` uses a named object itself, not a copy, so that it can be asked afterwards. on_batch(f) and on_epoch(f) make
/// callbacks of functions.
///
/// One that keeps a training (checkpoint/checkpoint_file.hpp), so that another begins where it was, has both of
///
///     bool resume(training_point<Net, Optimizer, Callbacks...>&)    before anything else; false: nothing is trained
///     void keep(training_point<Net, Optimizer, Callbacks...>&)      when all callbacks have been told of a mini-batch or
///                                                                   an epoch
///
/// What others remember, and is to be kept with the training, they give by a function kept(): references to numbers and
/// networks, in a std::tuple.

#include <trilobite/core/unroll.hpp>
#include <trilobite/training/history.hpp>
#include <trilobite/training/train_epoch.hpp>

#include <concepts>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace trilobite {

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

    template <class Net, class Optimizer>
    auto after_epoch(const epoch_report<Net, Optimizer>& report) {
        return f(report);
    }
};

/// A callback of `fit` for the end of a mini-batch: f(batch_report).
template <class F>
struct on_batch {
    F f;
    explicit on_batch(F function) : f(std::move(function)) {}

    template <class T>
    auto after_batch(const batch_report<T>& report) {
        return f(report);
    }
};

/// Where a training is between two mini-batches: what it goes on from, all of which may be changed by who resumes it.
template <class Net, class Optimizer, class... Callbacks>
struct training_point {
    using net_type = Net;
    using optimizer_type = Optimizer;
    using value_type = typename Net::value_type;

    Net& net;
    training_state<Net, Optimizer>& state;
    Optimizer& optimizer;
    history<value_type>& past; ///< epochs that are over
    totals<value_type>& begun; ///< of the epoch that is not; no samples between epochs
    bool& goes_on;             ///< no callback has ended it
    std::tuple<Callbacks&...> callbacks;
    std::size_t batch;   ///< samples in a mini-batch
    std::size_t samples; ///< samples in an epoch
};

namespace detail {

/// Whether the training goes on, by what a callback returned.
template <class F>
bool goes_on_after(F call) {
    using result = decltype(call());
    static_assert(std::same_as<result, bool> || std::same_as<result, void>,
                  "trilobite: a callback returns nothing, or a bool: whether the training goes on");
    if constexpr (std::same_as<result, bool>)
        return call();
    else
        return call(), true;
}

template <class C, class T>
concept HearsBatches = requires(C& c, const batch_report<T>& report) {
    c.after_batch(report);
};
template <class C, class Net, class Optimizer>
concept HearsEpochs = requires(C& c, const epoch_report<Net, Optimizer>& report) {
    c.after_epoch(report);
};
template <class C, class T>
concept HearsTheEnd = requires(C& c, const history<T>& all) {
    c.after_training(all);
};
template <class C, class Net, class Optimizer>
concept KeepsTraining = requires(C& c, training_point<Net, Optimizer>& here, bool& resumed) {
    resumed = c.resume(here);
    c.keep(here);
};
template <class C, class Net, class Optimizer>
concept Callback = HearsBatches<C, typename Net::value_type> || HearsEpochs<C, Net, Optimizer> ||
    HearsTheEnd<C, typename Net::value_type> || KeepsTraining<C, Net, Optimizer>;

template <class C, class T>
bool notify(C& callback, const batch_report<T>& report) {
    if constexpr (HearsBatches<C, T>)
        return goes_on_after([&] { return callback.after_batch(report); });
    else
        return true;
}
template <class C, class Net, class Optimizer>
bool notify(C& callback, const epoch_report<Net, Optimizer>& report) {
    if constexpr (HearsEpochs<C, Net, Optimizer>)
        return goes_on_after([&] { return callback.after_epoch(report); });
    else
        return true;
}
template <class C, class T>
void notify(C& callback, const history<T>& all) {
    if constexpr (HearsTheEnd<C, T>)
        callback.after_training(all);
}
template <class C, class Net, class Optimizer, class... Callbacks>
bool resume(C& callback, training_point<Net, Optimizer, Callbacks...>& here) {
    if constexpr (KeepsTraining<C, Net, Optimizer>)
        return callback.resume(here);
    else
        return true;
}
template <class C, class Net, class Optimizer, class... Callbacks>
void keep(C& callback, training_point<Net, Optimizer, Callbacks...>& here) {
    if constexpr (KeepsTraining<C, Net, Optimizer>)
        callback.keep(here);
}

template <class Net, class Optimizer, class... Callbacks, class F>
void for_each_callback(const training_point<Net, Optimizer, Callbacks...>& here, F f) {
    unroll<sizeof...(Callbacks)>([&](auto i) { f(std::get<i>(here.callbacks)); });
}

/// Tells the callbacks of a training what has been done, and asks them whether it goes on.
template <class Point, class Report>
void tell(Point& here, const Report& report) {
    for_each_callback(here, [&](auto& callback) { here.goes_on = notify(callback, report) && here.goes_on; });
}
template <class Point>
void keep(Point& here) {
    for_each_callback(here, [&](auto& callback) { keep(callback, here); });
}

/// What `fit` does after each mini-batch.
template <class Point>
struct after_batch {
    Point& here;

    bool operator()(const batch_report<typename Point::value_type>& report) {
        here.begun = report.sums;
        tell(here, report);
        if (here.goes_on) // an epoch that was ended is over
            keep(here);
        return here.goes_on;
    }
};

}

}
