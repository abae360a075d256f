#pragma once

namespace trilobite {

/// The learning rate of an optimizer's last step; 0 where it has none.
template <class T, class Optimizer, class State>
constexpr T learning_rate_of(const Optimizer& optimizer, const State& state) {
    if constexpr (requires { state.rate; })
        return static_cast<T>(state.rate);
    else if constexpr (requires { optimizer.learning_rate; })
        return static_cast<T>(optimizer.learning_rate);
    else
        return 0;
}

}
