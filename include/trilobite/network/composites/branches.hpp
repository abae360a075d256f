#pragma once
/// What composite layers are made of: chains of layers side by side, each of which gets the composite's input.

#include <trilobite/network/backward.hpp>
#include <trilobite/network/forward.hpp>
#include <trilobite/network/initialise.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace trilobite {

namespace detail {

/// Layers by their names, one after the other, as a composite lists them. None: what comes in goes out.
template <LayerName... Specs>
struct layer_list {
    static constexpr std::size_t length = sizeof...(Specs);

    static constexpr bool fits(shape in) { return infer_shapes<Specs...>(in).fitting == length; }
    /// Of layers that do not fit, what came in: the error is theirs, and comes when they are made.
    static constexpr shape output(shape in) { return fits(in) ? infer_shapes<Specs...>(in).shapes[length] : in; }

    template <class T, shape In>
    using chain_type = chain<T, In, Specs...>;
};

template <class Chain>
inline constexpr bool is_identity = Chain::depth == 0;

/// Whether a chain ends in an activation that shares the place of the layer before it, and is undone where dy stands.
template <class Chain>
inline constexpr bool undone_in_place = Chain::joined[is_identity<Chain> ? 0 : Chain::depth - 1];

template <class Chain>
constexpr bool begins_with_sample_rows() {
    if constexpr (is_identity<Chain>)
        return false;
    else
        return takes_sample_rows<typename Chain::template layer_type<0>>();
}

/// What a chain's forward pass leaves for the backward one, and of that the half for the inputs for the other half.
/// OwnDelta: the gradient with respect to the chain's output is among it.
template <class Chain, std::size_t B, bool OwnDelta>
struct branch_record {
    tape<Chain, B, true> outputs;
    deltas<Chain, B, true> inner;
    [[no_unique_address]] std::conditional_t<
        OwnDelta, matrix<typename Chain::value_type, B, Chain::output_shape.size()>, no_memory>
        delta;
};
template <class Chain, std::size_t B>
struct branch_outputs {
    tape<Chain, B, false> outputs;
};

/// to = finish(a + b), a register at a time.
template <class A, class Other, class To, class Finish>
TRILOBITE_INLINE void add_rows(A a, Other b, To to, Finish finish) {
    using V = typename To::simd_type;
    kernels::for_each_register<To>(To::rows, [&](std::size_t row, std::size_t column) TRILOBITE_INLINE_LAMBDA {
        const V sum = V::load(a.row(row) + column) + V::load(b.row(row) + column);
        finish(sum, row, column).store(to.row(row) + column);
    });
}

/// Branch I's part of a composite's gradient, or of the descent that stands for it.
template <std::size_t I, class Layer>
TRILOBITE_INLINE auto& gradient_of_branch(Layer& gradient) {
    return gradient.template branch<I>();
}
template <std::size_t I, class Layer, class Rule, std::size_t N, class Piece, class Part>
TRILOBITE_INLINE auto gradient_of_branch(descent<Layer, Rule, N, Piece, Part>& d) {
    using chain_type = typename Layer::template branch_type<I>;
    chain_descent<chain_type, Rule, N, Piece, Part> own{
        d.parameters.template branch<I>(), d.gradient.template branch<I>(), d.rule, {}, d.piece, d.part};
    std::transform(d.moments.begin(), d.moments.end(), own.moments.begin(),
                   [](Layer* m) { return &m->template branch<I>(); });
    return own;
}

/// The parameters of a composite layer, and its passes but for how the branches' outputs become its own.
/// Its memory: the tapes of its chains, and in training the gradients with respect to the outputs of their layers, so
/// that the two halves of its backward pass can be apart.
/// Split: the branches' outputs are parts of the composite's, and each branch has a copy of its part of dy. Else each
/// gets the whole, and has a copy of it only where it ends in an activation that is undone in place.
template <bool Split, class T, shape In, class... Chains>
struct branches : slots<Chains...> {
    using is_composite = void;
    static constexpr std::size_t branch_count = sizeof...(Chains);
    template <std::size_t I>
    using branch_type = nth_type<I, Chains...>;

    template <std::size_t I>
    constexpr branch_type<I>& branch() {
        return at<I>(*this);
    }
    template <std::size_t I>
    constexpr const branch_type<I>& branch() const {
        return at<I>(*this);
    }

