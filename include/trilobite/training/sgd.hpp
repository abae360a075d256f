#pragma once
#include <trilobite/training/update.hpp>

namespace trilobite {

/// Gradient descent over mini-batches: p -= learning_rate * dC/dp.  (Robbins, Monro 1951)
struct sgd {
    float learning_rate = 0.01f;

    /// What the optimizer remembers of a network between steps: nothing.
    template <class Net>
    struct state {};

    /// One step; the gradient is zero afterwards.
    template <class Net>
    void step(Net& net, Net& gradient, state<Net>&) const {
        const auto rate = static_cast<typename Net::value_type>(-learning_rate);
        update_parameters(net, gradient, [rate]<class V>(V p, V g) { return V::fma(V(rate), g, p); });
    }
};

}
