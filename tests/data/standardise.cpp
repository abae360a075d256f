#include <trilobite/data/standardise.hpp>

#include "../catch.hpp"

#include <array>
#include <cstddef>
#include <type_traits>
#include <vector>

using trilobite::data::standardiser;

TEST_CASE("mean and deviation of each feature are what Python computes", "[data]") {
    // statistics.fmean and statistics.pstdev of the columns.
    const std::vector<float> samples{1, 10, 2, -20, 4, 40, 8, 5};
    const auto fitted = standardiser<2>::fit(samples);
    CHECK(fitted.mean[0] == 3.75f);
    CHECK(fitted.mean[1] == 8.75f);
    CHECK(fitted.scale[0] == Approx(2.680951323690902));
    CHECK(fitted.scale[1] == Approx(21.323402636539974));
}

TEST_CASE("standardised samples have mean 0 and deviation 1, and can be had back", "[data]") {
    std::vector<double> samples;
    for (int i = 0; i < 300; ++i)
        samples.insert(samples.end(), {i * 0.1, 1000.0 - i * i, i % 7 * 1e-6});
    auto standardised = samples;
    const auto scales = standardiser<3, double>::fit(samples);
    scales.apply(standardised);
    for (std::size_t j = 0; j < 3; ++j) {
        double sum = 0, squares = 0;
        for (std::size_t i = j; i < standardised.size(); i += 3) {
            sum += standardised[i];
            squares += standardised[i] * standardised[i];
        }
        CHECK(sum / 300 == Approx(0).margin(1e-12));
        CHECK(squares / 300 == Approx(1));
    }
    scales.undo(standardised);
    for (std::size_t i = 0; i < samples.size(); ++i)
        CHECK(standardised[i] == Approx(samples[i]).epsilon(1e-12).margin(1e-12));
}

TEST_CASE("a feature that is constant, or unknown, keeps its scale", "[data]") {
    std::vector<float> samples{0.1f, 1, 0.1f, 2, 0.1f, 3};
    const auto fitted = standardiser<2>::fit(samples);
    CHECK(fitted.mean[0] == 0.1f);
    CHECK(fitted.scale[0] == 1);
    fitted.apply(samples);
    CHECK(samples[0] == 0);

    const auto nothing = standardiser<2>::fit({});
    CHECK(nothing == standardiser<2>{});
    nothing.apply(samples);
    CHECK(samples[3] == 0);
}

TEST_CASE("a small deviation beside a large mean is not lost", "[data]") {
    // The squares alone, 1e12, would leave nothing of a variance of 1 in float.
    std::vector<float> samples;
    for (int i = 0; i < 10'000; ++i)
        samples.push_back(1e6f + (i % 2 == 0 ? 1.0f : -1.0f));
    const auto fitted = standardiser<1>::fit(samples);
    CHECK(fitted.mean[0] == 1e6f);
    CHECK(fitted.scale[0] == Approx(1.0f));
}

TEST_CASE("a standardiser is a plain value, of use at compile time", "[data]") {
    STATIC_REQUIRE(std::is_trivially_copyable_v<standardiser<13>>);
    STATIC_REQUIRE(sizeof(standardiser<13>) == 26 * sizeof(float));
    constexpr auto z = [] {
        std::array<float, 4> x{1, 2, 3, 4};
        standardiser<2>{.mean = {1, 0}, .scale = {2, 4}}.apply(x);
        return x;
    }();
    STATIC_REQUIRE(z == std::array<float, 4>{0, 0.5f, 1, 1});
}
