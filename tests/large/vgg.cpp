#include "heap_training.hpp"

TEST_CASE("VGG takes training steps", "[large]") {
    const auto costs = large::costs_of_training<book::vgg>(3, 0.01f);
    CHECK(std::isfinite(costs.front()));
    CHECK(costs.back() < costs.front());
}