    template <class F, class Self, class... Others>
    static constexpr void for_each_part(F&& f, Self& self, Others&... others) {
        unroll<branch_count>([&](auto i) { f(self.template branch<i>(), others.template branch<i>()...); });
    }
    template <class F>
    static constexpr std::size_t sum_over_parts(F f) {
        return (f(std::type_identity<Chains>{}) + ...);
    }

    static constexpr bool couples_samples = (Chains::couples_samples || ...);
    static constexpr bool is_frozen = ((Chains::first_trained == Chains::depth) && ...); ///< nothing in it is trained
    static constexpr bool backward_reads_output = false;
    static constexpr bool inputs_come_first = true;
    static constexpr bool takes_sample_rows = (begins_with_sample_rows<Chains>() && ...);

    static constexpr operation_count branch_operations = [] {
        operation_count all = (Chains::operations + ...);
        all.backward_shared = (Chains::backward_flops + ...) - all.backward_parameters;
        return all;
    }();

    template <class Chain, std::size_t B, bool Training>
    using branch_memory =
        std::conditional_t<is_identity<Chain>, no_memory,
                           std::conditional_t<Training, branch_record<Chain, B, Split || undone_in_place<Chain>>,
                                              branch_outputs<Chain, B>>>;
    /// spare: a place for the gradient with respect to x of any branch but the first.
    template <std::size_t B>
    struct training_memory : slots<branch_memory<Chains, B, true>...> {
        [[no_unique_address]] std::conditional_t<Split || !is_identity<branch_type<branch_count - 1>>,
                                                 matrix<T, B, In.size()>, no_memory>
            spare;
    };
    template <std::size_t B, bool Training>
    using memory = std::conditional_t<Training, training_memory<B>, slots<branch_memory<Chains, B, false>...>>;

    /// What branch I makes of x.
    template <std::size_t I, class Pass, class X, class M>
    TRILOBITE_INLINE auto forward_branch(Pass p, X x, M& m) const {
        if constexpr (is_identity<branch_type<I>>) {
            return x;
        } else {
            trilobite::forward(branch<I>(), p.enter(I), x, at<I>(m).outputs);
            return std::as_const(at<I>(m).outputs).output();
        }
    }

    /// The gradient with respect to branch I's output, where that is its own, or dy.
    template <std::size_t I, class DY, class M>
    static constexpr auto delta_of_branch(DY dy, M& m) {
        if constexpr (Split || undone_in_place<branch_type<I>>)
            return at<I>(m).delta.view();
        else
            return dy;
    }

    /// Where the gradient with respect to x of branch I goes, which is to be added to dx if I is not 0.
    template <std::size_t I, class DX, class M>
    static constexpr auto input_delta_of_branch(DX dx, M& m) {
        if constexpr (I == 0 || std::is_same_v<DX, unwanted>)
            return dx;
        else
            return m.spare.view();
    }

    /// Takes the gradient back through branch I, to dx, unless that is `unwanted`.
    template <std::size_t I, class X, class DY, class M, class DX>
    TRILOBITE_OWN_FRAME constexpr void backward_branch(const training_pass& p, X x, DY dy, M& m, DX dx) const {
        auto& record = at<I>(m);
        if constexpr (!Split && undone_in_place<branch_type<I>>)
            std::copy_n(dy.data, DY::rows * DY::stride, record.delta.values);
        backward_to_deltas<from::output>(branch<I>(), p.enter(I), x, record.outputs, delta_of_branch<I>(dy, m),
                                         record.inner, dx);
    }

    template <std::size_t I, class X, class DY, class M, class Gradient>
    TRILOBITE_OWN_FRAME constexpr void backward_branch_parameters(const training_pass& p, X x, DY dy, M& m,
                                                                  Gradient& gradient) const {
        auto& record = at<I>(m);
        auto&& own_gradient = gradient_of_branch<I>(gradient);
        backward_to_parameters<from::output>(branch<I>(), p.enter(I), x, record.outputs, delta_of_branch<I>(dy, m),
                                             record.inner, own_gradient);
    }

    template <class X, class Y, class M, class Gradient>
    constexpr void backward_parameters(const training_pass& p, X x, Y, Y dy, M& m, Gradient& gradient) const {
        unroll<branch_count>([&](auto i) {
            if constexpr (value_count<branch_type<i>> != 0)
                backward_branch_parameters<i>(p, x, dy, m, gradient);
        });
    }

    constexpr void initialise(const auto& initialiser, random_key key) {
        unroll<branch_count>([&](auto i) { trilobite::initialise(branch<i>(), initialiser, key.derive(i)); });
    }
};

}

}
