#pragma once
#include <trilobite/training/optimizers/adam.hpp>

#include <tuple>

namespace trilobite {

/// adam whose parameters also shrink by themselves: p -= learning_rate * weight_decay * p, and then adam's step.
/// (Loshchilov, Hutter 2019: decoupled weight decay. As in PyTorch it is multiplied by the learning rate, befalls every
/// parameter, biases too, and is 0.01; all else is adam's)
struct adamw {
    float learning_rate = 0.001f;
    float beta1 = 0.9f;
    float beta2 = 0.999f;
    float epsilon = 1e-7f;
    float weight_decay = 0.01f;

    constexpr auto kept() { return std::tie(learning_rate, beta1, beta2, epsilon, weight_decay); }

    template <class Net>
    using state = adam::state<Net>;

    template <class T>
    struct rule {
        static constexpr bool divides = true;
        adam::rule<T> step;
        T decay;

        template <class V>
        TRILOBITE_INLINE V operator()(V p, V g, const std::array<T*, 2>& moments) const {
            return step(V::fma(V(-decay), p, p), g, moments);
        }
    };

    template <class Net>
    constexpr auto begin_step(adam::state<Net>& s) const {
        using T = typename Net::value_type;
        return rule<T>{adam{learning_rate, beta1, beta2, epsilon}.begin_step(s),
                       static_cast<T>(learning_rate) * static_cast<T>(weight_decay)};
    }
};

}
