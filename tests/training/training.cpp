#include "../catch.hpp"
#include "../laws/random_matrix.hpp"
#include "../laws/toy_layers.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <set>
#include <vector>

using namespace trilobite;

namespace {

/// n random samples, the class of each being the half of the plane it lies in, as floats.
struct plane {
    std::vector<float> inputs, targets;
    explicit plane(std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) {
            const float x = uniform<float>(random_key::from_seed(1), i, -1, 1);
            const float y = uniform<float>(random_key::from_seed(2), i, -1, 1);
            inputs.insert(inputs.end(), {x, y});
            targets.push_back(x + y > 0.25f ? 1.f : 0.f);
        }
    }
    data_view<float, float> view() const { return {inputs, targets}; }
};

template <class Net>
bool same_network(const Net& a, const Net& b) {
    bool same = true;
    for_each_matrix([&](const auto& m, const auto& n) { same = same && laws::same_bits(m, n); }, a, b);
    return same;
}

/// What a network is when it has been trained so.
template <std::size_t Batch, class Net, std::size_t Budget = default_stack_budget>
Net trained(const plane& data, fit_options options, float rate = 0.5f) {
    Net net;
    initialise(net, 1);
    fit<Batch, 1, Budget>(net, binary_cross_entropy{}, sgd{rate}, data.view(), no_validation{}, options);
    return net;
}

/// 100 samples that note in which order they are asked for.
struct watched {
    std::vector<std::size_t>* order;
    template <class Net>
    std::size_t size() const {
        return 100;
    }
    template <class Net>
    bool fits() const {
        return true;
    }
    template <class Net, class T>
    void copy(std::size_t i, T* x, T* y) const {
        order->push_back(i);
        *x = *y = 0;
    }
};

using small = network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>;

}

TEST_CASE("one step of gradient descent equals the computation by hand", "[training][book]") {
    // One weight, one bias, two samples, quadratic cost: y = w x + b from w = 2, b = 1/2, rate 1/8.
    network<input<1>, dense<1>> net;
    net.layer<0>().weights(0, 0) = 2;
    net.layer<0>().bias(0, 0) = 0.5f;
    const std::vector<float> x{1, -3}, t{2, 1};
    training_state<decltype(net), sgd> state{};
    working_memory<decltype(net), 2, true> memory;
    const auto totals = train_step(net, quadratic{}, sgd{0.125f}, state, memory, 2,
                                   [&](std::size_t i, float* in, float* out) { *in = x[i], *out = t[i]; });
    // y = 2.5, -5.5; errors .5, -6.5; C = (.25 + 42.25) / 2; dC/dw = (2 .5 1 + 2 6.5 3) / 2 = 20; dC/db = -6.
    CHECK(totals.mean().cost == 21.25f);
    CHECK(net.layer<0>().weights(0, 0) == 2 - 0.125f * 20);
    CHECK(net.layer<0>().bias(0, 0) == 0.5f + 0.125f * 6);
    CHECK(state.steps == 1);
}

TEST_CASE("learning rates on C = p^2 (figure 8.4)", "[training][book]") {
    // A network of one weight whose output is p for the input 1, and whose target is 0. The bias is kept out by
    // setting it back after every step.
    const auto descend = [](float rate, int steps) {
        basic_network<double, input<1>, dense<1>> net;
        net.layer<0>().weights(0, 0) = 1;
        training_state<decltype(net), sgd> state{};
        working_memory<decltype(net), 1, true> memory;
        for (int i = 0; i < steps; ++i) {
            train_step(net, quadratic{}, sgd{rate}, state, memory, 1, [](std::size_t, double* x, double* y) {
                *x = 1;
                *y = 0;
            });
            net.layer<0>().bias(0, 0) = 0;
        }
        return net.layer<0>().weights(0, 0);
    };
    CHECK(descend(.01f, 100) == Approx(.132620).epsilon(1e-4));
    CHECK(descend(.1f, 100) == Approx(2.04e-10).epsilon(1e-2));
    CHECK(descend(1.f, 100) == 1);
    CHECK(descend(1.f, 101) == -1);
    CHECK(std::abs(descend(1.1f, 100)) > 1e7);
}

