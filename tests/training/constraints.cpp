// What holds parameters back: penalties on weights, clipped gradients, frozen layers.
#include "../catch.hpp"
#include "../laws/random_matrix.hpp"
#include "../laws/toy_layers.hpp"

#include <array>
#include <cmath>
#include <memory>
#include <vector>

using namespace trilobite;

namespace {

/// 12 random samples for a network.
template <class Net>
struct samples {
    using T = typename Net::value_type;
    static constexpr std::size_t count = 12;
    std::vector<T> inputs, targets;
    samples() : inputs(count * Net::input_size), targets(count * Net::output_size) {
        for (std::size_t i = 0; i < inputs.size(); ++i)
            inputs[i] = uniform<T>(random_key::from_seed(1), i, T(-1), T(1));
        for (std::size_t i = 0; i < targets.size(); ++i)
            targets[i] = uniform<T>(random_key::from_seed(2), i, T(0), T(1));
    }
    data_view<T, T> view() const { return {inputs, targets}; }
};

template <class Net>
bool same_network(const Net& a, const Net& b) {
    bool same = true;
    for_each_matrix([&](const auto& m, const auto& n) { same = same && laws::same_bits(m, n); }, a, b);
    return same;
}

/// Where one step of descent with rate 1 takes a random network, in pieces of Piece; -change is the gradient.
template <std::size_t Piece = 12, class Net, class Cost, class Optimizer>
totals<typename Net::value_type> descend(Net& net, const Cost& cost, const Optimizer& optimizer) {
    const samples<Net> all;
    const auto view = all.view();
    const auto memory = std::make_unique<working_memory<Net, Piece, true>>();
    const auto state = std::make_unique<training_state<Net, Optimizer>>();
    return train_step(net, cost, optimizer, *state, *memory, all.count,
                      [&](std::size_t i, auto* x, auto* y) { view.template copy<Net>(i, x, y); });
}

template <class Net>
std::unique_ptr<Net> random_network() {
    auto net = std::make_unique<Net>();
    std::uint64_t seed = 1;
    for_each_matrix([&](auto& m) { laws::randomise(m, ++seed); }, *net);
    return net;
}

void check_slope(double found, double expected) {
    CHECK(found == Approx(expected).epsilon(1e-6).margin(1e-8));
}

/// The step is against the slope of what evaluate reports, penalties and all: finite differences in double.
template <class Net, class Cost>
void step_is_against_the_slope(const Cost& cost) {
    const auto net = random_network<Net>();
    const auto moved = std::make_unique<Net>(*net);
    const auto sums = descend(*moved, cost, sgd{1});
    const samples<Net> all;
    check_slope(sums.mean().cost, evaluate(*net, cost, all.view()).cost);
    for_each_matrix(
        [&]<class M>(M& before, const M& after) {
            for (std::size_t row = 0; row < M::rows; ++row)
                for (std::size_t i = 0; i < M::columns; ++i) {
                    const double value = before(row, i);
                    before(row, i) = value + 1e-6;
                    const double above = evaluate(*net, cost, all.view()).cost;
                    before(row, i) = value - 1e-6;
                    const double below = evaluate(*net, cost, all.view()).cost;
                    before(row, i) = value;
                    check_slope(value - after(row, i), (above - below) / 2e-6);
                }
        },
        *net, *moved);
}

using plain = basic_network<double, input<3>, dense<4>, trilobite::tanh, dense<2>>;

}

TEST_CASE("penalties are in the cost and in the gradient", "[training]") {
    step_is_against_the_slope<plain>(quadratic{} + l1{0.125} + l2{0.25});
    using layered = basic_network<double, input<3>, regularised<dense<4>, l2{0.5}>, trilobite::tanh,
                                  toys::shortcut<regularised<dense<4>, l1{0.25}>>, dense<2>>;
    step_is_against_the_slope<layered>(quadratic{} + l2{0.0625});
}

TEST_CASE("penalties have the values of their formulas and spare biases", "[training]") {
    plain net{};
    net.layer<0>().weights(1, 2) = -3;
    net.layer<2>().weights(0, 0) = 0.5;
    net.layer<0>().bias(0, 0) = 100;
    CHECK(penalty_of(net, quadratic{}) == 0);
    CHECK(penalty_of(net, quadratic{} + l1{0.5}) == 0.5 * 3.5);
    CHECK(penalty_of(net, quadratic{} + l2{0.5}) == 0.5 * 9.25);
    CHECK(penalty_of(net, quadratic{} + (l1{0.5} + l2{2})) == 0.5 * 3.5 + 2 * 9.25);
    basic_network<double, input<1>, regularised<regularised<dense<1>, l1{1}>, l2{2}>> twice{};
    twice.layer<0>().weights(0, 0) = 0.5;
    CHECK(penalty_of(twice, quadratic{}) == 0.5 + 2 * 0.25);
    CHECK(penalty_of(basic_network<double, input<1>, frozen<regularised<dense<1>, l2{1}>>>{}, quadratic{}) == 0);
    STATIC_REQUIRE(!has_penalties<plain, quadratic>);
    STATIC_REQUIRE(has_penalties<basic_network<float, input<1>, regularised<dense<1>, l2{1}>>, quadratic>);
}

