#include "../laws/cost_laws.hpp"
#include "one_sample.hpp"

#include <trilobite/costs/hinge.hpp>

using namespace trilobite;

TEST_CASE("hinge obeys the laws of costs", "[costs]") {
    laws::check_cost<hinge>();
}

TEST_CASE("hinge takes targets 0 and 1 for the sides -1 and 1", "[costs]") {
    // Python, from Keras' definition: mean of max(0, 1 - t a).
    CHECK(cost_of(hinge{}, {1, 0, 1, 0}, {.25, .75, 2, -3}) == .625);
    CHECK(cost_of(hinge{}, {1, -1, 1, -1}, {.25, .75, 2, -3}) == .625);
    CHECK(cost_of(hinge{}, {1}, {-.5}) == 1.5);
    CHECK(std::isnan(cost_of(hinge{}, {1}, {std::numeric_limits<double>::quiet_NaN()})));
}

TEST_CASE("hinge has a slope of one within the margin and none beyond", "[costs]") {
    CHECK(gradient_of(hinge{}, {1, 0, 1, 0}, {.25, .75, 2, -3}) == std::array{-.25, .25, 0., 0.});
    CHECK(gradient_of(hinge{}, {1, -1, 1, -1}, {.25, .75, 2, -3}) == std::array{-.25, .25, 0., 0.});
    CHECK(gradient_of(hinge{}, {1, 0}, {1, -1}) == std::array{0., 0.});
    CHECK(gradient_of(hinge{}, {1, 0}, {.999, -.999}) == std::array{-.5, .5});
}
