// A training that stops being finite, and one that stops being better.
#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <trilobite/trilobite.hpp>

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

using namespace trilobite;

namespace {

using net_type = network<input<2>, dense<4>, relu, dense<1>>;

template <class Net>
bool same_network(const Net& a, const Net& b) {
    bool same = true;
    for_each_matrix([&](const auto& m, const auto& n) { same = same && laws::same_bits(m, n); }, a, b);
    return same;
}

constexpr std::size_t sample_count = 40, batch_size = 8;

/// Harmless samples, of which some value can be made otherwise.
struct points {
    std::vector<float> inputs = std::vector<float>(2 * sample_count), targets = std::vector<float>(sample_count);
    points() {
        for (std::size_t i = 0; i < inputs.size(); ++i)
            inputs[i] = uniform<float>(random_key::from_seed(1), i, -1, 1);
        for (std::size_t i = 0; i < targets.size(); ++i)
            targets[i] = inputs[2 * i] - inputs[2 * i + 1];
    }
    data_view<float, float> view() const { return {inputs, targets}; }
};

/// In which mini-batch, counted from 1, of some epoch a sample is.
std::size_t batch_of(std::size_t sample, std::uint64_t seed, std::uint64_t epoch) {
    const permutation order = order_of_epoch(seed, epoch, sample_count);
    std::size_t place = 0;
    while (order(place) != sample)
        ++place;
    return place / batch_size + 1;
}

struct outcome {
    net_type net{};
    history<float> past;
};

template <std::size_t Threads = 1, class Data>
outcome train(const Data& data, std::size_t epochs, float rate = 0.0625f, bool keep = true) {
    outcome o;
    initialise(o.net, 3);
    o.past = fit<batch_size, Threads>(o.net, quadratic{}, sgd{rate}, data, no_validation{},
                                      {.epochs = epochs, .seed = 5, .keep_last_good = keep});
    return o;
}

/// What the network is after so many mini-batches of its first epochs.
net_type after_batches(const points& data, std::size_t epochs, std::size_t batches, float rate) {
    net_type net{};
    initialise(net, 3);
    fit<batch_size>(net, quadratic{}, sgd{rate}, data.view(), no_validation{}, {.epochs = epochs, .seed = 5},
                    on_batch([&](const auto& r) { return r.epoch < epochs || r.batch < batches; }));
    return net;
}

/// Samples that are good until some epoch.
struct spoilt_later {
    const points& good;
    const points& bad;
    std::uint64_t first_bad;
    data_view<float, float> for_epoch(std::uint64_t epoch) const { return (epoch < first_bad ? good : bad).view(); }
    template <class Net>
    std::size_t size() const {
        return sample_count;
    }
    template <class Net>
    bool fits() const {
        return true;
    }
};

void check_fault(const history<float>& past, training_fault::kind what, std::size_t epoch, std::size_t batch,
                 std::size_t layer) {
    CHECK(past.status == fit_status::not_finite);
    CHECK(past.epochs.size() == epoch - 1);
    CHECK(past.fault.what == what);
    CHECK(past.fault.epoch == epoch);
    CHECK(past.fault.batch == batch);
    CHECK(past.fault.layer == layer);
}

}

TEST_CASE("a NaN among the data is found where it is, and costs no parameter", "[training]") {
    const points good;
    points bad = good;
    const std::size_t sample = GENERATE(as<std::size_t>{}, 0, 17, 39);
    bad.inputs[2 * sample + 1] = std::numeric_limits<float>::quiet_NaN();
    const std::size_t batch = batch_of(sample, 5, 3);
    const auto o = train(spoilt_later{good, bad, 3}, 10);
    check_fault(o.past, training_fault::kind::cost, 3, batch, 0);
    if (batch == 1)
        CHECK(same_network(o.net, after_batches(good, 2, 5, 0.0625f)));
    else
        CHECK(same_network(o.net, after_batches(good, 3, batch - 1, 0.0625f)));
    CHECK(same_network(o.net, train<2>(spoilt_later{good, bad, 3}, 10).net));
}

