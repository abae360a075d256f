#pragma once
#include <trilobite/network/tape.hpp>

#include <algorithm>
#include <tuple>
#include <type_traits>
#include <utility>

namespace trilobite {

/// Where a backward pass begins.
enum class from {
    output,           ///< dy is the gradient with respect to the chain's output
    before_activation ///< dy is the gradient with respect to what goes into its last layer, a sigmoid or softmax: a
                      ///< cost that knows it spares the pass a division by nearly nothing
};

namespace detail {

/// What a backward pass over a chain does, as constants.
template <class Chain, std::size_t B, from Start>
struct backward_plan {
    using T = typename Chain::value_type;
    static constexpr std::size_t depth = Chain::depth;

    /// The layers that the cost has not already been through.
    static constexpr std::size_t active = Start == from::output ? depth : depth - 1;

    template <std::size_t I>
    using output_view = matrix_view<T, B, Chain::shapes[I + 1].size()>;

    /// Whether the activation at place I is undone by the layer after it, before that one stores its results.
    template <std::size_t I>
    static constexpr bool undone_by_next() {
        if constexpr (I + 1 >= active || !Chain::joined[I]) {
            return false;
        } else {
            using next = typename Chain::template layer_type<I + 1>;
            using in = matrix_view<const T, B, Chain::shapes[I + 1].size()>;
            using out = matrix_view<const T, B, Chain::shapes[I + 2].size()>;
            return FinishesBackward<next, training_pass, in, out, memory_of<next, B, true>, output_view<I>,
                                    typename Chain::template name<I>::template finish_backward<in>>;
        }
    }

    /// Gradients with respect to outputs stand in two places by turns; that of the last group is the caller's.
    static constexpr std::size_t last_group = active == 0 ? 0 : Chain::group[active - 1];
    static constexpr std::size_t largest = [] {
        std::size_t n = 0;
        for (std::size_t i = 0; i < depth; ++i)
            if (Chain::group[i] < last_group)
                n = std::max(n, tape<Chain, B, true>::room_for(Chain::shapes[i + 1]));
        return n;
    }();
    struct buffers {
        alignas(native_lanes<T> * sizeof(T)) T values[2][largest + (largest == 0)];
    };
};

template <std::size_t I, class Gradient>
TRILOBITE_INLINE decltype(auto) gradient_of_layer(Gradient& gradient) {
    if constexpr (std::is_same_v<Gradient, unwanted>)
        return (gradient);
    else
        return gradient.template layer<I>();
}

}

/// The bytes that a backward pass over B samples needs beside the tape.
template <class Chain, std::size_t B>
inline constexpr std::size_t backward_bytes = sizeof(typename detail::backward_plan<Chain, B, from::output>::buffers);

/// Stands where a backward pass is given a chain's gradient: see `descent`.
template <class Chain, class Rule, class... Moments>
struct chain_descent {
    Chain& parameters;
    Chain& gradient;
    const Rule& rule;
    std::tuple<Moments&...> moments; ///< each a Chain, or derived from it
    bool begun;
    bool complete;
    share part{};

    template <std::size_t I>
    auto layer() const {
        using layer_type = typename Chain::template layer_type<I>;
        return std::apply(
            [&](auto&... m) {
                return descent<layer_type, Rule, std::remove_reference_t<decltype(m.template layer<I>())>...>{
                    parameters.template layer<I>(),
                    gradient.template layer<I>(),
                    rule,
                    {m.template layer<I>()...},
                    begun,
                    complete,
                    part};
            },
            moments);
    }
};
template <class Chain, class Rule, class... Moments>
chain_descent(Chain&, Chain&, const Rule&, std::tuple<Moments&...>, bool, bool)
    -> chain_descent<Chain, Rule, Moments...>;

/// Runs the gradient of a cost back through the layers, last to first, after a forward pass of the same samples:
/// adds the gradient with respect to the parameters to `gradient`, unless that is `unwanted`, and writes the one with
/// respect to x to dx (B x input_shape.size()), unless that is `unwanted`, which spares the first layer the work.
/// dy: B x output_shape.size(), zero in its padding and in rows from p.rows on; it is used up.
/// `gradient` may be a chain_descent: then each layer's parameters take their step in this pass.
template <from Start = from::output, class T, shape In, std::size_t First, class... Specs, class X, std::size_t B,
          class Gradient, class DX = unwanted>
TRILOBITE_INLINE void backward(const basic_chain<T, In, First, Specs...>& layers, training_pass p, X x,
                               tape<basic_chain<T, In, First, Specs...>, B, true>& t,
                               matrix_view<T, B, basic_chain<T, In, First, Specs...>::output_shape.size()> dy,
                               Gradient& gradient, DX dx = {}) {
    static_assert(X::rows == B && X::columns == In.size(), "trilobite: x is not as many samples as the tape holds");
    using chain_type = basic_chain<T, In, First, Specs...>;
    using plan = detail::backward_plan<chain_type, B, Start>;
    static_assert(plan::active != 0 || std::is_same_v<DX, unwanted>,
                  "trilobite: dy is the gradient with respect to x already, if it stands before a chain's only layer");
    typename plan::buffers buffers;

    // The gradient with respect to the output of layer i.
    const auto delta = [&](auto i) TRILOBITE_INLINE_LAMBDA {
        if constexpr (chain_type::group[i] == plan::last_group)
            return typename plan::template output_view<i>{dy.data};
        else
            return typename plan::template output_view<i>{buffers.values[chain_type::group[i] % 2]};
    };

    unroll<plan::active>([&](auto reversed) TRILOBITE_INLINE_LAMBDA {
        constexpr std::size_t i = plan::active - 1 - reversed;
        const auto& layer = layers.template layer<i>();
        auto& memory = at<i>(t.memories);
        auto&& own_gradient = detail::gradient_of_layer<i>(gradient);
        const auto y = std::as_const(t).template output<i>();
        const decltype(t.template output<i>()) d = delta(index_constant<i>{});
        const std::remove_const_t<decltype(y)> dy_i = d;

        if constexpr (chain_type::joined[i]) {
            if constexpr (!plan::template undone_by_next<i>())
                layer.backward_input(p.enter(i), y, y, dy_i, memory, d);
        } else if constexpr (i == 0) {
            backward_layer(layer, p.enter(i), x, y, dy_i, memory, own_gradient, dx);
        } else {
            const auto in = std::as_const(t).template output<i - 1>();
            const auto below = delta(index_constant<i - 1>{});
            if constexpr (plan::template undone_by_next<i - 1>()) {
                using activation = typename chain_type::template name<i - 1>;
                const typename activation::template finish_backward<std::remove_const_t<decltype(in)>> finish{in};
                backward_layer(layer, p.enter(i), in, y, dy_i, memory, own_gradient, below, finish);
            } else {
                backward_layer(layer, p.enter(i), in, y, dy_i, memory, own_gradient, below);
            }
        }
    });
}

}
