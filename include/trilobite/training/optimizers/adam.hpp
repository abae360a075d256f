#pragma once
#include <trilobite/training/optimizers/settled.hpp>

#include <array>
#include <tuple>

namespace trilobite {

/// Adaptive moments: m += (1 - beta1) (g - m), v += (1 - beta2) (g^2 - v), p -= a_t m / (sqrt(v) + epsilon) with
/// a_t = learning_rate sqrt(1 - beta2^t) / (1 - beta1^t) in step t = 1, 2, ...
/// (Kingma, Ba 2015, in the order of operations that ends their section 2; epsilon as in Keras)
struct adam {
    float learning_rate = 0.001f;
    float beta1 = 0.9f;
    float beta2 = 0.999f;
    float epsilon = 1e-7f;

    constexpr auto kept() { return std::tie(learning_rate, beta1, beta2, epsilon); }

    template <class Net>
    struct state {
        Net first;  ///< m
        Net second; ///< v
        typename Net::value_type beta1_power = 1, beta2_power = 1;

        constexpr std::array<Net*, 2> moments() { return {&first, &second}; }
        constexpr auto kept() { return std::tie(first, second, beta1_power, beta2_power); }
    };

    template <class T>
    struct rule {
        static constexpr bool divides = true;
        T rate, keep1, keep2, epsilon;

        template <class V>
        TRILOBITE_INLINE V operator()(V p, V g, const std::array<T*, 2>& moments) const {
            const auto [first, second] = moments;
            const V m_before = V::load(first), v_before = V::load(second);
            const V m = settled(V::fma(V(keep1), g - m_before, m_before));
            const V v = settled_square(V::fma(V(keep2), V::fma(g, g, -v_before), v_before));
            m.store(first);
            v.store(second);
            return V::fma(V(rate), -(m / (square_root(v) + V(epsilon))), p);
        }
    };

    template <class Net>
    constexpr auto begin_step(state<Net>& s) const {
        using T = typename Net::value_type;
        s.beta1_power *= static_cast<T>(beta1);
        s.beta2_power *= static_cast<T>(beta2);
        const T correction = square_root(simd<T, 1>(1 - s.beta2_power)).value / (1 - s.beta1_power);
        return rule<T>{static_cast<T>(learning_rate) * correction, 1 - static_cast<T>(beta1), 1 - static_cast<T>(beta2),
                       static_cast<T>(epsilon)};
    }
};

}
