#include <trilobite/core/random.hpp>

#include "../catch.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

using namespace trilobite;

namespace {

// The known answers of the authors' own library, Random123 (kat_vectors).
static_assert(philox(random_key{0, 0}, philox_block{0, 0, 0, 0}) ==
              philox_block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
static_assert(philox(random_key{0xffffffff, 0xffffffff},
                     philox_block{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}) ==
              philox_block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
static_assert(philox(random_key{0xa4093822, 0x299f31d0},
                     philox_block{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}) ==
              philox_block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
static_assert(philox(random_key{1, 2}, 0x0000000500000004) == philox(random_key{1, 2}, philox_block{4, 5, 0, 0}));

constexpr random_key key = random_key::from_seed(42);
static_assert(random_key::from_seed(0x0000000200000001) == random_key{1, 2});
static_assert(uniform<float>(key, 5) == uniform_block<float>(key, 1)[1]);
static_assert(uniform<double>(key, 5) == uniform_block<double>(key, 2)[1]);

constexpr std::size_t count = 100'000;

/// Draws n numbers: draw(0), ..., draw(n - 1).
std::vector<double> sample(std::size_t n, auto draw) {
    std::vector<double> x(n);
    for (std::size_t i = 0; i < n; ++i)
        x[i] = static_cast<double>(draw(i));
    return x;
}

double mean(const std::vector<double>& x) {
    double sum = 0;
    for (const double v : x)
        sum += v;
    return sum / static_cast<double>(x.size());
}

/// The correlation of x[i] with y[i + lag], if both have mean zero and variance one.
double correlation(const std::vector<double>& x, const std::vector<double>& y, std::size_t lag) {
    double sum = 0;
    for (std::size_t i = 0; i + lag < x.size(); ++i)
        sum += x[i] * y[i + lag];
    return sum / static_cast<double>(x.size() - lag);
}

/// The Kolmogorov-Smirnov statistic sqrt(n) max |empirical - expected|; above 1.95 once in a thousand samples.
double kolmogorov_smirnov(std::vector<double> x, auto expected) {
    std::sort(x.begin(), x.end());
    const auto n = static_cast<double>(x.size());
    double largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double p = expected(x[i]);
        largest =
            std::max({largest, std::abs(p - static_cast<double>(i) / n), std::abs(p - static_cast<double>(i + 1) / n)});
    }
    return largest * std::sqrt(n);
}

template <class T>
double standardised_uniform(random_key k, std::uint64_t i) {
    return (static_cast<double>(uniform<T>(k, i)) - 0.5) * std::sqrt(12.0);
}

double normal_cdf(double x) {
    return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

}

TEMPLATE_TEST_CASE("uniform numbers are uniform", "[core][random]", float, double) {
    using T = TestType;
    const auto x = sample(count, [](std::uint64_t i) { return uniform<T>(key, i); });
    CHECK(std::all_of(x.begin(), x.end(), [](double v) { return v >= 0 && v < 1; }));
    // Four standard errors.
    CHECK(mean(x) == Approx(0.5).margin(4 * std::sqrt(1 / 12.0 / count)));
    const auto z = sample(count, [](std::uint64_t i) { return standardised_uniform<T>(key, i); });
    CHECK(correlation(z, z, 0) == Approx(1).margin(4 * std::sqrt(0.8 / count)));
    CHECK(kolmogorov_smirnov(x, [](double v) { return v; }) < 1.95);
}

TEMPLATE_TEST_CASE("numbers are independent of their neighbours and of other keys", "[core][random]", float, double) {
    const auto x = sample(count, [](std::uint64_t i) { return standardised_uniform<TestType>(key, i); });
    for (const std::size_t lag : std::to_array<std::size_t>({1, 2, 3, 4, 5, 8, 64, 784}))
        CHECK(std::abs(correlation(x, x, lag)) < 4 / std::sqrt(count));
    for (const random_key other : {random_key::from_seed(43), random_key{0, 42}, key.derive(0), key.derive(1),
                                   key.derive(std::uint64_t{1} << 32), key.derive(0).derive(0)}) {
        const auto y = sample(count, [=](std::uint64_t i) { return standardised_uniform<TestType>(other, i); });
        CHECK(std::abs(correlation(x, y, 0)) < 4 / std::sqrt(count));
    }
}

TEMPLATE_TEST_CASE("uniform numbers between bounds", "[core][random]", float, double) {
    using T = TestType;
    const auto x = sample(count, [](std::uint64_t i) { return uniform<T>(key, i, T(-3), T(5)); });
    CHECK(std::all_of(x.begin(), x.end(), [](double v) { return v >= -3 && v <= 5; }));
    CHECK(kolmogorov_smirnov(x, [](double v) { return (v + 3) / 8; }) < 1.95);
    CHECK(uniform<T>(key, 7, T(0), T(1)) == uniform<T>(key, 7));
}

TEST_CASE("derived keys all differ", "[core][random]") {
    std::set<std::pair<std::uint32_t, std::uint32_t>> seen{{key.low, key.high}};
    for (std::uint64_t purpose = 0; purpose < 1000; ++purpose) {
        const random_key once = key.derive(purpose), twice = once.derive(purpose);
        CHECK(seen.emplace(once.low, once.high).second);
        CHECK(seen.emplace(twice.low, twice.high).second);
    }
}

TEMPLATE_TEST_CASE("normal numbers are normal", "[core][random]", float, double) {
    const auto x = sample(count, [](std::uint64_t i) { return normal<TestType>(key, i); });
    CHECK(mean(x) == Approx(0).margin(4 / std::sqrt(count)));
    CHECK(correlation(x, x, 0) == Approx(1).margin(4 * std::sqrt(2.0 / count)));
    CHECK(std::abs(correlation(x, x, 1)) < 4 / std::sqrt(count));
    CHECK(kolmogorov_smirnov(x, normal_cdf) < 1.95);
    // Both tails are there: 2.7 in 1000 lie beyond three standard deviations.
    const auto beyond = std::count_if(x.begin(), x.end(), [](double v) { return std::abs(v) > 3; });
    CHECK(static_cast<double>(beyond) == Approx(0.0027 * count).margin(4 * std::sqrt(0.0027 * count)));
}

TEST_CASE("the normal quantile inverts the normal distribution", "[core][random]") {
    CHECK(normal_quantile(0.0) == 0);
    // To 17 digits, by mpmath: the centre, the tail, the far tail.
    CHECK(normal_quantile(0.1) == Approx(0.25334710313579983).epsilon(1e-15));
    CHECK(normal_quantile(0.4) == Approx(1.2815515655446008).epsilon(1e-15));
    CHECK(normal_quantile(-0.49999) == Approx(-4.2648907939226017).epsilon(1e-15));
    CHECK(normal_quantile(0.4999999999999999) == Approx(8.2095361516013678).epsilon(3e-15));
    for (double x = -6.5; x <= 0; x += 0.001) {
        const double p = normal_cdf(x);
        const double q = p - 0.5;
        // What q loses of p in the tail is not the quantile's fault.
        const double tolerance = 1e-15 * (8 - x) + 1.2e-16 / (std::exp(-x * x / 2) / 2.5);
        CHECK(std::abs(normal_quantile(q) - x) < tolerance);
        CHECK(normal_quantile(-q) == -normal_quantile(q));
        const auto single = static_cast<float>(q);
        if (single > -0.4999999f)
            CHECK(normal_quantile(single) == Approx(normal_quantile(static_cast<double>(single))).epsilon(5e-7));
    }
}

TEST_CASE("the ends of the uniform numbers have normal numbers", "[core][random]") {
    CHECK(normal_quantile(0x1.fffffep-2f) == Approx(5.4).margin(0.1)); // 1/2 - 2^-25
    CHECK(normal_quantile(-0x1.fffffffffffffp-2) == Approx(-8.2).margin(0.1));
}

TEST_CASE("random numbers have the same bits on every machine", "[core][random]") {
    CHECK(key.derive(7) == random_key{0xd9c2c303, 0xd53e8e3d});
    CHECK(uniform<float>(key, 1'000'000) == 0x1.5613ap-1f);
    CHECK(uniform<double>(key, 1'000'000) == 0x1.2ca3ccd0d75f4p-1);
    if constexpr (has_fused_multiply_add) {
        std::uint64_t singles = 0, doubles = 0;
        for (std::uint64_t i = 0; i < 10'000; ++i) {
            singles = singles * 0x9E3779B97F4A7C15 + std::bit_cast<std::uint32_t>(normal<float>(key, i));
            doubles = doubles * 0x9E3779B97F4A7C15 + std::bit_cast<std::uint64_t>(normal<double>(key, i));
        }
        CHECK(singles == 0x20dfebc9bcae624b);
        CHECK(doubles == 0xe42d3e7dcd084e44);
    }
}
