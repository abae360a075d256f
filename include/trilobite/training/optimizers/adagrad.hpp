#pragma once
#include <trilobite/core/simd.hpp>

#include <array>
#include <tuple>

namespace trilobite {

/// A rate for each parameter, smaller the more it has moved: a += g^2, p -= learning_rate * g / (sqrt(a) + epsilon).
/// (Duchi, Hazan, Singer 2011; constants, a = 0 to begin with and the place of epsilon, which must not be zero, as in
/// Keras 2.2)
struct adagrad {
    float learning_rate = 0.01f;
    float epsilon = 1e-7f;

    constexpr auto kept() { return std::tie(learning_rate, epsilon); }

    template <class Net>
    struct state {
        Net squares; ///< a

        constexpr std::array<Net*, 1> moments() { return {&squares}; }
        constexpr auto kept() { return std::tie(squares); }
    };

    template <class T>
    struct rule {
        static constexpr bool divides = true;
        T rate, epsilon;

        template <class V>
        TRILOBITE_INLINE V operator()(V p, V g, const std::array<T*, 1>& moments) const {
            const auto [squares] = moments;
            const V a = V::fma(g, g, V::load(squares));
            a.store(squares);
            return V::fma(V(rate), -(g / (square_root(a) + V(epsilon))), p);
        }
    };

    template <class Net>
    constexpr auto begin_step(state<Net>&) const {
        using T = typename Net::value_type;
        return rule<T>{static_cast<T>(learning_rate), static_cast<T>(epsilon)};
    }
};

}
