#include "../laws/cost_laws.hpp"
#include "one_sample.hpp"

#include <trilobite/costs/class_weighted.hpp>
#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/costs/negative_log_likelihood.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/train_step.hpp>

using namespace trilobite;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The mean cost of three samples, and what training takes for its gradient.
template <class Net, class Cost>
double cost_and_gradient(const Net& net, const Cost& cost, Net& gradient) {
    working_memory<Net, 4, true> memory;
    memory.fill(0, 3, [](std::size_t row, double* x, double* y) {
        for (std::size_t i = 0; i < Net::input_size; ++i)
            x[i] = uniform<double>(random_key::from_seed(9), row * Net::input_size + i, -1, 1);
        std::fill_n(y, Net::output_size, 0.0);
        y[row] = 0.75;
        y[row + 1] = 0.25;
    });
    const training_pass p{.rows = 3};
    forward(net, p, memory.inputs(), memory.record);
    gradient = {};
    add_gradient(net, cost, p, 3, memory, gradient);
    return cost.sum(memory.outputs(), memory.targets(), 3, 0.0) / 3;
}

template <class Last>
using small = basic_network<double, input<3>, dense<5>, trilobite::tanh, dense<4>, Last>;

}

TEST_CASE("negative_log_likelihood obeys the laws of costs", "[costs]") {
    laws::check_cost<negative_log_likelihood, 2>();
    laws::cost_passes_through<negative_log_likelihood, log_softmax, 4, 10>({});
    STATIC_REQUIRE(!PassesThrough<negative_log_likelihood, softmax, float>);
    STATIC_REQUIRE(!PassesThrough<cross_entropy, log_softmax, float>);
}

TEST_CASE("negative_log_likelihood of log-probabilities", "[costs]") {
    // Python, behind the logarithm of the softmax of -1, 1, 5.
    const double a[]{-6.020581138947329, -4.020581138947329, -0.020581138947329287};
    CHECK(cost_of(negative_log_likelihood{}, {0, 1, 0}, a) == 4.020581138947329);
    CHECK(cost_of(negative_log_likelihood{}, {.25, .5, .25}, a) == Approx(3.5205811389473296).epsilon(1e-14));
    const auto before = gradient_before<log_softmax>(negative_log_likelihood{}, {.25, .5, .25}, a);
    CHECK(before[0] == Approx(-0.24757174197040865).epsilon(1e-14));
    CHECK(before[1] == Approx(-0.4820574651966708).epsilon(1e-14));
    CHECK(before[2] == Approx(0.7296292071670796).epsilon(1e-14));
    // What cannot be costs nothing where it need not be, and everything where it should.
    CHECK(cost_of(negative_log_likelihood{}, {1, 0}, {0, -infinity}) == 0);
    CHECK(cost_of(negative_log_likelihood{}, {0, 1}, {0, -infinity}) == infinity);
}

TEST_CASE("log_softmax and negative_log_likelihood train what softmax and cross_entropy train", "[costs]") {
    small<softmax> net, gradient;
    small<log_softmax> log_net, log_gradient;
    initialise(net, 5);
    initialise(log_net, 5);
    STATIC_REQUIRE(cost_start<small<log_softmax>, negative_log_likelihood> == from::before_activation);
    const auto compare = [&](const auto& cost, const auto& log_cost) {
        CHECK(cost_and_gradient(net, cost, gradient) ==
              Approx(cost_and_gradient(log_net, log_cost, log_gradient)).epsilon(1e-14));
        double largest_difference = 0;
        const auto add = [&](const auto& g, const auto& h) {
            for (std::size_t i = 0; i < g.flat().size(); ++i)
                largest_difference = std::max(largest_difference, std::abs(g.flat()[i] - h.flat()[i]));
        };
        for_each_matrix(add, gradient.layer<0>(), log_gradient.layer<0>());
        for_each_matrix(add, gradient.layer<2>(), log_gradient.layer<2>());
        CHECK(largest_difference < 1e-15);
        CHECK(std::abs(gradient.layer<2>().bias(0, 0)) > 1e-3);
    };
    compare(cross_entropy{}, negative_log_likelihood{});
    constexpr std::array weights{1.f, 2.f, .5f, 3.f};
    compare(class_weighted{cross_entropy{}, weights}, class_weighted{negative_log_likelihood{}, weights});
}
