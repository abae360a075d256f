#include "../laws/cost_laws.hpp"
#include "one_sample.hpp"

#include <trilobite/costs/binary_cross_entropy.hpp>
#include <trilobite/costs/cross_entropy.hpp>

using namespace trilobite;

TEST_CASE("costs of smoothed labels obey their laws", "[costs]") {
    laws::check_cost<cross_entropy, 2>({.label_smoothing = 0.1f});
    laws::check_cost(binary_cross_entropy{.label_smoothing = 0.2f});
    laws::cost_passes_through<cross_entropy, softmax, 4, 10>({.label_smoothing = 0.1f});
    laws::cost_passes_through<binary_cross_entropy, sigmoid, 4, 10>({.label_smoothing = 0.2f});
}

TEST_CASE("label smoothing shares a part of the target out among all classes", "[costs]") {
    // Python: y (1 - s) + s / N for y in the formula of cross-entropy.
    constexpr cross_entropy smooth{.label_smoothing = 0.25f};
    CHECK(cost_of(cross_entropy{}, {0, 1, 0}, {.2, .3, .5}) == Approx(1.2039728043259361).epsilon(1e-14));
    CHECK(cost_of(smooth, {0, 1, 0}, {.2, .3, .5}) == Approx(1.1951927613544504).epsilon(1e-14));
    const auto slope = gradient_of(smooth, {0, 1, 0}, {.2, .3, .5});
    CHECK(slope[0] == Approx(-0.41666666666666663).epsilon(1e-14));
    CHECK(slope[1] == Approx(-2.777777777777778).epsilon(1e-14));
    CHECK(slope[2] == Approx(-0.16666666666666666).epsilon(1e-14));
    const auto before = gradient_before<softmax>(smooth, {0, 1, 0}, {.2, .3, .5});
    CHECK(before[0] == Approx(0.11666666666666668).epsilon(1e-14));
    CHECK(before[1] == Approx(-0.5333333333333334).epsilon(1e-14));
    CHECK(before[2] == Approx(0.4166666666666667).epsilon(1e-14));
}

TEST_CASE("each output of binary cross-entropy has two classes to share its target", "[costs]") {
    // Python: y (1 - s) + s / 2.
    constexpr binary_cross_entropy smooth{.label_smoothing = 0.25f};
    CHECK(cost_of(smooth, {1, 0}, {.9, .3}) == Approx(.4213003821559933).epsilon(1e-14));
    CHECK(cost_of(smooth, {1}, {.6}) == Approx(.5615087622795113).epsilon(1e-14));
    const auto before = gradient_before<sigmoid>(smooth, {1, 0}, {.9, .3});
    CHECK(before[0] == Approx(.0125).epsilon(1e-13));
    CHECK(before[1] == Approx(.0875).epsilon(1e-13));
}

TEST_CASE("labels that are not smoothed leave the bits of the plain formulas", "[costs]") {
    vector<float, 20> a, target, da, expected;
    laws::randomise(a, 1);
    laws::randomise(target, 2);
    for (float& v : a.values)
        v = 0.5f + 0.49f * v;
    for (float& v : target.values)
        v = v > 0 ? v : 0;
    using view = matrix_view<const float, 1, 20>;
    const auto same_as = [&](auto slope) {
        for (std::size_t i = 0; i < 20; ++i)
            expected(0, i) = slope(a(0, i), target(0, i));
        return laws::same_bits(da, expected);
    };
    cross_entropy{}.gradient(view(a), view(target), 1, 0.3f, da.view());
    CHECK(same_as([](float y, float t) { return -0.3f * t / y; }));
    cross_entropy{}.gradient_before(softmax{}, view(a), view(target), 1, 0.3f, da.view());
    CHECK(same_as([](float y, float t) { return 0.3f * (y - t); }));
    binary_cross_entropy{}.gradient(view(a), view(target), 1, 0.3f, da.view());
    CHECK(same_as([](float y, float t) { return 0.3f / 20 * (y - t) / (y * (1 - y)); }));
    binary_cross_entropy{}.gradient_before(sigmoid{}, view(a), view(target), 1, 0.3f, da.view());
    CHECK(same_as([](float y, float t) { return 0.3f / 20 * (y - t); }));

    float cost = 0, binary = 0;
    for (std::size_t i = 0; i < 20; ++i) {
        const float y = target(0, i), p = a(0, i);
        if (y != 0)
            cost = multiply_add(-y, math::log(p), cost);
        binary = multiply_add(-y, math::log(p), binary);
        binary = multiply_add(y - 1, math::log(1 - p), binary);
    }
    CHECK(cross_entropy{}.sum(view(a), view(target), 1, 0.0f) == cost);
    CHECK(binary_cross_entropy{}.sum(view(a), view(target), 1, 0.0f) == binary / 20);
}
