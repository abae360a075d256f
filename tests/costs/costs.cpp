#include "../laws/cost_laws.hpp"
#include "one_sample.hpp"

#include <trilobite/costs/binary_cross_entropy.hpp>
#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/costs/quadratic.hpp>
#include <trilobite/layers/tanh.hpp>

using namespace trilobite;

namespace {

/// dC/dz of one sigmoid unit with input z where y is right, as a network computes it.
template <class Cost>
double slope_behind_sigmoid(double y, double z) {
    const vector<double, 1> x{z}, target{y};
    vector<double, 1> a, da, dz;
    using view = matrix_view<const double, 1, 1>;
    no_memory none;
    const sigmoid::layer<double, shape{1}> unit;
    unit.forward(training_pass{.rows = 1}, view(x), a.view(), none);
    if constexpr (PassesThrough<Cost, sigmoid, double>) {
        Cost{}.gradient_before(sigmoid{}, view(a), view(target), 1, 1.0, dz.view());
    } else {
        Cost{}.gradient(view(a), view(target), 1, 1.0, da.view());
        unit.backward_input(training_pass{.rows = 1}, view(x), view(a), view(da), none, dz.view());
    }
    return dz(0, 0);
}

}

TEST_CASE("costs obey their laws", "[costs]") {
    laws::check_cost<quadratic>();
    laws::check_cost<cross_entropy, 2>();
    laws::check_cost<binary_cross_entropy>();
}

TEST_CASE("a cost whose derivative cancels the activation's says so rightly", "[costs]") {
    laws::cost_passes_through<binary_cross_entropy, sigmoid, 4, 1>({});
    laws::cost_passes_through<binary_cross_entropy, sigmoid, 4, 10>({});
    laws::cost_passes_through<cross_entropy, softmax, 4, 2>({});
    laws::cost_passes_through<cross_entropy, softmax, 4, 10>({});
    STATIC_REQUIRE(!PassesThrough<quadratic, sigmoid, float>);
    STATIC_REQUIRE(!PassesThrough<cross_entropy, sigmoid, float>);
    STATIC_REQUIRE(!PassesThrough<binary_cross_entropy, softmax, float>);
}

TEST_CASE("the quadratic cost of equation 8.1", "[costs][book]") {
    CHECK(cost_of(quadratic{}, {1}, {1}) == 0);
    CHECK(cost_of(quadratic{}, {1}, {.9997}) == Approx(8.999999999998017e-08).epsilon(1e-12));
    CHECK(cost_of(quadratic{}, {1}, {.9}) == Approx(.01).epsilon(1e-12));
    CHECK(cost_of(quadratic{}, {1}, {.6}) == Approx(.16).epsilon(1e-12));
    CHECK(cost_of(quadratic{}, {1}, {.1192}) == Approx(.77580864).epsilon(1e-12));
    CHECK(cost_of(quadratic{}, {0}, {.1192}) == Approx(.01420864).epsilon(1e-12));
    CHECK(cost_of(quadratic{}, {1}, {1 - .1192}) == Approx(.01420864).epsilon(1e-12));
    CHECK(cost_of(quadratic{}, {.25}, {.75}) == cost_of(quadratic{}, {.75}, {.25}));
    // The mean is over the outputs too: half of the error of one output of two.
    CHECK(cost_of(quadratic{}, {1, 0}, {.6, 0}) == Approx(.08).epsilon(1e-12));
}

TEST_CASE("the cross-entropy of equation 8.2 and table 8.1", "[costs][book]") {
    const auto c = [](double y, double a) { return cost_of(binary_cross_entropy{}, {y}, {a}); };
    CHECK(c(1, .9997) == Approx(.00030004500900199243).epsilon(1e-12));
    CHECK(c(1, .9) == Approx(.10536051565782628).epsilon(1e-12));
    CHECK(c(1, .6) == Approx(.5108256237659907).epsilon(1e-12));
    CHECK(c(1, .1192) == Approx(2.1269525243508878).epsilon(1e-12));
    CHECK(c(0, .1192) == Approx(.1269246935736668).epsilon(1e-12));
    CHECK(c(1, .8808) == Approx(.1269246935736668).epsilon(1e-12));
    // Clipped as Keras does at 1e-7, so the worst cost is -ln(1e-7).
    CHECK(c(1, 0) == Approx(16.11809565095832).epsilon(1e-9));
    CHECK(c(0, 1) == Approx(16.11809565095832).epsilon(1e-9));
    CHECK(c(1, 1) == Approx(1e-7).epsilon(1e-6));
}

