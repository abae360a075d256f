#include "../laws/cost_laws.hpp"
#include "one_sample.hpp"

#include <trilobite/costs/binary_cross_entropy.hpp>
#include <trilobite/costs/class_weighted.hpp>
#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/costs/quadratic.hpp>
#include <trilobite/core/type_name.hpp>

using namespace trilobite;

namespace {

constexpr std::array ten{1.f, 2.f, .5f, 4.f, 0.f, 1.5f, .25f, 3.f, 1.f, 8.f};
constexpr std::array two{.5f, 3.f};

}

TEST_CASE("a class-weighted cost obeys the laws of costs", "[costs]") {
    laws::check_cost_of<10>(class_weighted{cross_entropy{.label_smoothing = 0.1f}, ten});
    laws::check_cost_of<2>(class_weighted{quadratic{}, two});
    laws::check_cost_of<1>(class_weighted{binary_cross_entropy{}, two});
}

TEST_CASE("a class-weighted cost passes through what the cost within passes through", "[costs]") {
    laws::cost_passes_through<class_weighted<cross_entropy, 10>, softmax, 4, 10>({cross_entropy{}, ten});
    laws::cost_passes_through<class_weighted<binary_cross_entropy, 2>, sigmoid, 4, 1>({binary_cross_entropy{}, two});
    STATIC_REQUIRE(!PassesThrough<class_weighted<quadratic, 2>, sigmoid, float>);
    STATIC_REQUIRE(!PassesThrough<class_weighted<cross_entropy, 2>, sigmoid, float>);
}

TEST_CASE("a sample counts by the class of its target", "[costs]") {
    constexpr class_weighted cost{cross_entropy{}, std::array{2.f, .5f, 1.f}};
    // Python: ln of the class's probability times its weight.
    CHECK(cost_of(cost, {1, 0, 0}, {.6, .3, .1}) == Approx(1.0216512475319814).epsilon(1e-14));
    CHECK(cost_of(cost, {0, 1, 0}, {.2, .3, .5}) == Approx(0.6019864021629681).epsilon(1e-14));
    // Not divided by the sum of the weights: the sum over samples is the sum of their costs.
    const matrix<double, 2, 3> a{{.6, .3, .1}}, target{{1, 0, 0}};
    CHECK(cost.sum(a.view(), target.view(), 1, 0.25) == Approx(1.2716512475319814).epsilon(1e-14));
    CHECK(gradient_of(cost, {0, 1, 0}, {.2, .25, .5}) == std::array{0., -2., 0.});
    CHECK(gradient_of(cost, {.75, .25, 0}, {.5, .25, .25}) == std::array{-3., -2., 0.});
}

TEST_CASE("one output has two classes to weigh", "[costs]") {
    constexpr class_weighted cost{quadratic{}, std::array{.5f, 3.f}};
    CHECK(cost_of(cost, {0}, {.5}) == .125);
    CHECK(cost_of(cost, {1}, {.5}) == .75);
    CHECK(gradient_of(cost, {1}, {.5})[0] == -3);
}

TEST_CASE("a class-weighted cost has a plain name", "[costs]") {
    CHECK(type_name<class_weighted<cross_entropy, 3>> == "class_weighted<cross_entropy, 3>");
}
