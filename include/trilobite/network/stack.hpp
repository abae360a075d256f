#pragma once
/// How much stack a prediction and a training step take on a microcontroller, as constants that can be asserted:
///
///     static_assert(inference_stack_bytes<net_type> < 1024);
///     static_assert(training_stack_bytes<net_type, adam> < 1024);
///
/// They are upper bounds. Working memory is known to the byte, and so are the arrays that kernels put values down in.
/// Which registers a compiler saves, and what it puts down when it has too few, is its own affair: for that there are
/// allowances (stack_allowance.hpp), measured with g++ 12 at -Os and -O2 on some thousand networks. So the bounds are
/// close, within 15 %, where a prediction takes some hundred bytes or more, and for most training steps. tests/stack
/// compares them with what the compiler reports, function by function, and with what a device leaves in a painted
/// stack. On x86-64 they are estimates, for tests on a desktop: there g++ may make vectors of single values again, and
/// put many of these down.
///
/// What a network that is a constant takes of the flash, beside code, is flash_bytes<Net>; what else is in RAM are the
/// variables that you declare.

#include <trilobite/kernels/sink.hpp>
#include <trilobite/layers/penalty.hpp>
#include <trilobite/network/network.hpp>
#include <trilobite/network/predict.hpp>
#include <trilobite/network/stack_allowance.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace trilobite {

