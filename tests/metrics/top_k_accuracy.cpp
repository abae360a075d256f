#include <trilobite/metrics/top_k_accuracy.hpp>

#include "../catch.hpp"
#include "repeater.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

using namespace trilobite;

namespace {

const std::vector<float> scores{.1f, .5f, .2f,  .2f,  .4f,  .4f,  .1f, .1f, .7f, .1f,
                                .1f, .1f, .25f, .25f, .25f, .25f, 0,   .3f, .6f, .1f};
const std::vector<int> labels{1, 1, 0, 2, 0};

}

TEST_CASE("top_k_accuracy counts classes among the K largest scores, the first of equal ones", "[metrics]") {
    // Python: sorted by (-score, class), 2, 3, 4 and 5 of the samples are right.
    CHECK(top_k_accuracy<1>(scores, labels) == 0.4);
    CHECK(top_k_accuracy<2>(scores, labels) == 0.6);
    CHECK(top_k_accuracy<3>(scores, labels) == 0.8);
    CHECK(top_k_accuracy<4>(scores, labels) == 1);
    CHECK(top_k_accuracy<9>(scores, labels) == 1);
}

TEST_CASE("top_k_accuracy of a network", "[metrics]") {
    const data_view data{scores, labels};
    CHECK(top_k_accuracy<1>(repeater<4>(), data) == 0.4);
    CHECK(top_k_accuracy<3>(repeater<4>(), data) == 0.8);
    // Targets that are values, and more samples than are worked on at once.
    std::vector<float> many, targets;
    for (int i = 0; i < 30; ++i) {
        many.insert(many.end(), scores.begin(), scores.end());
        for (const int label : labels)
            for (int c = 0; c < 4; ++c)
                targets.push_back(c == label ? .7f : .1f);
    }
    CHECK(top_k_accuracy<2>(repeater<4>(), data_view{many, targets}) == 0.6);
    CHECK(std::isnan(top_k_accuracy<2>(repeater<4>(), data_view{scores, std::vector<int>{1}})));
}

TEST_CASE("top_k_accuracy does not count what cannot be compared", "[metrics]") {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    CHECK(top_k_accuracy<1>(std::array{nan, 1.f, 0.f}, std::array{0}) == 0);
    CHECK(top_k_accuracy<2>(std::array{nan, 1.f, 0.f}, std::array{0}) == 0);
    CHECK(top_k_accuracy<1>(std::array{nan, 1.f, 0.f}, std::array{1}) == 0);
    CHECK(top_k_accuracy<2>(std::array{nan, 1.f, 0.f}, std::array{1}) == 1);
    CHECK(std::isnan(top_k_accuracy<1>(std::array<float, 0>{}, std::array<int, 0>{})));
    CHECK(std::isnan(top_k_accuracy<1>(std::array{1, 2, 3}, std::array{1, 1})));
    CHECK(std::isnan(top_k_accuracy<1>(std::array{1, 2, 3}, std::array{3})));
    CHECK(std::isnan(top_k_accuracy<1>(std::array{1, 2, 3}, std::array{-1})));
}