TEST_CASE("the last mini-batch is what is left, and a mean over that", "[training][book]") {
    // 5 samples in mini-batches of 4: the second step must divide by 1.
    network<input<1>, dense<1>> net;
    training_state<decltype(net), sgd> state{};
    const std::vector<float> x(5, 1.f), t(5, 1.f);
    std::vector<std::size_t> sizes;
    fit<4>(net, state, quadratic{}, sgd{0.25f}, data_view{x, t}, no_validation{}, {},
           on_batch([&](const auto& report) { sizes.push_back(report.samples); }));
    CHECK(sizes == std::vector<std::size_t>{4, 5});
    CHECK(state.steps == 2);
    // w = b = p: dC/dp = 2 (2 p - 1) in both steps, whatever the size: p = 0 -> .5 -> .5.
    CHECK(net.layer<0>().weights(0, 0) == 0.5f);
    CHECK(net.layer<0>().bias(0, 0) == 0.5f);
}

TEST_CASE("every sample once an epoch, in an order that differs between epochs and repeats with the seed",
          "[training][book]") {
    const auto orders = [](std::uint64_t seed) {
        std::vector<std::size_t> order;
        network<input<1>, dense<1>> net;
        fit<7>(net, quadratic{}, sgd{}, watched{&order}, no_validation{}, {.epochs = 2, .seed = seed});
        return order;
    };
    const auto order = orders(1);
    REQUIRE(order.size() == 200);
    const std::vector<std::size_t> first(order.begin(), order.begin() + 100), second(order.begin() + 100, order.end());
    CHECK(std::set<std::size_t>(first.begin(), first.end()).size() == 100);
    CHECK(std::set<std::size_t>(second.begin(), second.end()).size() == 100);
    CHECK(first != second);
    CHECK(order == orders(1));
    CHECK(order != orders(2));
}

TEST_CASE("the bits of a training depend on the seed, and not on how much memory it had", "[training]") {
    const plane data(90);
    const auto net = trained<32, small>(data, {.epochs = 3, .seed = 5});
    CHECK(same_network(net, trained<32, small>(data, {.epochs = 3, .seed = 5})));
    CHECK(!same_network(net, trained<32, small>(data, {.epochs = 3, .seed = 6})));
    constexpr std::size_t tight = small::training_bytes<4>;
    STATIC_REQUIRE(micro_batch<small, 32, tight, true>() == 4);
    CHECK(same_network(net, trained<32, small, tight>(data, {.epochs = 3, .seed = 5})));
}

TEST_CASE("the mean of the gradients of single samples is the gradient of all (online learning)", "[training][book]") {
    const plane data(16);
    using net_type = basic_network<double, input<2>, dense<4>, sigmoid, dense<1>, sigmoid>;
    net_type net, all{}, mean{};
    initialise(net, 2);
    const auto gradient = [&]<std::size_t B>(index_constant<B>, std::size_t first, net_type& into) {
        working_memory<net_type, B, true> memory;
        memory.fill(0, B,
                    [&](std::size_t row, double* x, double* y) { data.view().copy<net_type>(first + row, x, y); });
        const training_pass p{.rows = B};
        forward(net, p, memory.inputs(), memory.record);
        add_gradient(net, quadratic{}, p, 16, memory, into);
    };
    gradient(index_constant<16>{}, 0, all);
    for (std::size_t i = 0; i < 16; ++i)
        gradient(index_constant<1>{}, i, mean);
    for_each_matrix(
        [](const auto& a, const auto& b) {
            for (std::size_t i = 0; i < a.flat().size(); ++i)
                CHECK(a.values[i] == Approx(b.values[i]).epsilon(1e-12).margin(1e-15));
        },
        all, mean);
    const auto online = trained<1, small>(plane(200), {.epochs = 5, .seed = 1}, 0.2f);
    CHECK(evaluate(online, binary_cross_entropy{}, plane(200).view()).accuracy > 0.9f);
}

TEST_CASE("fit returns a history of training and validation that falls", "[training][book]") {
    const plane data(300);
    small net;
    initialise(net, 1);
    const float untrained_cost = evaluate(net, binary_cross_entropy{}, data.view()).cost;
    const auto h = fit<16>(net, binary_cross_entropy{}, sgd{0.5f}, data.view(), data.view(), {.epochs = 20, .seed = 1});
    CHECK(h.status == fit_status::completed);
    REQUIRE(h.epochs.size() == 20);
    CHECK(h.epochs.front().epoch == 1);
    CHECK(h.epochs.front().training.cost < 1.1f * untrained_cost);
    CHECK(h.epochs.back().validation.cost < 0.3f * untrained_cost);
    CHECK(h.epochs.back().validation.accuracy > 0.95f);
    const auto m = evaluate(net, binary_cross_entropy{}, data.view());
    CHECK(m.cost == h.epochs.back().validation.cost);
    CHECK(m.accuracy == h.epochs.back().validation.accuracy);
}

