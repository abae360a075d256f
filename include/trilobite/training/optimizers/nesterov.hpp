#pragma once
#include <trilobite/training/optimizers/momentum.hpp>
#include <trilobite/training/optimizers/settled.hpp>

#include <tuple>

namespace trilobite {

/// Momentum that looks ahead, to where the velocity leads: v = mu v - learning_rate * g, p += mu v - learning_rate * g.
/// (Nesterov 1983; Sutskever, Martens, Dahl, Hinton 2013, as Keras writes it: p stands where the paper looks ahead to)
struct nesterov {
    float learning_rate = 0.01f;
    float mu = 0.9f;

    constexpr auto kept() { return std::tie(learning_rate, mu); }

    template <class Net>
    using state = momentum::state<Net>;

    template <class T>
    struct rule {
        T rate, mu;

        template <class V>
        TRILOBITE_INLINE V operator()(V p, V g, const std::array<T*, 1>& moments) const {
            const auto [velocity] = moments;
            const V push = V(-rate) * g;
            const V v = settled(V::fma(V(mu), V::load(velocity), push));
            v.store(velocity);
            return p + V::fma(V(mu), v, push);
        }
    };

    template <class Net>
    constexpr auto begin_step(momentum::state<Net>&) const {
        using T = typename Net::value_type;
        return rule<T>{static_cast<T>(learning_rate), static_cast<T>(mu)};
    }
};

}
