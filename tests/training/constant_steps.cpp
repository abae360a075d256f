// Optimizers, schedules and initialisers in constant expressions; an epoch, and what it is evaluated to.
#include "../catch.hpp"
#include "../laws/constant_laws.hpp"

#include <trilobite/trilobite.hpp>

#include <type_traits>

using namespace trilobite;

namespace {

using laws::same_in_constant_expressions;
using one_layer = network<input<2>, dense<9>>;

/// A layer after three steps along random gradients.
template <class Optimizer>
constexpr one_layer after_steps(std::uint64_t seed, const Optimizer& optimizer) {
    one_layer net{}, gradient{};
    initialise(net, seed);
    typename Optimizer::template state<one_layer> state{};
    for (std::uint64_t step = 1; step <= 3; ++step) {
        initialise(gradient, seed + step);
        if constexpr (NeedsWholeGradient<Optimizer>)
            state.squared_norm = squared_norm(net, gradient, quadratic{});
        take_step(net, gradient, optimizer.begin_step(state), state.moments());
    }
    return net;
}

template <class Initialiser>
constexpr auto initialised_with = [](std::uint64_t seed) {
    one_layer net{};
    initialise(net, seed, Initialiser{});
    return net;
};

}

TEST_CASE("optimizers in constant expressions", "[constant]") {
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return after_steps(seed, sgd{0.1f}); }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return after_steps(seed, momentum{0.1f}); }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return after_steps(seed, nesterov{0.1f}); }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return after_steps(seed, adagrad{0.1f}); }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return after_steps(seed, adadelta{}); }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return after_steps(seed, rmsprop{0.1f}); }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return after_steps(seed, adamw{0.1f}); }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) {
        return after_steps(seed, clip_by_value{adam{0.1f}, 0.2f});
    }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) {
        return after_steps(seed, clip_by_norm{sgd{0.1f}, 0.2f});
    }));
}

TEST_CASE("schedules in constant expressions", "[constant]") {
    CHECK(same_in_constant_expressions([](std::uint64_t seed) {
        const auto rates = [=](auto schedule) {
            return after_steps(seed, scheduled{sgd{0.1f}, schedule}).template layer<0>().bias(0, 0);
        };
        vector<float, 4> all;
        all(0, 0) = rates(warm_up{2, cosine_decay{.steps = 10}});
        all(0, 1) = rates(step_decay{0.5f, 2});
        all(0, 2) = rates(exponential_decay{0.5f, 2});
        all(0, 3) = rates(inverse_time_decay{0.1f});
        return all;
    }));
}

TEST_CASE("initialisers in constant expressions", "[constant]") {
    CHECK(same_in_constant_expressions(initialised_with<he_uniform>));
    CHECK(same_in_constant_expressions(initialised_with<lecun_normal>));
    CHECK(same_in_constant_expressions(initialised_with<truncated_normal>));
    CHECK(same_in_constant_expressions(initialised_with<orthogonal>));
}

TEST_CASE("an epoch in a constant expression", "[constant]") {
    CHECK(same_in_constant_expressions([](std::uint64_t seed) {
        using net_type = basic_network<double, input<2>, dense<3>, relu, dense<1>, sigmoid>;
        constexpr std::array x{0., 0., 0., 1., 1., 0., 1., 1.};
        constexpr std::array y{0, 1, 1, 0};
        const data_view data{x, y};
        laws::training_result<net_type> result{};
        initialise(result.net, seed);
        training_state<net_type, adam> state{};
        working_memory<net_type, 2, true, reads_in_place<net_type, decltype(data)>> memory;
        const auto goes_on = [](const auto&) { return true; };
        result.costs[0] =
            train_epoch(result.net, binary_cross_entropy{}, adam{0.1f}, state, memory, 2, data, 1, goes_on).cost;
        result.costs[1] = evaluate<4096>(result.net, binary_cross_entropy{}, data).cost;
        return result;
    }));
}