TEST_CASE("callbacks see every batch and epoch, change the learning rate, and stop", "[training]") {
    const plane data(40);
    small net;
    initialise(net, 1);
    std::size_t batches = 0;
    std::vector<float> rates;
    auto h = fit<16>(net, binary_cross_entropy{}, sgd{0.5f}, data.view(), no_validation{}, {.epochs = 10},
                     on_batch([&](const batch_report<float>& r) {
                         CHECK(r.batches == 3);
                         CHECK(r.all_samples == 40);
                         ++batches;
                     }),
                     on_epoch([&](const auto& r) {
                         rates.push_back(r.optimizer.learning_rate);
                         r.optimizer.learning_rate /= 2;
                         return r.record.epoch < 4;
                     }));
    CHECK(h.status == fit_status::stopped);
    CHECK(h.epochs.size() == 4);
    CHECK(batches == 12);
    CHECK(rates == std::vector<float>{0.5f, 0.25f, 0.125f, 0.0625f});
    h = fit<16>(net, binary_cross_entropy{}, sgd{0.5f}, data.view(), no_validation{}, {.epochs = 10},
                on_batch([](const auto& r) { return r.batch < 2; }));
    CHECK(h.status == fit_status::stopped);
    CHECK(h.epochs.size() == 1);
}

TEST_CASE("data that are not a network's are refused before anything is trained", "[training]") {
    small net;
    initialise(net, 1);
    const small before = net;
    const std::vector<float> three(3), one(1), two(2);
    const auto status = [&](const auto& data) {
        return fit<4>(net, quadratic{}, sgd{}, data, no_validation{}, {}).status;
    };
    CHECK(status(data_view{three, one}) == fit_status::data_do_not_fit);
    CHECK(status(data_view{two, two}) == fit_status::data_do_not_fit);
    const std::vector<std::uint8_t> bad_class{2}, good_class{1};
    CHECK(status(data_view{two, bad_class}) == fit_status::data_do_not_fit);
    CHECK(same_network(net, before));
    CHECK(status(data_view{two, good_class}) == fit_status::completed);
    CHECK(fit<4>(net, quadratic{}, sgd{}, data_view{two, one}, data_view{three, one}, {}).status ==
          fit_status::data_do_not_fit);
}

TEST_CASE("bytes are pixels, and integers are classes", "[training]") {
    for (int pixel = 0; pixel < 256; ++pixel) {
        CHECK(brightness<float>(static_cast<std::uint8_t>(pixel)) == static_cast<float>(pixel) / 255.f);
        CHECK(brightness<double>(static_cast<std::uint8_t>(pixel)) == pixel / 255.);
    }
    using net_type = network<input<2>, dense<3>>;
    const std::vector<std::uint8_t> pixels{0, 255, 51, 102}, classes{2, 0};
    const data_view data{pixels, classes};
    REQUIRE(data.fits<net_type>());
    float x[2], y[3];
    data.copy<net_type>(1, x, y);
    CHECK(x[0] == 51 / 255.f);
    CHECK(x[1] == 102 / 255.f);
    CHECK((y[0] == 1 && y[1] == 0 && y[2] == 0));
}

TEST_CASE("initialisers have the moments their papers say, and equal seeds give equal values", "[training][book]") {
    using net_type = network<input<784>, dense<256>, sigmoid>;
    const auto net = std::make_unique<net_type>(), again = std::make_unique<net_type>();
    const auto moments = [&](const auto& initialiser) {
        initialise(*net, 1, initialiser);
        initialise(*again, 1, initialiser);
        CHECK(same_network(*net, *again));
        initialise(*again, 2, initialiser);
        CHECK(!same_network(*net, *again));
        double sum = 0, squares = 0, largest = 0;
        for (const float w : net->layer<0>().weights.flat()) {
            const double value = static_cast<double>(w);
            sum += value;
            squares += value * value;
            largest = std::max(largest, std::abs(value));
        }
        constexpr double n = 784 * 256;
        CHECK(std::abs(sum / n) < 4 * std::sqrt(squares / n / n));
        CHECK(laws::padding_is_zero(net->layer<0>().weights));
        for (const float b : net->layer<0>().bias.flat())
            CHECK(b == 0);
        return std::pair{std::sqrt(squares / n), largest};
    };
    const auto [uniform_deviation, limit] = moments(glorot_uniform{});
    CHECK(limit == Approx(.0759555).epsilon(1e-3));
    CHECK(limit <= .0759556);
    CHECK(uniform_deviation == Approx(.0438529).epsilon(5e-3));
    CHECK(moments(glorot_normal{}).first == Approx(.0438529).epsilon(5e-3));
    CHECK(moments(he_normal{}).first == Approx(std::sqrt(2. / 784)).epsilon(5e-3));
    CHECK(moments(he_uniform{}).second == Approx(std::sqrt(6. / 784)).epsilon(1e-3));
    CHECK(moments(standard_normal{}).first == Approx(1).epsilon(5e-3));
    initialise(*net, 1, zeros{});
    CHECK(same_network(*net, net_type{}));
}

