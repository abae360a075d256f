#pragma once
/// Layers one after the other, from one shape to another: what a network is, and what a composite layer holds.

#include <trilobite/layers/linear.hpp>
#include <trilobite/network/inference.hpp>
#include <trilobite/network/slots.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace trilobite {

namespace detail {

template <class T, shape In, class... Specs>
struct bound_layers {
    static constexpr auto shapes = infer_shapes<Specs...>(In).shapes;
    template <std::size_t I, class Spec>
    using layer_slot = slot<I, typename Spec::template layer<T, shapes[I]>>;
    using type = trilobite::indexed<layer_slot, Specs...>;
};

/// The layers' parameters where all shapes fit; where they do not, the error about the first that does not.
template <bool Fit, class T, shape In, std::size_t FirstIndex, class... Specs>
struct chain_storage : bound_layers<T, In, Specs...>::type {};
template <class T, shape In, std::size_t FirstIndex, class... Specs>
struct chain_storage<false, T, In, FirstIndex, Specs...> : decltype(first_misfit<FirstIndex, In, Specs...>())::type {};

template <shape In, class... Specs>
inline constexpr bool layers_fit = infer_shapes<Specs...>(In).fitting == sizeof...(Specs);

}

/// The parameters of the layers Specs, the first of which gets samples of shape In: an aggregate. Gradients and
/// whatever else is shaped like the parameters have the same type. FirstIndex numbers the layers in error messages.
template <class T, shape In, std::size_t FirstIndex, LayerName... Specs>
struct basic_chain : detail::chain_storage<detail::layers_fit<In, Specs...>, T, In, FirstIndex, Specs...> {
    using value_type = T;
    using is_composite = void;
    static constexpr std::size_t depth = sizeof...(Specs);
    static_assert(depth < 256, "trilobite: a list has at most 255 layers; put some of them into a composite layer");
    static constexpr auto shapes = detail::infer_shapes<Specs...>(In).shapes;
    static constexpr shape input_shape = In;
    static constexpr shape output_shape = shapes[depth];

    template <std::size_t I>
    using name = nth_type<I, Specs...>;
    template <std::size_t I>
    using layer_type = typename name<I>::template layer<T, shapes[I]>;

    template <std::size_t I>
    constexpr layer_type<I>& layer() {
        return at<I>(*this);
    }
    template <std::size_t I>
    constexpr const layer_type<I>& layer() const {
        return at<I>(*this);
    }

    template <class F, class Self, class... Others>
    static constexpr void for_each_part(F&& f, Self& self, Others&... others) {
        unroll<depth>([&](auto i) { f(self.template layer<i>(), others.template layer<i>()...); });
    }

    /// f(std::type_identity<layer>{}) summed over the layers.
    template <class F>
    static constexpr std::size_t sum_over_parts(F f) {
        return with_indices<depth>(
            [&](auto... i) { return (f(std::type_identity<layer_type<i>>{}) + ... + std::size_t{0}); });
    }

    /// Of all layers together.
    static constexpr operation_count operations =
        with_indices<depth>([](auto... i) { return (layer_type<i>::operations + ... + operation_count{}); });

    /// joined[i]: layer i is an activation that the layer before it applies to its results, so that both share one
    /// place for their output, which then is the activation's. (Of a linear one both are the same.)
    static constexpr auto joined = [] {
        std::array<bool, depth + 1> flags{};
        unroll<depth>([&](auto i) {
            if constexpr (i != 0)
                flags[i] =
                    Elementwise<name<i>> && !Elementwise<name<i - 1>> &&
                    (std::is_base_of_v<elementwise<linear>, name<i>> || !backward_reads_output<layer_type<i - 1>>());
        });
        return flags;
    }();

    /// group[i]: layers that share the place of their output have the same number, counted from 0.
    static constexpr auto group = [] {
        std::array<std::size_t, depth> numbers{};
        for (std::size_t i = 1; i < depth; ++i)
            numbers[i] = numbers[i - 1] + (joined[i] ? 0 : 1);
        return numbers;
    }();

    static constexpr std::size_t group_count = depth == 0 ? 1 : group[depth - (depth != 0)] + 1;

    /// The first layer that a training changes, or depth: no gradient is wanted of what comes before it.
    static constexpr std::size_t first_trained = [] {
        std::array<bool, depth + 1> changes{};
        unroll<depth>([&](auto i) { changes[i] = value_count<layer_type<i>> != 0 && !Frozen<layer_type<i>>; });
        changes[depth] = true;
        return static_cast<std::size_t>(std::find(changes.begin(), changes.end(), true) - changes.begin());
    }();

    /// Of a backward pass that no gradient with respect to the input is wanted of.
    static constexpr std::size_t backward_flops = with_indices<depth>([](auto... i) {
        [[maybe_unused]] const auto one = [](std::size_t place, operation_count cost) {
            return (place >= first_trained ? cost.backward_parameters : 0) +
                   (place > first_trained ? cost.backward_input : 0) +
                   (place == first_trained ? cost.backward_shared : 0);
        };
        return (one(i, layer_type<i>::operations) + ... + std::size_t{0});
    });

    static constexpr bool couples_samples = sum_over_parts([]<class L>(std::type_identity<L>) {
                                                return std::size_t{trilobite::couples_samples<L>()};
                                            }) != 0;
};

template <class T, shape In, LayerName... Specs>
using chain = basic_chain<T, In, 0, Specs...>;

}
