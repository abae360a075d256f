#pragma once
#include <trilobite/core/simd.hpp>

#include <array>
#include <tuple>

namespace trilobite {

/// What an optimizer is: a struct of constants with
///
///     float learning_rate;                        which callbacks and schedules change
///     template <class Net> struct state;          what it remembers of a network between steps, with a function moments()
///                                                 that gives the network-shaped part of it, a std::array<Net*, N>
///     auto kept(); auto state<Net>::kept();       references to what checkpoints keep of both, a std::tuple: settings,
///                                                 which callbacks may have changed, moments and counters
///     template <class Net>
///     auto begin_step(state<Net>&) const;         the rule of the next step, a function of registers (layers/descent.hpp)
///
/// Rows are padded with zeros, and stay so: a rule makes zeros of a parameter, a gradient and moments that are zero.
///
/// Gradient descent over mini-batches: p -= learning_rate * dC/dp.  (Robbins, Monro 1951)
/// With a rate that decays with the steps t, learning_rate / (1 + 1e-4 t), it is written
/// scheduled{sgd{0.1f}, inverse_time_decay{1e-4f}}.
struct sgd {
    float learning_rate = 0.01f;

    constexpr auto kept() { return std::tie(learning_rate); }

    template <class Net>
    struct state {
        constexpr std::array<Net*, 0> moments() { return {}; }
        constexpr auto kept() { return std::tie(); }
    };

    template <class T>
    struct rule {
        T rate;
        template <class V>
        TRILOBITE_INLINE V operator()(V p, V g, const std::array<T*, 0>&) const {
            return V::fma(V(-rate), g, p);
        }
    };

    template <class Net>
    constexpr auto begin_step(state<Net>&) const {
        using T = typename Net::value_type;
        return rule<T>{static_cast<T>(learning_rate)};
    }
};

}