TEST_CASE("N(0, 1) weights saturate a layer of sigmoids (the book's weight initialisation)", "[training][book]") {
    const auto net = std::make_unique<network<input<784>, dense<256>, sigmoid>>();
    std::vector<float> x(784);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = uniform<float>(random_key::from_seed(3), i);
    const auto in_the_middle = [&](const auto& initialiser) {
        initialise(*net, 1, initialiser);
        const auto a = predict(*net, std::span<const float, 784>(x));
        return std::count_if(a.begin(), a.end(), [](float v) { return v > .1f && v < .9f; });
    };
    CHECK(in_the_middle(standard_normal{}) < 40);
    CHECK(in_the_middle(glorot_normal{}) > 250);
}

TEMPLATE_TEST_CASE("networks with layers that are not dense train", "[training][toys]",
                   (network<input<2>, toys::centre, dense<8>, trilobite::tanh, toys::centre, dense<1>, sigmoid>),
                   (network<input<2>, dense<32>, relu, toys::drop_half, dense<1>, sigmoid>),
                   (network<input<2>, toys::shortcut<dense<8>, trilobite::tanh, dense<2>>, dense<1>, sigmoid>),
                   (network<input<2, 1>, toys::recurrent<6>, flatten, dense<1>, sigmoid>)) {
    const plane data(400);
    TestType net;
    initialise(net, 1);
    const float before = evaluate(net, binary_cross_entropy{}, data.view()).cost;
    const auto h = fit<16>(net, binary_cross_entropy{}, sgd{0.3f}, data.view(), data.view(), {.epochs = 30, .seed = 1});
    INFO(before << " -> " << h.epochs.back().validation.cost);
    CHECK(h.epochs.back().validation.cost < 0.4f * before);
    CHECK(h.epochs.back().validation.accuracy > 0.93f);
}

TEST_CASE("running state follows the data and is not touched by the optimizer", "[training][toys]") {
    network<input<2>, toys::centre, dense<1>, sigmoid> net;
    initialise(net, 1);
    std::vector<float> x, t(64, 1.f);
    for (std::size_t i = 0; i < 64; ++i)
        x.insert(x.end(), {3.f, -1.f});
    fit<16>(net, binary_cross_entropy{}, sgd{0.f}, data_view{x, t}, no_validation{}, {.epochs = 20});
    CHECK(net.layer<0>().running_mean(0, 0) == Approx(3).epsilon(1e-3));
    CHECK(net.layer<0>().running_mean(0, 1) == Approx(-1).epsilon(1e-3));
}

TEST_CASE("double trains as float does", "[training]") {
    const plane data(200);
    const auto cost = [&]<class T>(std::type_identity<T>) {
        basic_network<T, input<2>, dense<4>, trilobite::tanh, dense<1>, sigmoid> net;
        initialise(net, 1, zeros{});
        for (std::size_t i = 0; i < 8; ++i)
            net.template layer<0>().weights(i / 4, i % 4) = T(i) / 8 - T(0.4375);
        for (std::size_t i = 0; i < 4; ++i)
            net.template layer<2>().weights(i, 0) = T(i) / 4 - T(0.375);
        return static_cast<double>(
            fit<16>(net, binary_cross_entropy{}, sgd{0.25f}, data.view(), data.view(), {.epochs = 10, .seed = 1})
                .epochs.back()
                .validation.cost);
    };
    CHECK(cost(std::type_identity<float>{}) == Approx(cost(std::type_identity<double>{})).epsilon(1e-4));
}

TEST_CASE("what layers draw depends on the seed, the step and the sample's place, not on the pieces",
          "[training][toys]") {
    using net_type = network<input<2>, dense<8>, relu, toys::drop_half, dense<1>, sigmoid>;
    const plane data(32);
    const auto after = [&]<std::size_t B>(index_constant<B>, std::uint64_t seed, std::uint64_t steps = 0) {
        net_type net;
        initialise(net, 1);
        training_state<net_type, sgd> state{};
        state.seed = seed;
        state.steps = steps;
        working_memory<net_type, B, true> memory;
        train_step(net, binary_cross_entropy{}, sgd{1.f}, state, memory, 32,
                   [&](std::size_t i, float* x, float* y) { data.view().copy<net_type>(i, x, y); });
        return net;
    };
    const auto net = after(index_constant<32>{}, 5);
    CHECK(same_network(net, after(index_constant<5>{}, 5)));
    CHECK(!same_network(net, after(index_constant<32>{}, 6)));
    CHECK(!same_network(net, after(index_constant<32>{}, 5, 1)));
}

