#pragma once

/// Features of different scales, made alike.

#include <trilobite/core/simd.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <concepts>
#include <cstddef>
#include <span>

namespace trilobite::data {

/// z = (x - mean) / scale, feature by feature, so that what it was fitted on has mean 0 and standard deviation 1.
/// x, z: N x Features. A plain value: what a network was trained with is stored beside it.
///
///     const auto scales = standardiser<13>::fit(training_inputs); // never on what the network is to be judged by
///     scales.apply(training_inputs);
///     scales.apply(validation_inputs);
template <std::size_t Features, std::floating_point T = float>
struct standardiser {
    std::array<T, Features> mean{};
    std::array<T, Features> scale = ones();

    /// Mean and standard deviation (the root of the mean squared deviation) of each feature, in one pass and in double.
    /// A feature that is constant keeps the scale 1; without samples, nothing is changed by `apply`.
    /// mean_n = mean_n-1 + d / n, S_n = S_n-1 + d (x - mean_n), d = x - mean_n-1  (Welford 1962)
    static standardiser fit(std::span<const T> samples) {
        assert(samples.size() % Features == 0 && "trilobite: whole samples are needed");
        std::array<double, Features> means{}, squares{};
        double n = 0;
        for (; samples.size() >= Features; samples = samples.subspan(Features)) {
            ++n;
            for (std::size_t j = 0; j < Features; ++j) {
                const double x = static_cast<double>(samples[j]), deviation = x - means[j];
                means[j] += deviation / n;
                squares[j] = multiply_add(deviation, x - means[j], squares[j]);
            }
        }
        standardiser fitted;
        for (std::size_t j = 0; j < Features; ++j) {
            fitted.mean[j] = static_cast<T>(means[j]);
            const T deviation = static_cast<T>(square_root(simd<double, 1>(squares[j] / std::max(n, 1.0))).value);
            if (deviation > 0)
                fitted.scale[j] = deviation;
        }
        return fitted;
    }

    /// In place.  samples: n x Features.
    constexpr void apply(std::span<T> samples) const {
        for_each(samples, [this](T x, std::size_t j) { return (x - mean[j]) / scale[j]; });
    }

    /// The inverse of `apply`, but for rounding: a network's outputs in the units of the targets, say.
    constexpr void undo(std::span<T> samples) const {
        for_each(samples, [this](T z, std::size_t j) { return multiply_add(z, scale[j], mean[j]); });
    }

    constexpr bool operator==(const standardiser&) const = default;

private:
    static constexpr std::array<T, Features> ones() {
        std::array<T, Features> all{};
        all.fill(1);
        return all;
    }
    template <class F>
    static constexpr void for_each(std::span<T> samples, F f) {
        assert(samples.size() % Features == 0 && "trilobite: whole samples are needed");
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = f(samples[i], i % Features);
    }
};

}
