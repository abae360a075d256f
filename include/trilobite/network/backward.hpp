#pragma once
#include <trilobite/network/chain_descent.hpp>
#include <trilobite/network/deltas.hpp>
#include <trilobite/network/layer_call.hpp>

#include <type_traits>
#include <utility>

namespace trilobite {

namespace detail {

/// A backward pass over a chain, layer by layer: what each layer is given.
/// DY: a view of T, or of const T where the chain does not end in an activation that is undone in place.
template <class Chain, std::size_t B, from Start, bool Kept, class X, class DY>
struct backward_pass {
    using plan = backward_plan<Chain, B, Start>;
    static constexpr bool written_out = is_written_out<Chain, B>;
    static_assert(X::rows == B && X::columns == Chain::input_shape.size(),
                  "trilobite: x is not as many samples as the tape holds");

    const Chain& layers;
    training_pass p;
    X x;
    tape<Chain, B, true>& t;
    DY dy;
    deltas<Chain, B, Kept>& d;

    template <std::size_t I>
    TRILOBITE_INLINE auto delta() const {
        return d.template output<Start, I>(dy);
    }
    template <std::size_t I>
    TRILOBITE_INLINE auto input() const {
        if constexpr (I == 0)
            return x;
        else
            return std::as_const(t).template output<I - 1>();
    }

    /// The last layer on the way back: the first of all where dx is wanted, else the first that is trained.
    template <class DX>
    static constexpr std::size_t end = std::is_same_v<DX, unwanted> ? Chain::first_trained : 0;
    /// How many layers there are from the last that the cost has not been through to that one.
    template <class DX>
    static constexpr std::size_t length = plan::active > end<DX> ? plan::active - end<DX> : 0;

    /// Layer I as far as it is wanted, the gradient with respect to its inputs going to where the layer below looks for
    /// it. The last layer's goes to dx.
    template <std::size_t I, class Gradient, class DX>
    TRILOBITE_INLINE void layer(Gradient& gradient, DX dx) const {
        const auto y = std::as_const(t).template output<I>();
        const std::remove_const_t<decltype(y)> dy_i = delta<I>();
        auto& memory = at<I>(t.memories);
        const auto& l = layers.template layer<I>();
        if constexpr (Chain::joined[I]) {
            if constexpr (!plan::template undone_by_next<I>())
                l.backward_input(p.enter(I), y, y, dy_i, memory, delta<I>());
        } else if constexpr (I == end<DX>) {
            run_backward<written_out>(l, p.enter(I), input<I>(), y, dy_i, memory, gradient, dx);
        } else if constexpr (plan::template undone_by_next<I - 1>()) {
            using activation = typename Chain::template name<I - 1>;
            const auto in = input<I>();
            const typename activation::template finish_backward<std::remove_const_t<decltype(in)>> finish{in};
            run_backward<written_out>(l, p.enter(I), in, y, dy_i, memory, gradient, delta<I - 1>(), finish);
        } else {
            run_backward<written_out>(l, p.enter(I), input<I>(), y, dy_i, memory, gradient, delta<I - 1>());
        }
    }

