#include "../catch.hpp"

#include <trilobite/trilobite.hpp>

#include <array>
#include <cstddef>

using namespace trilobite;

namespace {

using one_weight = basic_network<double, input<1>, dense<1>>;

/// Where a weight that begins at 1 is after each of some steps with these gradients.
template <class Optimizer, std::size_t N>
std::array<double, N> path(const Optimizer& optimizer, const std::array<double, N>& gradients) {
    one_weight net, gradient;
    training_state<one_weight, Optimizer> state{};
    net.layer<0>().weights(0, 0) = 1;
    std::array<double, N> places{};
    for (std::size_t i = 0; i < N; ++i) {
        gradient.layer<0>().weights(0, 0) = gradients[i];
        const auto rule = optimizer.begin_step(state.optimizer);
        take_step(net, gradient, rule, state.optimizer.moments());
        CHECK(gradient.layer<0>().weights(0, 0) == 0);
        CHECK(net.layer<0>().bias(0, 0) == 0);
        places[i] = net.layer<0>().weights(0, 0);
    }
    return places;
}

}

// The tables were computed outside the library, in double, from the formulas as the papers print them.
TEST_CASE("adam follows its formula step by step", "[training][optimizers]") {
    const auto found = path(adam{.learning_rate = 0.1f}, std::array{0.5, -0.25, 1.0, 0.125, -2.0, 0.75});
    const std::array expected{0.9000006324515321, 0.8733670792079219, 0.8075561008769583,
                              0.7476585911340661, 0.7696830358091469, 0.771588901218646};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        INFO("step " << i + 1);
        CHECK(found[i] == Approx(expected[i]).epsilon(1e-6));
    }
}

TEST_CASE("sgd follows its formula step by step", "[training][optimizers]") {
    const auto found = path(sgd{.learning_rate = 0.25f}, std::array{0.5, -0.25, 1.0, 0.125, -2.0});
    const std::array expected{0.875, 0.9375, 0.6875, 0.65625, 1.15625};
    CHECK(found == expected);
}