TEST_CASE("every layer has random numbers of its own", "[training]") {
    const training_pass p{.rows = 1, .seed = 3};
    CHECK(!(p.enter(0).key() == p.enter(1).key()));
    CHECK(!(p.enter(0).enter(1).key() == p.enter(1).enter(0).key()));
    network<input<4>, dense<4>, dense<4>> net;
    initialise(net, 1);
    CHECK(!laws::same_bits(net.layer<0>().weights, net.layer<1>().weights));
}

TEST_CASE("a training goes on with new orders where it was left", "[training]") {
    std::vector<std::size_t> order;
    network<input<1>, dense<1>> net;
    training_state<decltype(net), sgd> state{};
    for (int i = 0; i < 2; ++i)
        fit<10>(net, state, quadratic{}, sgd{}, watched{&order}, no_validation{}, {.epochs = 1, .seed = 1});
    const std::vector<std::size_t> in_two = order;
    order.clear();
    fit<10>(net, quadratic{}, sgd{}, watched{&order}, no_validation{}, {.epochs = 2, .seed = 1});
    CHECK(order == in_two);
}

TEST_CASE("evaluation counts the samples that are there", "[training]") {
    network<input<1>, dense<1>> net;
    net.layer<0>().weights(0, 0) = 1;
    std::vector<float> x(67, 1.f), t(67, 1.f); // one piece of 64 and one of three
    t[1] = t[65] = 0;
    const auto m = evaluate(net, quadratic{}, data_view{x, t});
    CHECK(m.accuracy == 65.f / 67.f);
    CHECK(m.cost == 2.f / 67.f);
}

TEST_CASE("rows that are not there repeat the first", "[training]") {
    working_memory<network<input<3>, dense<2>>, 4, true> memory;
    laws::poison(memory.x.values);
    laws::poison(memory.target);
    memory.fill(0, 2, [](std::size_t row, float* x, float* y) {
        std::fill_n(x, 3, static_cast<float>(row + 1));
        std::fill_n(y, 2, static_cast<float>(row + 1));
    });
    for (const std::size_t row : {2u, 3u}) {
        CHECK(memory.x.values(row, 2) == 1);
        CHECK(memory.target(row, 1) == 1);
    }
}

TEST_CASE("the class of equal outputs is the first, and of one half the lower", "[training]") {
    CHECK(class_of<3>(std::array{1.f, 1.f, 0.f}.data()) == 0);
    CHECK(class_of<1>(std::array{.5f}.data()) == 0);
}

TEST_CASE("NaN is not hidden", "[training]") {
    const std::array nan{1.f, std::numeric_limits<float>::quiet_NaN()};
    CHECK(std::isnan(predict(network<input<2>, relu>{}, nan)[1]));
    CHECK(std::isnan(predict(network<input<2>, softmax>{}, nan)[0]));
}

TEST_CASE("classes of every integer type are checked against the outputs", "[training]") {
    using many = network<input<1>, dense<256>>;
    using one = network<input<1>, dense<1>>;
    const std::vector<float> x{0, 0};
    CHECK(data_view{x, std::array{0, 255}}.fits<many>());
    CHECK(!data_view{x, std::array{0, 256}}.fits<many>());
    CHECK(!data_view{x, std::array{0, -1}}.fits<many>());
    CHECK(data_view{x, std::array<std::uint8_t, 2>{0, 255}}.fits<many>());
    CHECK(data_view{x, std::array{false, true}}.fits<one>());
    const float plain_array[]{0, 0};
    CHECK(data_view{plain_array, plain_array}.fits<one>());
}

TEST_CASE("a million float costs keep their digits", "[training]") {
    totals<float> all;
    for (int i = 0; i < 1'000'000; ++i)
        all.add(.1f, 1, 1);
    CHECK(all.mean().cost == .1f);
}

TEST_CASE("a stop stops at once, in the last epoch too; and nothing is not trained on", "[training]") {
    const plane data(40);
    small net;
    initialise(net, 1);
    std::size_t calls = 0;
    const auto h = fit<16>(net, quadratic{}, sgd{}, data.view(), no_validation{}, {.epochs = 1},
                           on_batch([&](const auto&) { return ++calls < 2; }));
    CHECK(calls == 2);
    CHECK(h.status == fit_status::stopped);
    CHECK(fit<16>(net, quadratic{}, sgd{}, plane(0).view(), no_validation{}, {}).status == fit_status::no_data);
}
