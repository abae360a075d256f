#include "heap_training.hpp"

TEST_CASE("AlexNet takes training steps", "[large]") {
    const auto costs = large::costs_of_training<book::alexnet>(4, 0.01f);
    CHECK(std::isfinite(costs.front()));
    CHECK(costs.back() < costs.front());
}
