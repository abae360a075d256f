#pragma once
#include <trilobite/training/optimizers/settled.hpp>

#include <array>
#include <tuple>

namespace trilobite {

/// Steps in the units of the parameter: as large as recent steps were, for as large a gradient as recent ones were.
/// a = rho a + (1 - rho) g^2, d = -sqrt(u + epsilon) / sqrt(a + epsilon) g, u = rho u + (1 - rho) d^2,
/// p += learning_rate * d.  (Zeiler 2012, with his constants; the paper knows no learning rate, which is 1)
struct adadelta {
    float learning_rate = 1;
    float rho = 0.95f;
    float epsilon = 1e-6f;

    constexpr auto kept() { return std::tie(learning_rate, rho, epsilon); }

    template <class Net>
    struct state {
        Net squares; ///< a, of the gradients
        Net steps;   ///< u, of the squares of the steps

        constexpr std::array<Net*, 2> moments() { return {&squares, &steps}; }
        constexpr auto kept() { return std::tie(squares, steps); }
    };

    template <class T>
    struct rule {
        static constexpr bool divides = true;
        T rate, keep, epsilon;

        template <class V>
        TRILOBITE_INLINE V operator()(V p, V g, const std::array<T*, 2>& moments) const {
            const auto [squares, steps] = moments;
            const V a_before = V::load(squares), u_before = V::load(steps);
            const V a = settled_square(V::fma(V(keep), V::fma(g, g, -a_before), a_before));
            const V d = square_root((u_before + V(epsilon)) / (a + V(epsilon))) * g;
            a.store(squares);
            settled_square(V::fma(V(keep), V::fma(d, d, -u_before), u_before)).store(steps);
            return V::fma(V(rate), -d, p);
        }
    };

    template <class Net>
    constexpr auto begin_step(state<Net>&) const {
        using T = typename Net::value_type;
        return rule<T>{static_cast<T>(learning_rate), 1 - static_cast<T>(rho), static_cast<T>(epsilon)};
    }
};

}
