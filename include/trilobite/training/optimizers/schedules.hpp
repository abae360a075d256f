#pragma once
/// What becomes of a learning rate in the course of a training. Each is a struct of constants and a function of the
/// step t = 0, 1, ..., counted in mini-batches, whose value `scheduled` multiplies the learning rate by.

#include <trilobite/core/math.hpp>
#include <trilobite/core/sine.hpp>

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace trilobite {

namespace detail {

/// factor^exponent, for a positive factor; in double, which a float exponent of some length would need.
constexpr float power(float factor, double exponent) {
    return static_cast<float>(math::exp(exponent * math::log(static_cast<double>(factor))));
}

}

/// 1: nothing becomes of it.
struct constant_rate {
    constexpr float operator()(std::uint64_t) const { return 1; }
};

/// factor^floor(t / every): a stair.
struct step_decay {
    float factor = 0.1f;
    std::uint64_t every = 1000; ///< mini-batches; 0 is taken for 1

    constexpr auto kept() { return std::tie(factor, every); }
    constexpr float operator()(std::uint64_t t) const {
        return detail::power(factor, static_cast<double>(t / std::max<std::uint64_t>(every, 1)));
    }
};

/// factor^(t / every): the same without stairs.
struct exponential_decay {
    float factor = 0.1f;
    std::uint64_t every = 1000; ///< mini-batches, at least 1

    constexpr auto kept() { return std::tie(factor, every); }
    constexpr float operator()(std::uint64_t t) const {
        return detail::power(factor, static_cast<double>(t) / static_cast<double>(every));
    }
};

/// 1 / (1 + rate t): the decay of Keras' optimizers.
struct inverse_time_decay {
    float rate = 0;

    constexpr auto kept() { return std::tie(rate); }
    constexpr float operator()(std::uint64_t t) const { return 1 / multiply_add(rate, static_cast<float>(t), 1.f); }
};

/// lowest + (1 - lowest) (1 + cos(pi t / steps)) / 2, and `lowest` from t = steps on.  (Loshchilov, Hutter 2017,
/// without their restarts)
struct cosine_decay {
    std::uint64_t steps = 1000; ///< mini-batches
    float lowest = 0;           ///< where it ends, as a part of the learning rate

    constexpr auto kept() { return std::tie(steps, lowest); }
    constexpr float operator()(std::uint64_t t) const {
        if (t >= steps)
            return lowest;
        // (1 + cos(pi x)) / 2 = sin(pi (1 - x) / 2)^2, which keeps its digits when it is small.
        const float root = math::sin_pi(static_cast<float>(steps - t) / static_cast<float>(steps) / 2);
        return multiply_add(1 - lowest, root * root, lowest);
    }
};

/// (t + 1) / steps up to t = steps, and what `then` says after that, counted from there: a large rate is approached
/// from below.  (Goyal et al. 2017)  warm_up{500, cosine_decay{.steps = 9500}}, or warm_up{500}.
template <class Then = constant_rate>
struct warm_up {
    std::uint64_t steps = 1000; ///< mini-batches
    Then then{};

    constexpr auto kept() { return std::tie(steps, then); }
    constexpr float operator()(std::uint64_t t) const {
        return t < steps ? static_cast<float>(t + 1) / static_cast<float>(steps) : then(t - steps);
    }
};
template <class Then = constant_rate>
warm_up(std::uint64_t, Then = {}) -> warm_up<Then>;

}
