#include <trilobite/data/housing.hpp>

#include "../catch.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

using trilobite::data::districts;
using trilobite::data::housing;
using trilobite::data::synthetic_housing;

namespace {

constexpr std::size_t features = housing::names.size();

std::vector<double> column(const districts& from, std::size_t feature) {
    std::vector<double> values;
    for (std::size_t i = feature; i < from.inputs.size(); i += features)
        values.push_back(from.inputs[i]);
    return values;
}

double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double covariance(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / static_cast<double>(a.size()) - mean(a) * mean(b);
}

double deviation(const std::vector<double>& values) {
    return std::sqrt(covariance(values, values));
}

}

TEST_CASE("a synthetic town has as many districts as are asked for", "[data]") {
    const housing usual = synthetic_housing(1);
    CHECK(usual.training.size() == 404);
    CHECK(usual.training.inputs.size() == 404 * 13);
    CHECK(usual.validation.size() == 102);
    CHECK(usual.validation.inputs.size() == 102 * 13);
    CHECK(synthetic_housing(1, 0, 0).training.inputs.empty());
}

TEST_CASE("a synthetic district depends on seed, half and index alone", "[data]") {
    const housing few = synthetic_housing(7, 20, 30), many = synthetic_housing(7, 40, 30);
    CHECK(std::equal(few.training.inputs.begin(), few.training.inputs.end(), many.training.inputs.begin()));
    CHECK(few.validation.inputs == many.validation.inputs);
    CHECK(few.validation.targets == many.validation.targets);
    CHECK(synthetic_housing(8, 20, 30).validation.targets != few.validation.targets);
    CHECK(synthetic_housing(7, 30, 0).training.targets != few.validation.targets);
}

TEST_CASE("the features of synthetic districts have the scales of the Boston housing data", "[data]") {
    const districts drawn = synthetic_housing(1, 20'000, 0).training;
    // Least, mean, deviation and largest of the 506 real districts (Harrison, Rubinfeld 1978).
    struct scale {
        double least, mean, deviation, largest;
    };
    const std::array<scale, features> real{{{.00632, 3.61, 8.60, 88.98},
                                            {0, 11.36, 23.32, 100},
                                            {.46, 11.14, 6.86, 27.74},
                                            {0, .069, .254, 1},
                                            {.385, .555, .116, .871},
                                            {3.561, 6.285, .703, 8.78},
                                            {2.9, 68.57, 28.15, 100},
                                            {1.1296, 3.795, 2.106, 12.1265},
                                            {1, 9.55, 8.71, 24},
                                            {187, 408.24, 168.54, 711},
                                            {12.6, 18.46, 2.165, 22},
                                            {.32, 356.67, 91.29, 396.9},
                                            {1.73, 12.65, 7.14, 37.97}}};
    for (std::size_t j = 0; j < features; ++j) {
        const auto values = column(drawn, j);
        const auto [least, largest] = std::ranges::minmax(values);
        INFO(housing::names[j] << ": mean " << mean(values) << ", deviation " << deviation(values));
        CHECK(std::abs(mean(values) - real[j].mean) < 0.25 * real[j].deviation);
        CHECK(deviation(values) > 0.7 * real[j].deviation);
        CHECK(deviation(values) < 1.3 * real[j].deviation);
        CHECK(least >= real[j].least - 0.13 * real[j].deviation);
        CHECK(largest <= real[j].largest + 0.05 * real[j].deviation);
    }
    auto crime = column(drawn, 0);
    std::ranges::sort(crime);
    CHECK(crime[crime.size() / 2] < 0.1 * mean(crime)); // skewed
    const auto river = column(drawn, 3);
    CHECK(std::ranges::all_of(river, [](double x) { return x == 0 || x == 1; }));
}

TEST_CASE("the prices of synthetic districts are 22.5 +- 8, and depend on the features", "[data]") {
    const districts drawn = synthetic_housing(2, 20'000, 0).training;
    const std::vector<double> prices(drawn.targets.begin(), drawn.targets.end());
    CHECK(mean(prices) == Approx(22.5).margin(0.5));
    CHECK(deviation(prices) == Approx(8).margin(0.7));
    CHECK(std::ranges::min(prices) == 5);
    CHECK(std::ranges::max(prices) == 50);

    const auto correlation = [&](std::size_t j) {
        const auto values = column(drawn, j);
        return covariance(values, prices) / (deviation(values) * deviation(prices));
    };
    // Of the real ones: rooms .70, poverty -.74.
    CHECK(correlation(5) == Approx(0.70).margin(0.1));
    CHECK(correlation(12) == Approx(-0.74).margin(0.1));
    for (std::size_t j = 0; j < features; ++j)
        CHECK(std::abs(correlation(j)) > 0.05);
}

TEST_CASE("synthetic districts are the same bits on every machine with fused multiply-adds", "[data]") {
    // Without -ffp-contract=off a compiler rounds a few of them differently.
    if constexpr (trilobite::has_fused_multiply_add) {
        const districts drawn = synthetic_housing(42, 1000, 0).training;
        std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
        for (const auto* values : {&drawn.inputs, &drawn.targets})
            for (const float x : *values)
                hash = (hash ^ std::bit_cast<std::uint32_t>(x)) * 0x100000001b3;
        CHECK(hash == 0x99540ebfc3b23fed);
    }
}