TEST_CASE("an output that is too large is found in its layer", "[training]") {
    const points good;
    points bad = good;
    bad.inputs[0] = 3e38f;
    bad.inputs[1] = -3e38f;
    const auto o = train(spoilt_later{good, bad, 2}, 10);
    CHECK(o.past.fault.layer >= 1);
    check_fault(o.past, training_fault::kind::cost, 2, batch_of(0, 5, 2), o.past.fault.layer);
    CHECK(detail::first_layer_not_finite(o.net) == 0);

    // Everything is finite but the square of an error.
    points far = good;
    far.targets[7] = 1e30f;
    const auto p = train(spoilt_later{good, far, 2}, 10);
    check_fault(p.past, training_fault::kind::cost, 2, batch_of(7, 5, 2), net_type::depth + 1);
}

TEST_CASE("of the outputs of a mini-batch the first layer's is found, whichever sample it is of", "[training]") {
    const bool early_first = GENERATE(true, false);
    const std::vector<float> x = early_first ? std::vector<float>{1e30f, 1} : std::vector<float>{1, 1e30f}, y{0, 0};
    const auto fault_of = [&]<std::size_t Threads>(index_constant<Threads>) {
        network<input<1>, dense<1>, dense<1>> net;
        net.layer<0>().weights(0, 0) = net.layer<1>().weights(0, 0) = 1e20f; // 1 is too large for the second layer
        return fit<2, Threads>(net, quadratic{}, sgd{}, data_view{x, y}, no_validation{}, {.epochs = 1});
    };
    check_fault(fault_of(index_constant<1>{}), training_fault::kind::cost, 1, 1, 1);
    check_fault(fault_of(index_constant<2>{}), training_fault::kind::cost, 1, 1, 1);
}

TEST_CASE("a step that is too large is found in its layer and undone", "[training]") {
    // The error's square is finite, the gradient times the input is not, or the step with it.
    const points good;
    points bad = good;
    bad.inputs[2 * 7] = 1e25f;
    bad.targets[7] = 1e18f;
    const auto o = train(spoilt_later{good, bad, 2}, 10);
    const std::size_t batch = batch_of(7, 5, 2);
    check_fault(o.past, training_fault::kind::cost, 2, batch, o.past.fault.layer);
    CHECK(detail::first_layer_not_finite(o.net) == 0);

    const auto p = train(good.view(), 10, 1e38f);
    CHECK(p.past.status == fit_status::not_finite);
    CHECK(p.past.fault.epoch == 1);
    CHECK(detail::first_layer_not_finite(p.net) == 0);
    if (p.past.fault.batch > 1)
        CHECK(same_network(p.net, after_batches(good, 1, p.past.fault.batch - 1, 1e38f)));
}

TEST_CASE("a parameter that overflows in the last step of an epoch is noticed", "[training]") {
    // One weight, rate such that w = 1, -3e20 ..., and the cost of the only mini-batch is of the parameter before.
    network<input<1>, dense<1>> net;
    net.layer<0>().weights(0, 0) = 1;
    const std::vector<float> x{1}, y{0};
    const auto past = fit<1>(net, quadratic{}, sgd{2e38f}, data_view{x, y}, no_validation{}, {.epochs = 3});
    CHECK(past.status == fit_status::not_finite);
    CHECK(past.fault.what == training_fault::kind::parameter);
    CHECK(past.fault.epoch == 1);
    CHECK(past.fault.batch == 1);
    CHECK(past.fault.layer == 1);
    CHECK(net.layer<0>().weights(0, 0) == 1);
    CHECK(net.layer<0>().bias(0, 0) == 0);
}

TEST_CASE("a fault is a fault, even where a callback stops; everybody is told of the end", "[training]") {
    struct listener {
        fit_status told = fit_status::completed;
        bool after_batch(const batch_report<float>&) { return false; }
        void after_training(const history<float>& all) { told = all.status; }
    } ears;
    network<input<1>, dense<1>> net;
    const std::vector<float> x{1e30f}, y{1}, none;
    CHECK(fit<1>(net, quadratic{}, sgd{1e30f}, data_view{x, y}, no_validation{}, {}, ears).status ==
          fit_status::not_finite);
    CHECK(ears.told == fit_status::not_finite);
    fit<1>(net, quadratic{}, sgd{}, data_view{none, none}, no_validation{}, {}, ears);
    CHECK(ears.told == fit_status::no_data);
}