namespace detail {

template <class L>
concept HasBranches = requires {
    L::branch_count;
};
template <class L>
concept HasWindows = requires {
    L::kernel::gathered_bytes;
};
/// A layer whose forward pass is one product.
template <class L>
concept HasProduct = requires {
    typename L::template forward_tiling<1>;
};
template <class L>
concept HasArrays = requires {
    L::arrays.forward;
};

/// Whether something is said of what a layer takes of the stack.
template <class L>
constexpr bool says_its_stack() {
    if constexpr (HasBranches<L>)
        return L::sum_over_parts([]<class Chain>(std::type_identity<Chain>) {
                   return Chain::sum_over_parts(
                       []<class Inner>(std::type_identity<Inner>) { return std::size_t{!says_its_stack<Inner>()}; });
               }) == 0;
    else
        return HasWindows<L> || HasProduct<L> || HasArrays<L>;
}

/// The largest of f(i) for i = 0, ..., N - 1; 0 of none.
template <std::size_t N, class F>
constexpr std::size_t largest_of(F f) {
    return with_indices<N>([&](auto... i) { return std::max({std::size_t{0}, f(i)...}); });
}

/// Whether layers of a chain have a memory in training, such as those over images and those that draw: they are told of
/// the pass, which then stands on the stack.
template <class Chain>
inline constexpr bool has_memories = Chain::sum_over_parts([]<class L>(std::type_identity<L>) {
                                         return std::size_t{!std::is_same_v<memory_of<L, 1, true>, no_memory>};
                                     }) != 0;

/// Of the layers that are no activation of the layer before them, the largest f(layer, its place).
template <class Chain, class F>
constexpr std::size_t largest_over_layers(F f) {
    return largest_of<Chain::depth>([&](auto i) {
        if constexpr (Chain::joined[i])
            return std::size_t{0};
        else
            return f(std::type_identity<typename Chain::template layer_type<i>>{}, i);
    });
}
/// Whether one of them is no product.
template <class Chain>
inline constexpr bool has_loops = largest_over_layers<Chain>([]<class L>(std::type_identity<L>, auto) {
                                      return std::size_t{!HasProduct<L>};
                                  }) != 0;

template <class L, class F>
constexpr std::size_t largest_over_branches(F f) {
    return largest_of<L::branch_count>(
        [&](auto i) { return f(std::type_identity<typename L::template branch_type<i>>{}); });
}

template <class L>
inline constexpr bool is_over_images = L::output.rank == 3 || requires {
    typename L::walk;
};

/// The array of what windows give to an image of few channels, and the product that fills it; or the product that adds
/// to the image.
template <class Kernel>
constexpr std::size_t scatter_frame() {
    constexpr std::size_t results = Kernel::backward_tiling::most_results;
    constexpr bool few = Kernel::gathered_bytes != 0;
    return few ? Kernel::gathered_bytes + allowed.scatter + allowed.scattered(results) : allowed.gradient(results);
}

template <class L>
constexpr std::size_t forward_arrays() {
    if constexpr (HasArrays<L>)
        return L::arrays.forward;
    else
        return 0;
}

/// The product of one sample.
template <class Tiling, bool Finished>
constexpr std::size_t product_frame() {
    constexpr bool of_chains = Tiling::chains > 1;
    if (Tiling::vectors == 1)
        return allowed.single[Finished][of_chains];
    constexpr std::size_t cut = (Tiling::vectors > Tiling::width) + (Tiling::vectors % Tiling::width != 0);
    return allowed.product[Finished][of_chains][cut](Tiling::most_results);
}

/// The forward pass of a layer over one sample.  Finished: an activation is applied to its results.
template <class L, bool Finished>
constexpr std::size_t forward_frame() {
    if constexpr (HasBranches<L>) {
        constexpr bool with_arrays =
            largest_over_branches<L>([]<class Chain>(std::type_identity<Chain>) {
                return largest_over_layers<Chain>(
                    []<class Inner>(std::type_identity<Inner>, auto) { return forward_arrays<Inner>(); });
            }) != 0;
        return allowed.composite[with_arrays] + largest_over_branches<L>([]<class Chain>(std::type_identity<Chain>) {
                   return largest_over_layers<Chain>([]<class Inner>(std::type_identity<Inner>, auto i) {
                       return forward_frame<Inner, Chain::joined[i + 1]>();
                   });
               });
    } else if constexpr (HasWindows<L> && HasProduct<L>) {
        return allowed.convolution[false] + allowed.windows(L::kernel::forward_tiling::most_results);
    } else if constexpr (HasWindows<L>) {
        return allowed.convolution[false] + scatter_frame<typename L::kernel>();
    } else if constexpr (HasProduct<L>) {
        return allowed.dense + product_frame<typename L::template forward_tiling<1>, Finished>();
    } else {
        constexpr std::size_t arrays = L::arrays.forward;
        return allowed.layer[is_over_images<L>] + arrays + (arrays != 0 ? allowed.with_arrays : 0);
    }
}

/// What matters of an optimizer: how much its rule keeps of each parameter, and whether it takes a root.
template <class Rule, std::size_t Moments>
struct stepping {
    static constexpr bool has_root = kernels::divides<Rule>;
    static constexpr std::size_t kind = std::min<std::size_t>(Moments + has_root, 3);
    static constexpr std::size_t more = Moments > 2 ? (Moments - 2) * 4 * sizeof(void*) : 0;
};

/// The product that a dense layer's weights step by.
template <class L, bool ReadsSamples, std::size_t Kind>
constexpr std::size_t dense_step_frame() {
    using weights = decltype(L::weights);
    using cut = kernels::tiling<float, weights::rows, weights::columns, 1, kernels::uninterrupted_chain>;
    constexpr bool narrow = weights::columns <= 16;
    constexpr bool even = cut::taller == 0 && cut::vectors % cut::width == 0;
    return allowed.dense_step[ReadsSamples][Kind](cut::most_results) - (narrow ? allowed.narrow[Kind] : 0) -
           (narrow && even && Kind > 1 ? allowed.even : 0) + (Penalised<L> ? allowed.penalty : 0);
}

/// 0: a branch has a single trained layer, or none; 1: several; 2: one of them is no product.
template <class Chain>
inline constexpr std::size_t branch_kind = [] {
    const auto count = []<class L>(std::type_identity<L>) {
        return value_count<L> == 0 ? std::size_t{0} : HasProduct<L> ? std::size_t{1} : std::size_t{100};
    };
    const std::size_t trained = Chain::sum_over_parts(count);
    return trained >= 100 ? 2 : trained > 1 ? 1 : 0;
}();

/// What a composite's branches are taken back through by functions of their own for: the gradients with respect to
/// their inputs, or their parameters. Its forward pass goes with the former.
enum class half { inputs, parameters };

template <half Half, class Step, class Chain, bool ReadsSamples, bool GoesOn>
constexpr std::size_t largest_training_frame();

/// One half of a layer's part in a training step: the larger of its passes.  ReadsSamples: it is a network's first, and
/// reads them where they stand.  GoesOn: the gradient with respect to its input is wanted.
template <half Half, class Step, class L, bool ReadsSamples, bool GoesOn>
constexpr std::size_t training_frame() {
    constexpr std::size_t kind = Step::kind;
    constexpr bool is_of_parameters = Half == half::parameters;
    if constexpr (HasBranches<L>) {
        return allowed.composite_back[ReadsSamples] +
               largest_over_branches<L>([]<class Chain>(std::type_identity<Chain>) {
                   constexpr std::size_t trained = branch_kind<Chain>;
                   const std::size_t branch = is_of_parameters ? allowed.branch_parameters[trained][kind] +
                                                                     (ReadsSamples ? allowed.branch_reads[trained] : 0)
                                                               : allowed.branch_inputs;
                   return branch + largest_training_frame<Half, Step, Chain, ReadsSamples, GoesOn>();
               });
    } else if constexpr (HasWindows<L>) {
        using kernel = typename L::kernel;
        if (is_of_parameters)
            return allowed.convolution_back[false][Step::has_root] +
                   allowed.gradient(kernel::gradient_tiling::most_results);
        const std::size_t forward = allowed.convolution[true] + allowed.windows(kernel::forward_tiling::most_results);
        const std::size_t scattered =
            GoesOn ? allowed.convolution_back[true][Step::has_root] + scatter_frame<kernel>() : 0;
        return std::max(forward, scattered);
    } else if constexpr (HasProduct<L>) {
        if (!is_of_parameters)
            return 0; // less than the other half
        return allowed.dense_back[ReadsSamples][kind] + dense_step_frame<L, ReadsSamples, kind>();
    } else {
        // The arrays are those on the way to the inputs.
        constexpr std::size_t arrays = is_of_parameters ? 0 : std::max(L::arrays.forward, L::arrays.backward);
        return arrays + allowed.trained_layer[arrays != 0];
    }
}

template <half Half, class Step, class Chain, bool ReadsSamples, bool GoesOn>
constexpr std::size_t largest_training_frame() {
    return largest_over_layers<Chain>([]<class L>(std::type_identity<L>, auto i) {
        constexpr bool reads_samples = ReadsSamples && i == 0;
        constexpr bool goes_on = GoesOn || i > Chain::first_trained;
        return training_frame<Half, Step, L, reads_samples, goes_on>();
    });
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
        Net::sum_over_parts([]<class L>(std::type_identity<L>) { return std::size_t{!says_its_stack<L>()}; }) == 0;
    static_assert(known, "trilobite: one of the layers does not say what it takes of the stack (layers/contract.hpp: "
                         "forward_tiling, arrays)");
    return known;
}

}

