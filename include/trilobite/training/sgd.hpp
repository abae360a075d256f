#pragma once
#include <trilobite/core/simd.hpp>

#include <array>

namespace trilobite {

/// What an optimizer is: a struct of constants with
///
///     template <class Net> struct state;          what it remembers of a network between steps, with a function moments()
///                                                 that gives the network-shaped part of it, a std::array<Net*, N>
///     template <class Net>
///     auto begin_step(state<Net>&) const;         the rule of the next step, a function of registers (layers/descent.hpp)
///
/// Gradient descent over mini-batches: p -= learning_rate * dC/dp.  (Robbins, Monro 1951)
struct sgd {
    float learning_rate = 0.01f;

    template <class Net>
    struct state {
        std::array<Net*, 0> moments() { return {}; }
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
    auto begin_step(state<Net>&) const {
        using T = typename Net::value_type;
        return rule<T>{static_cast<T>(learning_rate)};
    }
};

}