TEST_CASE("an infinite moment is found, not only an infinite parameter", "[training]") {
    network<input<1>, dense<1>> net;
    net.layer<0>().weights(0, 0) = 1e-10f;
    const std::vector<float> x{1e20f}, y{0};
    const auto past = fit<1>(net, quadratic{}, adam{}, data_view{x, y}, no_validation{}, {.epochs = 5});
    check_fault(past, training_fault::kind::parameter, 1, 1, 1);
}

TEST_CASE("after a fault the state has begun as many epochs, wherever it was", "[training]") {
    const points good;
    for (const std::size_t sample : {std::size_t{0}, std::size_t{17}, std::size_t{39}}) {
        points bad = good;
        bad.inputs[2 * sample] = std::numeric_limits<float>::quiet_NaN();
        net_type net;
        initialise(net, 1);
        training_state<net_type, sgd> state{};
        fit<batch_size>(net, state, quadratic{}, sgd{}, bad.view(), no_validation{}, {.epochs = 3});
        CHECK(state.epochs == 1);
    }
}

TEST_CASE("without a copy the fault is where it was noticed", "[training]") {
    points bad;
    bad.inputs[0] = std::numeric_limits<float>::infinity();
    const auto o = train(bad.view(), 10, 0.0625f, false);
    CHECK(o.past.status == fit_status::not_finite);
    CHECK(o.past.fault.epoch == 1);
    CHECK(o.past.fault.batch == batch_of(0, 5, 1));
    CHECK(o.past.epochs.empty());
}

namespace {

/// A training whose validation costs are these, as far as a callback can tell.
template <class Callback, class Net>
std::size_t scripted(Callback& callback, Net& net, const std::vector<float>& costs) {
    history<float> past;
    sgd optimizer;
    for (const float cost : costs) {
        net.template layer<0>().bias(0, 0) = cost; // what the network was in this epoch
        past.epochs.push_back(
            {.epoch = past.epochs.size() + 1, .training = {}, .validation = {.cost = cost}, .validated = true});
        if (!callback.after_epoch(epoch_report<Net, sgd>{past.epochs.back(), past, optimizer, net}))
            break;
    }
    callback.after_training(past);
    return past.epochs.size();
}

}

TEST_CASE("early stopping waits, stops, and brings the best parameters back", "[training][book]") {
    using tiny = network<input<1>, dense<1>>;
    tiny net;
    const auto run = [&](early_stopping_options options, const std::vector<float>& costs) {
        early_stopping stop(net, options);
        const std::size_t epochs = scripted(stop, net, costs);
        return std::pair{epochs, stop.best_epoch()};
    };
    // Nothing happens while it gets better.
    CHECK(run({.patience = 1}, {5, 4, 3, 2, 1}) == std::pair<std::size_t, std::size_t>{5, 5});
    CHECK(net.layer<0>().bias(0, 0) == 1);
    CHECK(run({.patience = 2}, {5, 3, 4, 2, 2, 2.5f, 1}) == std::pair<std::size_t, std::size_t>{6, 4});
    CHECK(net.layer<0>().bias(0, 0) == 2);
    CHECK(run({.patience = 3}, {5, 3, 4, 2, 2, 2.5f, 1}) == std::pair<std::size_t, std::size_t>{7, 7});
    CHECK(run({.patience = 2, .least = 0.5}, {5, 4.75f, 4.5f, 1}) == std::pair<std::size_t, std::size_t>{3, 1});
    CHECK(net.layer<0>().bias(0, 0) == 5);
    CHECK(run({.patience = 2, .restore_best = false}, {5, 6, 7, 1}) == std::pair<std::size_t, std::size_t>{3, 1});
    CHECK(net.layer<0>().bias(0, 0) == 7);
    // A cost that is NaN is not better.
    CHECK(run({.patience = 2}, {5, NAN, NAN, 1}) == std::pair<std::size_t, std::size_t>{3, 1});
}

TEST_CASE("early stopping stops a training and is asked afterwards", "[training]") {
    const points data;
    net_type net;
    initialise(net, 3);
    early_stopping stop(net, {.patience = 4, .least = 10});
    const auto past = fit<batch_size>(net, quadratic{}, sgd{0.0625f}, data.view(), data.view(), {.epochs = 50}, stop);
    CHECK(past.status == fit_status::stopped);
    CHECK(past.epochs.size() == 5);
    CHECK(stop.best_epoch() == 1);
    CHECK(evaluate(net, quadratic{}, data.view()).cost == past.epochs.front().validation.cost);
}