    /// Only what layer I's parameters get, from deltas that are kept.
    template <std::size_t I, class Gradient>
    TRILOBITE_INLINE void parameters(Gradient& gradient) const {
        const auto y = std::as_const(t).template output<I>();
        const std::remove_const_t<decltype(y)> dy_i = delta<I>();
        backward_to_parameters(layers.template layer<I>(), p.enter(I), input<I>(), y, dy_i, at<I>(t.memories),
                               gradient);
    }
};

template <std::size_t I, class Gradient>
TRILOBITE_INLINE decltype(auto) gradient_of_layer(Gradient& gradient) {
    if constexpr (std::is_same_v<Gradient, unwanted>)
        return (gradient);
    else
        return gradient.template layer<I>();
}

}

/// Runs the gradient of a cost back through the layers, last to first, after a forward pass of the same samples:
/// adds the gradient with respect to the parameters to `gradient`, unless that is `unwanted`, and writes the one with
/// respect to x to dx (B x input_shape.size()), unless that is `unwanted`, which spares the first layer the work, and all
/// the work of layers before the first that is trained.
/// dy: B x output_shape.size(), zero in its padding and in rows from p.rows on; it is used up.  d: room for the others.
/// `gradient` may be a chain_descent: then each layer's parameters take their step in this pass.
template <from Start = from::output, class T, shape In, std::size_t First, class... Specs, class X, std::size_t B,
          class Gradient, class DX = unwanted>
TRILOBITE_INLINE void backward(const basic_chain<T, In, First, Specs...>& layers, training_pass p, X x,
                               tape<basic_chain<T, In, First, Specs...>, B, true>& t,
                               deltas<basic_chain<T, In, First, Specs...>, B, false>& d,
                               matrix_view<T, B, basic_chain<T, In, First, Specs...>::output_shape.size()> dy,
                               Gradient& gradient, DX dx = {}) {
    using chain_type = basic_chain<T, In, First, Specs...>;
    constexpr std::size_t active = detail::backward_plan<chain_type, B, Start>::active;
    static_assert(active != 0 || std::is_same_v<DX, unwanted>,
                  "trilobite: dy is the gradient with respect to x already, if it stands before a chain's only layer");
    const detail::backward_pass<chain_type, B, Start, false, X, decltype(dy)> all{layers, p, x, t, dy, d};
    unroll<decltype(all)::template length<DX>>([&](auto reversed) TRILOBITE_INLINE_LAMBDA {
        constexpr std::size_t i = active - 1 - reversed;
        auto&& own_gradient = detail::gradient_of_layer<i>(gradient);
        all.template layer<i>(own_gradient, dx);
    });
}

/// The same with that room on the stack, where the compiler may keep what is small in registers.
template <from Start = from::output, class T, shape In, std::size_t First, class... Specs, class X, std::size_t B,
          class Gradient, class DX = unwanted>
TRILOBITE_INLINE void backward(const basic_chain<T, In, First, Specs...>& layers, training_pass p, X x,
                               tape<basic_chain<T, In, First, Specs...>, B, true>& t,
                               matrix_view<T, B, basic_chain<T, In, First, Specs...>::output_shape.size()> dy,
                               Gradient& gradient, DX dx = {}) {
    deltas<basic_chain<T, In, First, Specs...>, B, false> d;
    backward<Start>(layers, p, x, t, d, dy, gradient, dx);
}

/// The half of a backward pass that parameters have no part in: writes the gradients with respect to the outputs of all
/// layers to d, but for the last, which is dy, and the one with respect to x to dx, as above. What remains is
/// backward_to_parameters. dy may be a view of const T, and then is not used up, where the chain does not end in an
/// activation that shares the place of the layer before it.
template <from Start, class Chain, class X, std::size_t B, class DY, class DX = unwanted>
void backward_to_deltas(const Chain& layers, training_pass p, X x, tape<Chain, B, true>& t, DY dy,
                        deltas<Chain, B, true>& d, DX dx = {}) {
    constexpr std::size_t active = detail::backward_plan<Chain, B, Start>::active;
    const detail::backward_pass<Chain, B, Start, true, X, DY> all{layers, p, x, t, dy, d};
    unroll<decltype(all)::template length<DX>>([&](auto reversed) {
        constexpr std::size_t i = active - 1 - reversed;
        unwanted nothing;
        all.template layer<i>(nothing, dx);
    });
}

/// The half of a backward pass that makes the gradients with respect to the parameters.
template <from Start, class Chain, class X, std::size_t B, class DY, class Gradient>
void backward_to_parameters(const Chain& layers, training_pass p, X x, tape<Chain, B, true>& t, DY dy,
                            deltas<Chain, B, true>& d, Gradient& gradient) {
    const detail::backward_pass<Chain, B, Start, true, X, DY> all{layers, p, x, t, dy, d};
    unroll<decltype(all)::template length<unwanted>>([&](auto place) {
        constexpr std::size_t i = Chain::first_trained + place;
        auto&& own_gradient = detail::gradient_of_layer<i>(gradient);
        all.template parameters<i>(own_gradient);
    });
}

}
