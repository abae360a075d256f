#pragma once
#include <trilobite/network/chain_descent.hpp>
#include <trilobite/network/deltas.hpp>
#include <trilobite/network/layer_call.hpp>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace trilobite {

namespace detail {

template <std::size_t I, class Gradient>
TRILOBITE_INLINE decltype(auto) gradient_of_layer(Gradient& gradient) {
    if constexpr (std::is_same_v<Gradient, unwanted>)
        return (gradient);
    else
        return gradient.template layer<I>();
}

/// What stands for the gradient for a piece of the samples, the first of all pieces, the last, or neither.
template <class Gradient>
TRILOBITE_INLINE decltype(auto) gradient_of_piece(Gradient& gradient, bool first, bool last) {
    if constexpr (requires { gradient.within(first, last); })
        return gradient.within(first, last);
    else
        return (gradient);
}

/// A backward pass over layers of a chain, one by one: what each layer is given.
/// LastGroup: the group of layers whose delta is dy.  Record: a tape or a piece of one.  DY: a view of T, or of const T
/// where the last of the layers is not an activation that is undone in place.
template <from Start, std::size_t LastGroup, class Chain, class X, class Record, class DY, class Deltas>
struct backward_pass {
    using plan = backward_plan<Chain, X::rows, Start>;
    static constexpr bool written_out = is_written_out<Chain, X::rows>;
    static_assert(X::rows == Record::batch && X::columns == Chain::input_shape.size(),
                  "trilobite: x is not as many samples as the tape holds");

    const Chain& layers;
    training_pass p;
    X x;
    Record& t;
    DY dy;
    Deltas& d;

