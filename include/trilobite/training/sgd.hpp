#pragma once
#include <trilobite/core/simd.hpp>

#include <tuple>

namespace trilobite {

/// What an optimizer is: a struct of constants with
///
///     template <class Net> struct state;              what it remembers of a network between steps, with a function
///         auto moments();                             that gives the network-shaped part of it, a std::tuple of Net&
///     template <class Net>
///     auto begin_step(state<Net>&) const;             the rule of the next step, a function of registers
///                                                     (layers/descent.hpp)
///
/// Gradient descent over mini-batches: p -= learning_rate * dC/dp.  (Robbins, Monro 1951)
struct sgd {
    float learning_rate = 0.01f;

    template <class Net>
    struct state {
        std::tuple<> moments() { return {}; }
    };

    template <class T>
    struct rule {
        T rate;
        template <class V>
        TRILOBITE_INLINE V operator()(V p, V g) const {
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