TEST_CASE("cross-entropy learns where the quadratic cost is saturated", "[costs][book]") {
    CHECK(slope_behind_sigmoid<binary_cross_entropy>(1, -2) == Approx(-.880797).epsilon(1e-6));
    CHECK(slope_behind_sigmoid<quadratic>(1, -2) == Approx(-.184956).epsilon(1e-5));
    CHECK(slope_behind_sigmoid<binary_cross_entropy>(1, -10) == Approx(-.999955).epsilon(1e-6));
    CHECK(slope_behind_sigmoid<quadratic>(1, -10) == Approx(-9.079e-5).epsilon(1e-4));
}

TEST_CASE("a cost takes any activations, not only a network's output", "[costs][book]") {
    // Equation 8.3: tanh gives values from -1 on; the quadratic cost has a gradient there as everywhere.
    const matrix<float, 2, 3> z{};
    matrix<float, 2, 3> a, target, da;
    no_memory none;
    trilobite::tanh::layer<float, shape{3}>{}.forward(training_pass{.rows = 2}, z.view(), a.view(), none);
    target(1, 2) = 3;
    using view = matrix_view<const float, 2, 3>;
    quadratic{}.gradient(view(a), view(target), 2, 0.5f, da.view());
    CHECK(da(1, 2) == Approx(2 * 0.5 * -3 / 3));
    CHECK(da(0, 0) == 0);
}

namespace {

/// Targets of each kind, in every lane of a register: one class, two, none.
template <class Cost, class T, std::size_t N>
void cost_adds_up_over_samples(float label_smoothing) {
    INFO(sizeof(T) << " bytes, " << N << ", smoothed by " << label_smoothing);
    constexpr std::size_t rows = 100;
    matrix<T, rows, N> a, target;
    laws::randomise(a, N);
    for (T& v : a.values)
        v = T(0.5) + T(0.45) * v;
    for (std::size_t row = 0; row < rows; ++row) {
        if (row < 50 || row % 3 != 0) // a whole register of samples with one target each, and mixed ones
            target(row, row * 7 % N) = 1;
        if (row >= 50 && row % 5 == 0)
            target(row, row * 3 % N) = T(0.25);
    }
    using view = matrix_view<const T, rows, N>;
    using row_view = matrix_view<const T, 1, N>;
    const Cost cost{label_smoothing};
    T one_by_one = T(0.125);
    for (std::size_t row = 0; row < rows; ++row)
        one_by_one += cost.sum(row_view{&a(row, 0)}, row_view{&target(row, 0)}, 1, T{0});
    CHECK(cost.sum(view(a), view(target), rows, T(0.125)) == one_by_one);
}

}

TEST_CASE("the cross-entropy of many samples is the sum of each, whatever their targets", "[costs]") {
    for (const float smoothing : {0.0f, 0.1f}) {
        cost_adds_up_over_samples<cross_entropy, float, 2>(smoothing);
        cost_adds_up_over_samples<cross_entropy, float, 5>(smoothing);
        cost_adds_up_over_samples<cross_entropy, float, 10>(smoothing);
        cost_adds_up_over_samples<cross_entropy, float, 16>(smoothing);
        cost_adds_up_over_samples<cross_entropy, float, 20>(smoothing);
        cost_adds_up_over_samples<cross_entropy, double, 10>(smoothing);
    }
}

TEST_CASE("the binary cross-entropy of many samples is the sum of each, whatever their targets", "[costs]") {
    for (const float smoothing : {0.0f, 0.1f}) {
        cost_adds_up_over_samples<binary_cross_entropy, float, 1>(smoothing);
        cost_adds_up_over_samples<binary_cross_entropy, float, 3>(smoothing);
        cost_adds_up_over_samples<binary_cross_entropy, float, 10>(smoothing);
        cost_adds_up_over_samples<binary_cross_entropy, double, 1>(smoothing);
        cost_adds_up_over_samples<binary_cross_entropy, double, 10>(smoothing);
    }
}
