#pragma once
// A small training with everything in it that a checkpoint has to keep: moments, a schedule, random numbers of a layer,
// the order of the samples, a last mini-batch that is smaller, validation, callbacks that remember.

#include <trilobite/checkpoint/checkpoint_file.hpp>
#include <trilobite/trilobite.hpp>

#include "../laws/random_matrix.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace course {

using namespace trilobite;

using net_type = network<input<2>, dense<5>, trilobite::tanh, dropout<0.2>, dense<1>>;
constexpr std::size_t samples = 22, batch = 4, batches = 6, epochs = 5;
constexpr fit_options options{.epochs = epochs, .seed = 3};

struct points {
    std::vector<float> inputs, targets;

    points() {
        for (std::size_t i = 0; i < 2 * samples; ++i)
            inputs.push_back(uniform<float>(random_key::from_seed(1), i, -1, 1));
        for (std::size_t i = 0; i < samples; ++i)
            targets.push_back(inputs[2 * i] * inputs[2 * i + 1]);
    }
    data_view<float, float> view() const { return {inputs, targets}; }
    data_view<float, float> validation() const { return view().first<net_type>(10); }
};

inline auto optimizer() {
    return scheduled{clip_by_value{adam{0.05f}, 0.5f}, warm_up{4, cosine_decay{.steps = 40}}};
}
using state_type = training_state<net_type, decltype(optimizer())>;

inline net_type initial() {
    net_type net{};
    initialise(net, 2);
    return net;
}

/// What a test does after mini-batches and epochs.
struct watcher {
    std::function<bool(const batch_report<float>&)> batch_is_over = [](const auto&) { return true; };
    std::function<void(decltype(optimizer())&)> epoch_is_over = [](auto&) {};

    bool after_batch(const batch_report<float>& report) { return batch_is_over(report); }
    template <class Report>
    void after_epoch(const Report& report) {
        epoch_is_over(report.optimizer);
    }
};

/// A training, or the rest of one, with callbacks that remember, and others.
struct run {
    net_type net = initial();
    state_type state{};
    history<float> past;
    std::size_t best_epoch = 0;

    /// By one thread, or by two.
    void go(checkpoint_file& checkpoint, watcher watch = {}, const fit_options& chosen = options, bool two = false);
};

template <class Net>
bool same_network(const Net& a, const Net& b) {
    bool same = true;
    for_each_matrix([&](const auto& m, const auto& n) { same = same && laws::same_bits(m, n); }, a, b);
    return same;
}

inline bool same_history(const history<float>& a, const history<float>& b) {
    const auto same = [](const epoch_record<float>& r, const epoch_record<float>& s) {
        return r.epoch == s.epoch && r.training.cost == s.training.cost && r.training.accuracy == s.training.accuracy &&
               r.validation.cost == s.validation.cost && r.validation.accuracy == s.validation.accuracy &&
               r.validated == s.validated && r.learning_rate == s.learning_rate;
    };
    return a.status == b.status && std::equal(a.epochs.begin(), a.epochs.end(), b.epochs.begin(), b.epochs.end(), same);
}

inline bool same_state(const state_type& a, const state_type& b) {
    return same_network(a.optimizer.first, b.optimizer.first) && same_network(a.optimizer.second, b.optimizer.second) &&
           a.optimizer.beta1_power == b.optimizer.beta1_power && a.optimizer.beta2_power == b.optimizer.beta2_power &&
           a.optimizer.step == b.optimizer.step && a.optimizer.rate == b.optimizer.rate && a.seed == b.seed &&
           a.steps == b.steps && a.epochs == b.epochs;
}

/// What a training that is never interrupted comes to.
const run& uninterrupted();

inline bool same_run(const run& a, const run& b) {
    return same_network(a.net, b.net) && same_state(a.state, b.state) && same_history(a.past, b.past) &&
           a.best_epoch == b.best_epoch;
}

}
