#pragma once
/// Whether a pass over a chain is written out as one piece of code, or calls its layers.

#include <trilobite/layers/contract.hpp>

#include <cstddef>

#if defined(TRILOBITE_NO_SIMD)
/// Where the stack is promised (network/stack.hpp), such a function has a frame of its own, whoever calls it.
#define TRILOBITE_OWN_FRAME [[gnu::noinline]]
#else
#define TRILOBITE_OWN_FRAME
#endif

namespace trilobite {

/// A pass of at most so many multiply-adds of registers is one piece of code. In a larger one every layer is a call,
/// which layers of one type share: what the compiler writes then grows with the different layers, not with all of them.
/// Where registers are single values, code is to be small, and every layer is a call.
inline constexpr std::size_t written_out_budget = native_lanes<float> == 1 ? 0 : 1024;

template <class Chain, std::size_t B>
inline constexpr bool is_written_out = [] {
    constexpr std::size_t multiply_adds = B * Chain::operations.forward / 2;
    return multiply_adds <= written_out_budget * native_lanes<typename Chain::value_type>;
}();

namespace detail {

template <class Layer, class... Args>
[[gnu::noinline]] constexpr void call_forward(const Layer& layer, Args&&... args) {
    layer.forward(args...);
}
template <class Layer, class... Args>
[[gnu::noinline]] constexpr void call_backward(const Layer& layer, Args&&... args) {
    backward_layer(layer, args...);
}
template <class Layer, class... Args>
[[gnu::noinline]] constexpr void call_backward_to_parameters(const Layer& layer, Args&&... args) {
    backward_to_parameters(layer, args...);
}

}

template <bool WrittenOut, class Layer, class Pass, class... Args>
TRILOBITE_INLINE void run_forward(const Layer& layer, Pass p, Args&&... args) {
    if constexpr (WrittenOut)
        layer.forward(p, args...);
    else if constexpr (IgnoresPass<Layer> && native_lanes<float> > 1) // stacks of one lane were measured without it
        detail::call_forward(layer, no_pass{}, args...);
    else
        detail::call_forward(layer, p, args...);
}

template <bool WrittenOut, class Layer, class... Args>
TRILOBITE_INLINE void run_backward(const Layer& layer, Args&&... args) {
    if constexpr (WrittenOut)
        backward_layer(layer, args...);
    else
        detail::call_backward(layer, args...);
}

template <bool WrittenOut, class Layer, class... Args>
TRILOBITE_INLINE void run_backward_to_parameters(const Layer& layer, Args&&... args) {
    if constexpr (WrittenOut)
        backward_to_parameters(layer, args...);
    else
        detail::call_backward_to_parameters(layer, args...);
}

}
