#pragma once
#include <trilobite/training/optimizers/adagrad.hpp>
#include <trilobite/training/optimizers/settled.hpp>

#include <tuple>

namespace trilobite {

/// adagrad that forgets: a = rho a + (1 - rho) g^2, p -= learning_rate * g / (sqrt(a) + epsilon).
/// (Hinton 2012, lecture 6e of his course; constants and the place of epsilon, which must not be zero, as in Keras 2.2)
struct rmsprop {
    float learning_rate = 0.001f;
    float rho = 0.9f;
    float epsilon = 1e-7f;

    constexpr auto kept() { return std::tie(learning_rate, rho, epsilon); }

    template <class Net>
    using state = adagrad::state<Net>;

    template <class T>
    struct rule {
        static constexpr bool divides = true;
        T rate, keep, epsilon;

        template <class V>
        TRILOBITE_INLINE V operator()(V p, V g, const std::array<T*, 1>& moments) const {
            const auto [squares] = moments;
            const V before = V::load(squares);
            const V a = settled_square(V::fma(V(keep), V::fma(g, g, -before), before));
            a.store(squares);
            return V::fma(V(rate), -(g / (square_root(a) + V(epsilon))), p);
        }
    };

    template <class Net>
    constexpr auto begin_step(adagrad::state<Net>&) const {
        using T = typename Net::value_type;
        return rule<T>{static_cast<T>(learning_rate), 1 - static_cast<T>(rho), static_cast<T>(epsilon)};
    }
};

}
