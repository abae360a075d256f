#include <trilobite/costs/mean_absolute_error.hpp>
#include <trilobite/costs/quadratic.hpp>
#include <trilobite/metrics/regression.hpp>

#include "../catch.hpp"
#include "repeater.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

using namespace trilobite;

namespace {

const std::vector<float> predictions{2.5f, 0, 2, 8}, targets{3, -.5f, 2, 7};

}

TEST_CASE("errors of regression", "[metrics]") {
    // Python, from the definitions.
    CHECK(mean_absolute_error_of(predictions, targets) == 0.5);
    CHECK(mean_squared_error_of(predictions, targets) == 0.375);
    CHECK(r2_score(predictions, targets) == Approx(0.9486081370449679).epsilon(1e-14));
    CHECK(r2_score(targets, targets) == 1);
    CHECK(r2_score(std::array{2, 2, 2}, std::array{1, 2, 3}) == 0);
    CHECK(r2_score(std::array{3, 2, 1}, std::array{1, 2, 3}) == -3);
    // Far from zero the squares about the mean lose no digits: 1 - 2 / 2.
    CHECK(r2_score(std::array{1e9, 1e9 + 1, 1e9 + 1}, std::array{1e9, 1e9 + 1, 1e9 + 2}) == 0.5);
}

TEST_CASE("the errors of a network are its costs", "[metrics]") {
    const auto net = repeater<1>();
    const data_view data{predictions, targets};
    CHECK(evaluate(net, mean_absolute_error{}, data).cost == 0.5f);
    CHECK(evaluate(net, quadratic{}, data).cost == 0.375f);
    CHECK(r2_score(net, data) == Approx(0.9486081370449679).epsilon(1e-14));
}

TEST_CASE("R^2 of several outputs is their mean", "[metrics]") {
    const std::vector<float> a{0, 2, -1, 2, 8, -5}, y{.5f, 1, -1, 1, 7, -6};
    // Python: 0.9654377880184332 and 0.9081632653061225.
    CHECK(r2_score(repeater<2>(), data_view{a, y}) == Approx(0.9368005266622779).epsilon(1e-14));
    CHECK(std::isnan(r2_score(repeater<2>(), data_view{a, std::vector<float>{1, 2}})));
}

TEST_CASE("there is no error of nothing, and nothing to explain where targets are all the same", "[metrics]") {
    const std::array<double, 0> nothing{};
    for (const double none : {r2_score(nothing, nothing), mean_absolute_error_of(nothing, nothing),
                              mean_squared_error_of(nothing, nothing), r2_score(predictions, nothing),
                              mean_absolute_error_of(predictions, nothing), mean_squared_error_of(predictions, nothing),
                              r2_score(std::array{1, 2}, std::array{.1, .1}), r2_score(std::array{1.}, std::array{1.})})
        CHECK(std::isnan(none));
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(std::isnan(r2_score(std::array{1., nan}, std::array{1., 2.})));
    CHECK(std::isnan(mean_absolute_error_of(std::array{1., nan}, std::array{1., 2.})));
}
