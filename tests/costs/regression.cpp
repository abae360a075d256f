#include "../laws/cost_laws.hpp"
#include "one_sample.hpp"

#include <trilobite/costs/huber.hpp>
#include <trilobite/costs/mean_absolute_error.hpp>

using namespace trilobite;

// Expected values: Python, from the formulas of the papers.

TEST_CASE("costs of regression obey their laws", "[costs]") {
    laws::check_cost<mean_absolute_error>();
    laws::check_cost<huber>();
    laws::check_cost(huber{.delta = 0.5f});
}

TEST_CASE("the mean absolute error is a mean over outputs, and has no slope where an output is right", "[costs]") {
    CHECK(cost_of(mean_absolute_error{}, {1, -2, .5, 0}, {1.25, 1, .5, -.75}) == 1);
    CHECK(gradient_of(mean_absolute_error{}, {1, -2, .5, 0}, {1.25, 1, .5, -.75}) == std::array{.25, .25, 0., -.25});
}

TEST_CASE("Huber's cost is quadratic up to delta and linear beyond", "[costs]") {
    const auto cost = [](float delta) { return cost_of(huber{.delta = delta}, {1, -2, .5, 0}, {1.25, 1, .5, -.75}); };
    CHECK(cost(1) == .703125);
    CHECK(cost(.5f) == .4140625);
    CHECK(cost(2) == 1.078125);
    const auto gradient = [](float delta) {
        return gradient_of(huber{.delta = delta}, {1, -2, .5, 0}, {1.25, 1, .5, -.75});
    };
    CHECK(gradient(1) == std::array{.0625, .25, 0., -.1875});
    CHECK(gradient(.5f) == std::array{.0625, .125, 0., -.125});
    CHECK(gradient(2) == std::array{.0625, .5, 0., -.1875});
    CHECK(cost_of(huber{}, {0}, {1}) == .5);
}

TEST_CASE("a NaN shows in the costs of regression", "[costs]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(std::isnan(cost_of(mean_absolute_error{}, {0, 0}, {0, nan})));
    CHECK(std::isnan(gradient_of(mean_absolute_error{}, {0, 0}, {0, nan})[1]));
    CHECK(std::isnan(cost_of(huber{}, {0, 0}, {0, nan})));
    CHECK(std::isnan(gradient_of(huber{}, {0, 0}, {0, nan})[1]));
}