/// The parameters, as they stand in flash or wherever the network is.
template <class Net>
inline constexpr std::size_t flash_bytes = Net::parameter_bytes;

/// The stack that predict(net, sample) takes at most, its result included.
template <class Net>
requires(detail::is_counted<Net>()) inline constexpr std::size_t inference_stack_bytes = [] {
    using chain = typename Net::chain_type;
    using namespace detail;
    const bool copied = !takes_sample_rows<typename Net::template layer_type<0>>();
    return sizeof(prediction<Net>) + sizeof(tape<chain, 1, false>) +
           (copied ? sizeof(matrix<float, 1, Net::input_size>) + allowed.copied_sample : 0) +
           allowed.predict[std::min<std::size_t>(Net::group_count, 3) - 1]
                          [(Net::output_size > 1) + (Net::output_size > 2) + (Net::output_size > 4)] +
           (has_memories<chain> || (Net::group_count > 2 && has_loops<chain>) ? allowed.passed_on : 0) +
           largest_over_layers<chain>(
               []<class L>(std::type_identity<L>, auto i) { return forward_frame<L, chain::joined[i + 1]>(); });
}();

/// The stack that train_step takes at most, beside a working_memory and a training_state that stand elsewhere,
/// whatever the mini-batch, as long as it is taken in one piece (network/stages.hpp: below a megabyte) and the cost
/// adds no penalty. Optimizer: sgd, adam or another whose rule needs no more than a parameter's own gradient.
template <class Net, class Optimizer>
requires(detail::is_counted<Net>()) inline constexpr std::size_t training_stack_bytes = [] {
    using chain = typename Net::chain_type;
    using namespace detail;
    using state = typename Optimizer::template state<Net>;
    using rule = decltype(std::declval<const Optimizer&>().begin_step(std::declval<state&>()));
    using step = stepping<rule, std::tuple_size_v<decltype(std::declval<state&>().moments())>>;
    constexpr bool reads_rows = takes_sample_rows<typename Net::template layer_type<0>>();
    constexpr std::size_t composites =
        Net::sum_over_parts([]<class L>(std::type_identity<L>) { return std::size_t{HasBranches<L>}; });
    constexpr std::size_t own =
        composites != 0
            ? allowed.step_composites[step::kind] + (composites - 1) * allowed.step_composite
            : std::min(allowed.step[step::kind] + Net::group_count * allowed.step_each[step::has_root],
                       allowed.step_most) +
                  (has_memories<chain> ? allowed.step_passed_on : 0) + (reads_rows ? 0 : allowed.step_copied);
    return own + (holds_penalty<chain>() ? allowed.step_penalty : 0) + 2 * step::more +
           std::max(largest_training_frame<half::inputs, step, chain, reads_rows, false>(),
                    largest_training_frame<half::parameters, step, chain, reads_rows, false>());
}();

}