TEST_CASE("a penalty changes no bit by pieces or threads", "[training]") {
    using net_type = network<input<3>, regularised<dense<5>, l1{0.01}>, relu, dense<2>, sigmoid>;
    const auto cost = quadratic{} + l2{0.01};
    const auto whole = random_network<net_type>(), pieces = random_network<net_type>();
    CHECK(descend<12>(*whole, cost, sgd{0.5f}).cost == descend<7>(*pieces, cost, sgd{0.5f}).cost);
    CHECK(same_network(*whole, *pieces));
    const samples<net_type> all;
    const auto alone = random_network<net_type>(), together = random_network<net_type>();
    const auto a = fit<6>(*alone, cost, adam{}, all.view(), all.view(), {.epochs = 3});
    const auto b = fit<6, 2>(*together, cost, adam{}, all.view(), all.view(), {.epochs = 3});
    CHECK(same_network(*alone, *together));
    CHECK(a.epochs.back().training.cost == b.epochs.back().training.cost);
    CHECK(a.epochs.back().validation.cost == b.epochs.back().validation.cost);
}

TEST_CASE("l1 makes weights zero that do not matter, l2 does not", "[training]") {
    // The target is the first of two inputs.
    using net_type = network<input<2>, dense<1>>;
    std::vector<float> x, y;
    for (std::size_t i = 0; i < 200; ++i) {
        x.insert(x.end(), {normal<float>(random_key::from_seed(1), i), normal<float>(random_key::from_seed(2), i)});
        y.push_back(x[2 * i] + 0.5f * normal<float>(random_key::from_seed(3), i));
    }
    const auto idle_weight = [&](const auto& cost) {
        net_type net;
        initialise(net, 1);
        fit<200>(net, cost, sgd{0.01f}, data_view{x, y}, no_validation{}, {.epochs = 1000});
        CHECK(net.layer<0>().weights(0, 0) > 0.5f);
        return std::abs(net.layer<0>().weights(1, 0));
    };
    CHECK(idle_weight(quadratic{} + l1{0.2}) < 0.005f);
    CHECK(idle_weight(quadratic{} + l2{0.2}) > 0.01f);
}

TEST_CASE("a clipped gradient has the norm that was asked for, and its direction", "[training]") {
    const auto cost = quadratic{} + l2{0.25};
    const auto start = random_network<plain>();
    const auto free = std::make_unique<plain>(*start), clipped = std::make_unique<plain>(*start),
               loose = std::make_unique<plain>(*start);
    descend(*free, cost, sgd{1});
    descend<5>(*clipped, cost, clip_by_norm{sgd{1}, 0.0625f});
    descend(*loose, cost, clip_by_norm{sgd{1}, 1e6f});
    CHECK(same_network(*loose, *free));
    double whole = 0, cut = 0, product = 0;
    for_each_matrix(
        [&](const auto& s, const auto& f, const auto& c) {
            for (std::size_t i = 0; i < s.flat().size(); ++i) {
                const double g = s.values[i] - f.values[i], h = s.values[i] - c.values[i];
                whole += g * g;
                cut += h * h;
                product += g * h;
            }
        },
        *start, *free, *clipped);
    CHECK(std::sqrt(whole) > 0.1);
    CHECK(std::sqrt(cut) == Approx(0.0625).epsilon(1e-9));
    CHECK(product == Approx(std::sqrt(whole * cut)).epsilon(1e-9));
}

TEST_CASE("the change of running statistics is no part of a gradient's norm", "[training][toys]") {
    using net_type = basic_network<double, input<3>, toys::centre, dense<2>>;
    const auto start = random_network<net_type>();
    start->layer<0>().running_mean(0, 0) = 1e6; // far from what the samples have
    const auto free = std::make_unique<net_type>(*start), clipped = std::make_unique<net_type>(*start);
    descend(*free, quadratic{}, sgd{1});
    descend(*clipped, quadratic{}, clip_by_norm{sgd{1}, 1e3f});
    CHECK(same_network(*clipped, *free));
}

TEST_CASE("a gradient whose square is not finite is a fault, not a step of nothing", "[training]") {
    network<input<1>, dense<1>> net;
    const std::vector<float> x{1e19f}, y{10};
    const auto past = fit<1>(net, quadratic{}, clip_by_norm{sgd{1}, 1.0f}, data_view{x, y}, no_validation{}, {});
    CHECK(past.status == fit_status::not_finite);
    CHECK(net.layer<0>().weights(0, 0) == 0);
}