    template <std::size_t I>
    TRILOBITE_INLINE auto delta() const {
        if constexpr (Chain::group[I] == LastGroup)
            return dy;
        else
            return d.template group<Chain::group[I], typename plan::template output_view<I>>();
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

    /// Layer I as far as it is wanted, the gradient with respect to its inputs going to where the layer below looks for
    /// it. The last layer's goes to dx.
    template <std::size_t I, class Gradient, class DX>
    TRILOBITE_INLINE void layer(Gradient& gradient, DX dx) const {
        const auto y = std::as_const(t).template output<I>();
        const std::remove_const_t<decltype(y)> dy_i = delta<I>();
        auto& memory = t.template memory<I>();
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
        run_backward_to_parameters<written_out>(layers.template layer<I>(), p.enter(I), input<I>(), y, dy_i,
                                                t.template memory<I>(), gradient);
    }

    /// Layers End - 1, ..., Begin, as far as they are wanted.
    template <std::size_t Begin, std::size_t End, class Gradient, class DX>
    TRILOBITE_INLINE void run(Gradient& gradient, DX dx) const {
        constexpr std::size_t first = std::max(Begin, end<DX>);
        unroll<(End > first ? End - first : 0)>([&](auto reversed) TRILOBITE_INLINE_LAMBDA {
            constexpr std::size_t i = End - 1 - reversed;
            auto&& own_gradient = gradient_of_layer<i>(gradient);
            layer<i>(own_gradient, dx);
        });
    }
};

template <from Start, std::size_t LastGroup, class Chain, class X, class Record, class DY, class Deltas>
TRILOBITE_INLINE backward_pass<Start, LastGroup, Chain, X, Record, DY, Deltas>
way_back(const Chain& layers, training_pass p, X x, Record& t, DY dy, Deltas& d) {
    return {layers, p, x, t, dy, d};
}

/// The early layers, piece by piece, from dy, the gradient with respect to the last one's output for all samples.
template <from Start, std::size_t LastGroup, std::size_t End, class Chain, class X, class Tape, class DY, class Deltas,
          class Gradient, class DX>
constexpr void backward_in_pieces(const Chain& layers, training_pass p, X x, Tape& t, DY dy, Deltas& d,
                                  Gradient& gradient, DX dx) {
    constexpr std::size_t size = Tape::parts::piece;
    const std::size_t pieces = std::is_same_v<DX, unwanted> ? (p.rows + size - 1) / size : X::rows / size;
    for (std::size_t i = 0; i < pieces; ++i) {
        tape_piece<Tape> piece{t, i};
        const auto own_dx = [&] {
            if constexpr (std::is_same_v<DX, unwanted>)
                return dx;
            else
                return rows_from<size>(dx, i * size);
        }();
        auto&& own_gradient = gradient_of_piece(gradient, i == 0, i + 1 == pieces);
        way_back<Start, LastGroup>(layers, p.part(i * size, size), rows_from<size>(x, i * size), piece,
                                   rows_from<size>(dy, i * size), d)
            .template run<0, End>(own_gradient, own_dx);
    }
}

}

/// Runs the gradient of a cost back through the layers, last to first, after a forward pass of the same samples:
/// adds the gradient with respect to the parameters to `gradient`, unless that is `unwanted`, and writes the one with
/// respect to x to dx (B x input_shape.size()), unless that is `unwanted`, which spares the first layer the work, and
/// all the work of layers before the first that is trained. room: its output_delta() holds the gradient with respect to
/// the chain's output, zero in its padding and in rows from p.rows on; all that is in it is used up. `gradient` may be
/// a chain_descent: then each layer's parameters take their step in this pass.
template <from Start = from::output, class T, shape In, std::size_t First, class... Specs, class X, std::size_t B,
          bool Staged, class Gradient, class DX = unwanted>
TRILOBITE_INLINE void backward(const basic_chain<T, In, First, Specs...>& layers, training_pass p, X x,
                               tape<basic_chain<T, In, First, Specs...>, B, true, Staged>& t,
                               backward_room<basic_chain<T, In, First, Specs...>, B, false, Staged>& room,
                               Gradient& gradient, DX dx = {}) {
    using chain_type = basic_chain<T, In, First, Specs...>;
    using plan = detail::backward_plan<chain_type, B, Start>;
    constexpr std::size_t early = stages<chain_type, B, Staged>::early;
    static_assert(plan::active != 0 || std::is_same_v<DX, unwanted>,
                  "trilobite: dy is the gradient with respect to x already, if it stands before a chain's only layer");
    const auto all = detail::way_back<Start, plan::last_group>(layers, p, x, t, room.output_delta(), room.inner);
    all.template run<early, plan::active>(gradient, dx);
    constexpr std::size_t end = std::min(early, plan::active);
    if constexpr (end > decltype(all)::template end<DX>)
        detail::backward_in_pieces<Start, chain_type::group[end - 1], end>(
            layers, p, x, t, all.template delta<end - 1>(), room.early, gradient, dx);
}

/// The same from a dy that stands elsewhere, with the other deltas on the stack.
template <from Start = from::output, class T, shape In, std::size_t First, class... Specs, class X, std::size_t B,
          class Gradient, class DX = unwanted>
TRILOBITE_INLINE void backward(const basic_chain<T, In, First, Specs...>& layers, training_pass p, X x,
                               tape<basic_chain<T, In, First, Specs...>, B, true>& t,
                               matrix_view<T, B, basic_chain<T, In, First, Specs...>::output_shape.size()> dy,
                               Gradient& gradient, DX dx = {}) {
    using chain_type = basic_chain<T, In, First, Specs...>;
    using plan = detail::backward_plan<chain_type, B, Start>;
    deltas<chain_type, B, false> d;
    detail::way_back<Start, plan::last_group>(layers, p, x, t, dy, d).template run<0, plan::active>(gradient, dx);
}

/// The half of a backward pass that parameters have no part in: writes the gradients with respect to the outputs of all
/// layers to d, but for the last, which is dy, and the one with respect to x to dx, as above. What remains is
/// backward_to_parameters. dy may be a view of const T, and then is not used up, where the chain does not end in an
/// activation that shares the place of the layer before it.
template <from Start, class Chain, class X, std::size_t B, class DY, class DX = unwanted>
TRILOBITE_INLINE void backward_to_deltas(const Chain& layers, training_pass p, X x, tape<Chain, B, true>& t, DY dy,
                                         deltas<Chain, B, true>& d, DX dx = {}) {
    using plan = detail::backward_plan<Chain, B, Start>;
    unwanted nothing;
    detail::way_back<Start, plan::last_group>(layers, p, x, t, dy, d).template run<0, plan::active>(nothing, dx);
}

/// The half of a backward pass that makes the gradients with respect to the parameters.
template <from Start, class Chain, class X, std::size_t B, class DY, class Gradient>
TRILOBITE_INLINE void backward_to_parameters(const Chain& layers, training_pass p, X x, tape<Chain, B, true>& t, DY dy,
                                             deltas<Chain, B, true>& d, Gradient& gradient) {
    using plan = detail::backward_plan<Chain, B, Start>;
    const auto all = detail::way_back<Start, plan::last_group>(layers, p, x, t, dy, d);
    constexpr std::size_t trained = plan::active > Chain::first_trained ? plan::active - Chain::first_trained : 0;
    unroll<trained>([&](auto place) TRILOBITE_INLINE_LAMBDA {
        constexpr std::size_t i = Chain::first_trained + place;
        auto&& own_gradient = detail::gradient_of_layer<i>(gradient);
        all.template parameters<i>(own_gradient);
    });
}

}
