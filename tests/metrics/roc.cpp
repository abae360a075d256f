#include <trilobite/metrics/roc.hpp>

#include "../catch.hpp"
#include "repeater.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

using namespace trilobite;

namespace {

const std::vector<float> scores{.1f, .4f, .35f, .8f, .4f, .4f, .9f, .35f, .05f, .8f, .6f};
const std::vector<int> labels{0, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1};
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double trapezoids(const std::vector<roc_point>& curve) {
    double area = 0;
    for (std::size_t i = 1; i < curve.size(); ++i)
        area += (curve[i].false_positive_rate - curve[i - 1].false_positive_rate) *
                (curve[i].true_positive_rate + curve[i - 1].true_positive_rate) / 2;
    return area;
}

}

TEST_CASE("a ROC curve has a point for each different score", "[metrics]") {
    const auto curve = roc_curve(scores, labels);
    // Python: the negatives (of 6) and positives (of 5) whose score is the threshold or more.
    const struct {
        float threshold;
        int negatives, positives;
    } expected[] = {{.9f, 0, 1}, {.8f, 1, 2}, {.6f, 1, 3}, {.4f, 3, 4}, {.35f, 4, 5}, {.1f, 5, 5}, {.05f, 6, 5}};
    REQUIRE(curve.size() == std::size(expected) + 1);
    CHECK(curve[0].threshold == infinity);
    CHECK(curve[0].false_positive_rate == 0);
    CHECK(curve[0].true_positive_rate == 0);
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        CHECK(curve[i + 1].threshold == static_cast<double>(expected[i].threshold));
        CHECK(curve[i + 1].false_positive_rate == expected[i].negatives / 6.0);
        CHECK(curve[i + 1].true_positive_rate == expected[i].positives / 5.0);
    }
}

TEST_CASE("the area under a ROC curve is the share of pairs in order", "[metrics]") {
    // Python: 23 of 30 pairs of a positive and a negative, ties counted one half; the same by midranks.
    CHECK(roc_auc(scores, labels) == Approx(23.0 / 30).epsilon(1e-15));
    CHECK(trapezoids(roc_curve(scores, labels)) == Approx(23.0 / 30).epsilon(1e-15));
    CHECK(roc_auc(std::array{.1, .4, .35, .8}, std::array{0, 0, 1, 1}) == 0.75);
    CHECK(roc_auc(std::array{1, 2, 3}, std::array{false, true, true}) == 1);
    CHECK(roc_auc(std::array{1, 2, 3}, std::array{1.f, -1.f, -1.f}) == 0);
    CHECK(roc_auc(std::array{0., -0.}, std::array{1, 0}) == 0.5);
    CHECK(roc_auc(std::array{-infinity, infinity}, std::array{0, 1}) == 1);
}

TEST_CASE("there is no ROC where there is nothing to part", "[metrics]") {
    const auto none = [](const auto& s, const auto& l) { return std::isnan(roc_auc(s, l)) && roc_curve(s, l).empty(); };
    CHECK(none(std::array{1., 2.}, std::array{1, 1}));
    CHECK(none(std::array{1., 2.}, std::array{0, 0}));
    CHECK(none(std::array{1., not_a_number}, std::array{0, 1}));
    CHECK(none(std::array{1., 2.}, std::array{0, 1, 1}));
    CHECK(none(std::array<double, 0>{}, std::array<int, 0>{}));
}

TEST_CASE("the ROC of a network's output", "[metrics]") {
    const data_view data{scores, labels};
    CHECK(roc_auc(repeater<1>(), data) == Approx(23.0 / 30).epsilon(1e-15));
    CHECK(trapezoids(roc_curve(repeater<1>(), data)) == Approx(23.0 / 30).epsilon(1e-15));
    CHECK(std::isnan(roc_auc(repeater<1>(), data, 1)));
    CHECK(std::isnan(roc_auc(repeater<1>(), data_view{scores, std::vector<int>{0, 1}})));
    // One class against the others: its outputs are .1, .5, .3, .2, and it is that of the third sample.
    const std::vector<float> of_three{.9f, .1f, 0, 0, .5f, .5f, .4f, .3f, .3f, .4f, .2f, .4f};
    const std::vector<int> classes{0, 2, 1, 0};
    CHECK(roc_auc(repeater<3>(), data_view{of_three, classes}, 1) == Approx(2.0 / 3).epsilon(1e-15));
    CHECK(roc_auc(repeater<3>(), data_view{of_three, classes}) == Approx(0.875).epsilon(1e-15));
}
