#pragma once

/// Synthetic data for regression: districts of a town that does not exist, and what a house costs there.
///
/// The 13 features have the scales and the skewness of the Boston housing data (Harrison, Rubinfeld 1978), in the same
/// order; where those have a measure of race, these have one of services. The prices are drawn as well: results cannot
/// be compared with those on the real data.

#include <trilobite/core/math.hpp>
#include <trilobite/core/random.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace trilobite::data {

/// Features and prices of districts.  inputs: N x 13, targets: N.
struct districts {
    std::vector<float> inputs;
    std::vector<float> targets;

    std::size_t size() const { return targets.size(); }
};

struct housing {
    static constexpr std::array<std::string_view, 13> names{
        "crime",    // offences for a thousand people, mostly below 1, up to 89
        "zoned",    // % of the land zoned for large houses, mostly 0
        "industry", // % of the land that is industry
        "river",    // 1 on the river, else 0
        "oxides",   // nitric oxides, 0.38 ... 0.87 parts in ten million
        "rooms",    // of a house, 3.5 ... 8.8
        "age",      // % of the houses that are old
        "distance", // from work, 1 ... 12
        "highways", // an index, 1 ... 8 and 24
        "tax",      // 187 ... 711
        "pupils",   // for each teacher, 12.6 ... 22
        "services", // an index, mostly near its maximum 396.9
        "poverty",  // % of the people, 1.7 ... 38
    };
    districts training;
    districts validation;
};

namespace detail {

/// The features of a district into `x`; returns the price of its houses in thousands, 5 ... 50.
inline float draw_district(random_key key, float* x) {
    auto draw = [&, i = std::uint64_t{0}]() mutable { return normal<float>(key, i++); };
    const auto about = [&](float middle, float spread) { return multiply_add(spread, draw(), middle); };

    // What is behind everything: how close to the centre, how rich, and whether it is one of the towns of the ring
    // road.
    const float centre = draw(), wealth = draw();
    const bool ring = centre + about(0, 0.5f) > 0.85f;
    const float urban = ring ? centre + 0.5f : centre;

    const float crime = std::clamp(math::exp(about(-1.9f, 1) + urban * 1.3f + (ring ? 1.6f : 0.0f)), 0.006f, 89.0f);
    const float zone = about(-35, 25) - urban * 40 + wealth * 20;
    const float zoned = zone > 12.5f ? std::min(zone, 100.0f) : 0.0f;
    const float industry = ring ? 18.1f : std::clamp(about(9, 4) + urban * 4 - wealth, 0.5f, 27.7f);
    const float river = draw() > 1.48f ? 1.0f : 0.0f;
    const float oxides = std::clamp(about(0.53f, 0.05f) + urban * 0.085f, 0.385f, 0.871f);
    const float rooms = std::clamp(about(6.28f, 0.5f) + wealth * 0.48f, 3.5f, 8.8f);
    const float age = 100 * math::sigmoid(about(1.1f, 1) + urban * 1.3f - wealth * 0.2f);
    const float distance = std::clamp(math::exp(about(1.25f, 0.25f) - urban * 0.4f), 1.13f, 12.1f);
    const float highways = ring ? 24.0f : static_cast<float>(static_cast<int>(std::clamp(about(5, 1.8f), 1.0f, 8.9f)));
    const float tax = ring ? 666.0f : std::clamp(about(310, 60) + urban * 25, 187.0f, 711.0f);
    const float pupils = ring ? 20.2f : std::clamp(about(17.9f, 1.9f) - wealth * 0.7f, 12.6f, 22.0f);
    const float services = 396.9f - std::min(396.5f, math::exp(about(1.7f, 1.8f) + urban * 0.6f));
    const float poverty = std::clamp(math::exp(about(2.35f, 0.3f) + urban * 0.2f - wealth * 0.36f), 1.7f, 38.0f);

    const std::array features{crime,    zoned,    industry, river,  oxides,   rooms,  age,
                              distance, highways, tax,      pupils, services, poverty};
    std::copy(features.begin(), features.end(), x);

    // Rooms count the more the more there are, poverty the less the more there is, and oxides where they are many.
    const float large = std::max(rooms - 6.2f, 0.0f), foul = std::max(oxides - 0.5f, 0.0f);
    const float price = about(40, 2.5f) + 3 * (rooms - 6.28f) + 6 * large * large - 6.6f * math::log(poverty) -
                        25 * foul * foul - 2.2f * math::log(distance) - 0.6f * (pupils - 18) + 2.5f * river -
                        0.004f * (tax - 400) - 1.1f * math::log(1 + crime) + 0.006f * (services - 360);
    return std::clamp(price, 5.0f, 50.0f);
}

inline districts draw_districts(std::size_t count, random_key key) {
    districts drawn{std::vector<float>(count * housing::names.size()), std::vector<float>(count)};
    for (std::size_t i = 0; i < count; ++i)
        drawn.targets[i] = draw_district(key.derive(i), drawn.inputs.data() + i * housing::names.size());
    return drawn;
}

}

/// Draws districts, by default as many as the Boston data are usually split into. A district depends on the seed, on
/// which half it is of and on its index alone; with -ffp-contract=off it is the same on every machine that has fused
/// multiply-adds.
inline housing synthetic_housing(std::uint64_t seed, std::size_t training = 404, std::size_t validation = 102) {
    const random_key key = random_key::from_seed(seed).derive(purpose::samples);
    return {detail::draw_districts(training, key.derive(0)), detail::draw_districts(validation, key.derive(1))};
}

}
