#pragma once
#include <trilobite/training/optimizers/settled.hpp>

#include <array>
#include <tuple>

namespace trilobite {

/// Descent with a velocity that friction wears down: v = mu v - learning_rate * g, p += v.  (Polyak 1964; the rate is
/// that of Keras' SGD, mu what is usual)
struct momentum {
    float learning_rate = 0.01f;
    float mu = 0.9f;

    constexpr auto kept() { return std::tie(learning_rate, mu); }

    template <class Net>
    struct state {
        Net velocity; ///< v

        constexpr std::array<Net*, 1> moments() { return {&velocity}; }
        constexpr auto kept() { return std::tie(velocity); }
    };

    template <class T>
    struct rule {
        T rate, mu;

        template <class V>
        TRILOBITE_INLINE V operator()(V p, V g, const std::array<T*, 1>& moments) const {
            const auto [velocity] = moments;
            const V v = settled(V::fma(V(mu), V::load(velocity), V(-rate) * g));
            v.store(velocity);
            return p + v;
        }
    };

    template <class Net>
    constexpr auto begin_step(state<Net>&) const {
        using T = typename Net::value_type;
        return rule<T>{static_cast<T>(learning_rate), static_cast<T>(mu)};
    }
};

}