TEST_CASE("a clipped training goes on where a free one explodes", "[training]") {
    using net_type = network<input<3>, dense<4>, dense<2>>;
    const samples<net_type> all;
    const auto train = [&](const auto& optimizer) {
        const auto net = random_network<net_type>();
        return fit<12>(*net, quadratic{}, optimizer, all.view(), no_validation{}, {.epochs = 200});
    };
    CHECK(train(sgd{3}).status == fit_status::not_finite);
    const auto past = train(clip_by_norm{sgd{3}, 0.01f});
    CHECK(past.status == fit_status::completed);
    CHECK(past.epochs.back().training.cost < 0.2f);
}

TEST_CASE("a frozen layer keeps its bits, and the others learn as if it were there", "[training]") {
    using thawed = network<input<3>, dense<8>, relu, dense<7>, trilobite::tanh, dense<2>>;
    using half = network<input<3>, frozen<dense<8>>, relu, dense<7>, trilobite::tanh, dense<2>>;
    using middle = network<input<3>, dense<8>, relu, frozen<dense<7>>, trilobite::tanh, dense<2>>;
    STATIC_REQUIRE(half::parameter_count == thawed::parameter_count);
    STATIC_REQUIRE(half::trained_parameter_count == thawed::parameter_count - 32);
    STATIC_REQUIRE(half::training_flops == thawed::training_flops - 2 * 3 * 8 - 2 * 8 - 2 * 8 * 7);
    STATIC_REQUIRE(half::first_trained == 2);
    STATIC_REQUIRE(middle::first_trained == 0);

    const auto before = random_network<thawed>();
    const auto free = std::make_unique<thawed>(*before);
    descend(*free, quadratic{}, adam{});
    const auto check = [&]<class Net, std::size_t Frozen>(std::type_identity<Net>, index_constant<Frozen>) {
        const auto net = random_network<Net>();
        descend<7>(*net, quadratic{}, adam{});
        unroll<3>([&](auto i) {
            constexpr std::size_t place = 2 * i;
            const auto& expected = place == Frozen ? before->template layer<place>() : free->template layer<place>();
            CHECK(laws::same_bits(net->template layer<place>().weights, expected.weights));
            CHECK(laws::same_bits(net->template layer<place>().bias, expected.bias));
        });
    };
    check(std::type_identity<half>{}, index_constant<0>{});
    check(std::type_identity<middle>{}, index_constant<2>{});

    const samples<half> all;
    const auto alone = random_network<half>(), together = random_network<half>();
    fit<6>(*alone, quadratic{}, sgd{}, all.view(), no_validation{}, {.epochs = 2});
    fit<6, 2>(*together, quadratic{}, sgd{}, all.view(), no_validation{}, {.epochs = 2});
    CHECK(same_network(*alone, *together));
}

TEST_CASE("layers that do both halves of their backward pass at once can be frozen", "[training][toys]") {
    using net_type =
        network<input<3, 2>, frozen<toys::recurrent<3>>, flatten, frozen<toys::shortcut<dense<9>>>, dense<2>>;
    STATIC_REQUIRE(net_type::first_trained == 3);
    using inner = network<input<3, 2>, flatten, dense<6>, frozen<toys::shortcut<dense<6>>>, dense<2>>;
    const auto check = []<class Net, std::size_t Frozen>(std::type_identity<Net>, index_constant<Frozen>) {
        const auto net = random_network<Net>(), before = random_network<Net>();
        descend(*net, quadratic{}, sgd{1});
        CHECK(!same_network(*net, *before));
        for_each_matrix([](const auto& m, const auto& n) { CHECK(laws::same_bits(m, n)); },
                        net->template layer<Frozen>(), before->template layer<Frozen>());
    };
    check(std::type_identity<net_type>{}, index_constant<0>{});
    check(std::type_identity<net_type>{}, index_constant<2>{});
    check(std::type_identity<inner>{}, index_constant<2>{});
}

TEST_CASE("a frozen layer takes the values of one that was trained", "[training]") {
    const auto trained = random_network<network<input<3>, dense<8>>>();
    network<input<3>, frozen<dense<8>>, dense<2>> net;
    net.layer<0>() = trained->layer<0>();
    CHECK(laws::same_bits(net.layer<0>().weights, trained->layer<0>().weights));
}

TEST_CASE("a layer can have an initialiser of its own", "[training]") {
    network<input<3>, initialised<dense<8>, zeros>, dense<8>> net;
    initialise(net, 1);
    CHECK(laws::all_zero(net.layer<0>().weights));
    CHECK(!laws::all_zero(net.layer<1>().weights));
}
