#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <trilobite/layers/dense.hpp>
#include <trilobite/network/predict.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/orthogonal.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numbers>
#include <numeric>
#include <span>
#include <vector>

using namespace trilobite;

namespace {

/// The weights of dense<256> after 784 inputs.
template <class T, class Initialiser>
std::vector<double> weights(const Initialiser& initialiser, std::uint64_t seed) {
    const auto net = std::make_unique<basic_network<T, input<784>, dense<256>>>();
    initialise(*net, seed, initialiser);
    const auto& all = net->template layer<0>().weights.flat();
    return {all.begin(), all.end()};
}

double deviation(const std::vector<double>& values) {
    double sum = 0;
    for (const double v : values)
        sum += v * v;
    return std::sqrt(sum / static_cast<double>(values.size()));
}
double largest(const std::vector<double>& values) {
    double most = 0;
    for (const double v : values)
        most = std::max(most, std::abs(v));
    return most;
}

/// The Kolmogorov-Smirnov statistic sqrt(n) max |empirical - expected|; above 1.95 once in a thousand samples.
double kolmogorov_smirnov(std::vector<double> x, double (*expected)(double)) {
    std::sort(x.begin(), x.end());
    const auto n = static_cast<double>(x.size());
    double most = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        most = std::max(most, std::abs(expected(x[i]) - (static_cast<double>(i) + 0.5) / n));
    return most * std::sqrt(n);
}

template <class Initialiser>
void check_seeds(const Initialiser& initialiser) {
    CHECK(weights<float>(initialiser, 1) == weights<float>(initialiser, 1));
    CHECK(weights<float>(initialiser, 1) != weights<float>(initialiser, 2));
}

void check_product(std::size_t a, std::size_t b, double found, double expected) {
    INFO("vectors " << a << " and " << b);
    CHECK(std::abs(found - expected) <= 1e-5);
}
void check(bool holds) {
    CHECK(holds);
}

/// The rows of a wide matrix, the columns of another, are at right angles, and as long as `gain` says.
template <class T, std::size_t Rows, std::size_t Columns>
void check_orthogonal(std::uint64_t seed, float gain = 1) {
    const auto m = std::make_unique<matrix<T, Rows, Columns>>(), again = std::make_unique<matrix<T, Rows, Columns>>();
    orthogonal{gain}(m->view(), Rows, Columns, random_key::from_seed(seed));
    check(laws::padding_is_zero(*m));
    constexpr bool wide = Rows < Columns;
    constexpr std::size_t vectors = std::min(Rows, Columns), length = std::max(Rows, Columns);
    const auto at = [&](std::size_t vector, std::size_t i) {
        return static_cast<double>(wide ? (*m)(vector, i) : (*m)(i, vector));
    };
    for (std::size_t a = 0; a < vectors; ++a)
        for (std::size_t b = 0; b <= a; ++b) {
            double sum = 0;
            for (std::size_t i = 0; i < length; ++i)
                sum += at(a, i) * at(b, i);
            check_product(a, b, sum, a == b ? static_cast<double>(gain) * static_cast<double>(gain) : 0);
        }
    orthogonal{gain}(again->view(), Rows, Columns, random_key::from_seed(seed));
    check(laws::same_bits(*m, *again));
    orthogonal{gain}(again->view(), Rows, Columns, random_key::from_seed(seed + 1));
    check(!laws::same_bits(*m, *again));
}

}

TEST_CASE("lecun_normal and lecun_uniform have the variance 1 / fan_in", "[training][initialisers]") {
    const double expected = std::sqrt(1. / 784);
    CHECK(deviation(weights<float>(lecun_normal{}, 1)) == Approx(expected).epsilon(5e-3));
    CHECK(deviation(weights<double>(lecun_normal{}, 1)) == Approx(expected).epsilon(5e-3));
    const auto uniform = weights<float>(lecun_uniform{}, 1);
    CHECK(deviation(uniform) == Approx(expected).epsilon(5e-3));
    CHECK(largest(uniform) == Approx(std::sqrt(3. / 784)).epsilon(1e-3));
    CHECK(largest(uniform) <= 0.0618590);
    check_seeds(lecun_normal{});
    check_seeds(lecun_uniform{});
}

TEST_CASE("truncated_normal is a normal distribution cut at two deviations", "[training][initialisers]") {
    const auto distribution = [](double x) {
        return 0.5 + 0.5 * std::erf(x / 0.05 / std::sqrt(2.)) / std::erf(std::sqrt(2.));
    };
    // sqrt(1 - 4 phi(2) / (2 Phi(2) - 1)), by mpmath.
    constexpr double narrower = 0.8796256610342397;
    for (const auto& w : {weights<float>(truncated_normal{}, 1), weights<double>(truncated_normal{}, 1)}) {
        CHECK(kolmogorov_smirnov(w, distribution) < 1.95);
        CHECK(deviation(w) == Approx(0.05 * narrower).epsilon(5e-3));
        CHECK(largest(w) == Approx(0.1).epsilon(1e-3));
        CHECK(largest(w) <= 0.1 * (1 + 1e-6));
    }
    CHECK(deviation(weights<float>(truncated_normal{.deviation = 2}, 1)) == Approx(2 * narrower).epsilon(5e-3));
    check_seeds(truncated_normal{});
}

TEST_CASE("orthogonal makes tall, wide and square matrices orthonormal", "[training][initialisers]") {
    check_orthogonal<float, 128, 37>(1);
    check_orthogonal<float, 20, 80>(2);
    check_orthogonal<float, 64, 64>(3);
    check_orthogonal<double, 33, 33>(4);
    check_orthogonal<float, 9, 5>(5, 1.5f);
    check_orthogonal<float, 1, 7>(6);
    check_orthogonal<float, 16, 16>(61); // nearly singular: a single round of projections leaves 7e-4
}

TEST_CASE("orthogonal prefers no direction", "[training][initialisers]") {
    // Of a random orthogonal 2 x 2 matrix the first column points anywhere, and half are reflections.
    constexpr int matrices = 4000;
    int reflections = 0;
    std::vector<double> angles;
    for (int i = 0; i < matrices; ++i) {
        matrix<double, 2, 2> m;
        orthogonal{}(m.view(), 2, 2, random_key::from_seed(static_cast<std::uint64_t>(i)));
        reflections += m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0) < 0 ? 1 : 0;
        angles.push_back(std::atan2(m(1, 0), m(0, 0)) / (2 * std::numbers::pi) + 0.5);
    }
    CHECK(reflections == Approx(matrices / 2).margin(4 * std::sqrt(matrices) / 2));
    CHECK(kolmogorov_smirnov(angles, [](double x) { return x; }) < 1.95);
}

TEST_CASE("a network of square orthogonal layers keeps lengths", "[training][initialisers]") {
    basic_network<double, input<16>, dense<16>, dense<16>> net;
    initialise(net, 1, orthogonal{});
    std::array<double, 16> x;
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = uniform<double>(random_key::from_seed(2), i);
    const auto y = predict(net, std::span<const double, 16>(x));
    CHECK(std::inner_product(y.begin(), y.end(), y.begin(), 0.) ==
          Approx(std::inner_product(x.begin(), x.end(), x.begin(), 0.)));
    CHECK(std::abs(y[0] - x[0]) > 0.01);
    CHECK(!laws::same_bits(net.layer<0>().weights, net.layer<1>().weights));
}
