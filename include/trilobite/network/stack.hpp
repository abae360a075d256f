#pragma once
/// How much stack a prediction and a training step take on a microcontroller, as constants that can be asserted:
///
///     static_assert(inference_stack_bytes<net_type> < 1024);
///     static_assert(training_stack_bytes<net_type, adam> < 1024);
///
/// They are upper bounds. Working memory is known to the byte, and so are the arrays that kernels put values down in.
/// Which registers a compiler saves, and what it puts down when it has too few, is its own affair: for that there are
/// allowances, measured with g++ 12 at -Os and -O2, and tests/stack compares the sums with what the compiler reports,
/// function by function, and with what a device leaves in a painted stack.
///
/// What a network that is a constant takes of the flash, beside code, is flash_bytes<Net>; what else is in RAM are the variables
/// that you declare.

#include <trilobite/kernels/sink.hpp>
#include <trilobite/network/network.hpp>
#include <trilobite/network/predict.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace trilobite {

namespace detail {

/// What a compiler adds to what is known, in bytes.
struct stack_allowance {
    std::size_t prediction;    ///< predict, and a call of a layer
    std::size_t large_output;  ///< where the output is not returned in registers
    std::size_t product;       ///< a product whose results take all registers
    std::size_t small_product; ///< ... or half of them
    std::size_t windows;       ///< more, where the values of windows are looked up
    std::size_t step;          ///< a training step, its layers and their products
    std::size_t moment;        ///< for each value that the optimizer keeps of a parameter
    std::size_t root;          ///< for an optimizer with a root and a quotient
    std::size_t images;        ///< for layers over images
    std::size_t gathered_step; ///< a training step down to an array of what windows give to an image
};

inline constexpr bool stack_is_measured =
#if (defined(__ARM_ARCH_7EM__) && defined(__ARM_FEATURE_FMA)) || defined(__x86_64__)
    true;
#else
    false;
#endif

inline constexpr stack_allowance allowed =
#if defined(__arm__)
    {.prediction = 80,
     .large_output = 0,
     .product = 104,
     .small_product = 32,
     .windows = 200,
     .step = 680,
     .moment = 24,
     .root = 112,
     .images = 48,
     .gathered_step = 840};
#else // x86-64, on one lane (TRILOBITE_NO_SIMD)
    {.prediction = 80,
     .large_output = 56,
     .product = 48,
     .small_product = 48,
     .windows = 400,
     .step = 560,
     .moment = 72,
     .root = 192,
     .images = 0,
     .gathered_step = 820};
#endif

template <class L>
concept SaysItsStack = requires {
    typename L::template forward_tiling<1>;
}
|| requires {
    requires L::keeps_no_arrays;
};

template <class L>
concept HasWindows = requires {
    L::kernel::gathered_bytes;
};

/// A layer's forward pass over one sample.
template <class L>
constexpr std::size_t forward_frame() {
    if constexpr (requires { typename L::template forward_tiling<1>; }) {
        using cut = typename L::template forward_tiling<1>;
        const bool fills_registers = cut::most_results * std::min<std::size_t>(cut::chains, 2) > 8;
        return cut::most_results * sizeof(float) + (fills_registers ? allowed.product : allowed.small_product) +
               (HasWindows<L> ? allowed.windows : 0);
    } else {
        return allowed.small_product;
    }
}

/// The largest of f(layer number) over the layers of a network.
template <class Net, class F>
constexpr std::size_t largest_over_layers(F f) {
    return with_indices<Net::depth>([&](auto... i) { return std::max({f(i)...}); });
}

template <class Net>
constexpr bool is_counted() {
    static_assert(
        native_lanes<float> == 1 && std::is_same_v<typename Net::value_type, float>,
        "trilobite: how much stack is taken is known of networks of floats where registers are single values: on "
        "microcontrollers, or with TRILOBITE_NO_SIMD");
    constexpr bool measured = stack_is_measured && sizeof(Net) != 0;
    static_assert(measured,
                  "trilobite: how much stack is taken was measured on Cortex-M4 and Cortex-M7 with an FPU and on "
                  "x86-64, not on this processor");
    constexpr bool known =
        with_indices<Net::depth>([](auto... i) { return (SaysItsStack<typename Net::template layer_type<i>> && ...); });
    static_assert(known, "trilobite: one of the layers does not say what it takes of the stack (layers/contract.hpp: "
                         "forward_tiling, keeps_no_arrays)");
    return known;
}

}

/// The parameters, as they stand in flash or wherever the network is.
template <class Net>
inline constexpr std::size_t flash_bytes = Net::parameter_bytes;

/// The stack that predict(net, sample) takes at most, its result included.
template <class Net>
requires(detail::is_counted<Net>()) inline constexpr std::size_t inference_stack_bytes =
    sizeof(prediction<Net>) + sizeof(tape<typename Net::chain_type, 1, false>) +
    (takes_sample_rows<typename Net::template layer_type<0>>() ? 0 : sizeof(matrix<float, 1, Net::input_size>)) +
    detail::allowed.prediction +
    (sizeof(prediction<Net>) > 16 ? detail::allowed.large_output : 0) + detail::largest_over_layers<Net>([](auto i) {
        return Net::chain_type::joined[i] ? std::size_t{0}
                                          : detail::forward_frame<typename Net::template layer_type<i>>();
    });

/// The stack that train_step takes at most, beside a working_memory and a training_state that stand elsewhere,
/// whatever the mini-batch. Optimizer: sgd, adam or another whose rule needs no more than a parameter's own gradient.
template <class Net, class Optimizer>
requires(detail::is_counted<Net>()) inline constexpr std::size_t training_stack_bytes = [] {
    using state = typename Optimizer::template state<Net>;
    using rule = decltype(std::declval<const Optimizer&>().begin_step(std::declval<state&>()));
    constexpr std::size_t moments =
        std::tuple_size_v<decltype(std::declval<state&>().moments())> * detail::allowed.moment;
    const std::size_t gathered = detail::largest_over_layers<Net>([](auto i) {
        using layer = typename Net::template layer_type<i>;
        if constexpr (detail::HasWindows<layer> && i > Net::first_trained)
            return layer::kernel::gathered_bytes;
        else
            return std::size_t{0};
    });
    const bool has_images = detail::largest_over_layers<Net>([](auto i) {
                                return std::size_t{detail::HasWindows<typename Net::template layer_type<i>>};
                            }) != 0;
    return moments + std::max(detail::allowed.step + (kernels::divides<rule> ? detail::allowed.root : 0) +
                                  (has_images ? detail::allowed.images : 0),
                              gathered == 0 ? 0 : gathered + detail::allowed.gathered_step);
}();

}
