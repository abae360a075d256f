#pragma once
/// From a gradient to a step of the optimizer, register by register.
///
/// An optimizer's rule is a function of registers: rule(p, g, m) gives the new value of a parameter p with gradient g;
/// m, a std::array<T*, N>, points at the N values that the optimizer keeps of each parameter, its moments, which the
/// rule may change. A rule with a root or a quotient says so, divides = true, and is applied during multiply-adds.

#include <trilobite/core/members.hpp>
#include <trilobite/kernels/sink.hpp>
#include <trilobite/layers/penalty.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>

namespace trilobite {

/// Gives every trained value of a layer, or of a network, the value that the rule makes of it, penalties included; what
/// is untrained gets its change added, what is frozen stays. The gradient is zero afterwards, ready for the next
/// mini-batch.
template <class Parameters, class Rule, std::size_t N>
constexpr void take_step(Parameters& parameters, Parameters& gradient, const Rule& rule,
                         const std::array<Parameters*, N>& moments) {
    const auto step = []<class M>(const auto& own_rule, M& p, M& g, auto&... m) {
        using V = typename M::view_type::simd_type;
        using T = typename M::value_type;
        for (std::size_t i = 0; i < p.flat().size(); i += V::lanes) {
            const V value = V::load(p.values + i);
            const V change = V::load(g.values + i);
            if constexpr (is_untrained<M>)
                (value + change).store(p.values + i);
            else
                own_rule(value, change, std::array<T*, N>{(m.values + i)...}).store(p.values + i);
            V(T{0}).store(g.values + i);
        }
    };
    with_indices<N>([&](auto... i) { detail::for_each_with_rule(rule, step, parameters, gradient, *moments[i]...); });
}

/// Stands where a backward pass is given a layer's gradient, and says that the parameters are to take their step as
/// soon as the gradient is complete.
template <class Layer, class Rule, std::size_t N, class Piece, class Part>
struct descent {
    static constexpr bool is_descent = true;

    Layer& parameters;
    Layer& gradient; ///< zero, or the sum over the mini-batch's earlier pieces
    Rule rule;       ///< with the penalties that hold for this layer
    std::array<Layer*, N> moments;
    [[no_unique_address]] Piece piece; ///< of the mini-batch
    [[no_unique_address]] Part part;   ///< of the parameters, to see to
    bool whole_is_mine;                ///< whether to see to all of them, if the layer cannot do a part

    constexpr void step_if_complete() const {
        if (piece.is_last)
            take_step(parameters, gradient, rule, moments);
    }
};

/// Where the gradient of one member of a layer goes: for kernels that do both halves of the work, the gradient and what
/// becomes of it, while it is in registers.
/// A layer that is derived from another, such as regularised<dense<64>, ...>, has that one's members.
template <class Base, std::derived_from<Base> Layer, class Member>
TRILOBITE_INLINE auto sink(Layer& gradient, Member Base::*member) {
    return kernels::added_to<typename Member::view_type>{(gradient.*member).view()};
}
template <class Layer, class Rule, std::size_t N, class Piece, class Part, class Base, class Member>
TRILOBITE_INLINE auto sink(const descent<Layer, Rule, N, Piece, Part>& d, Member Base::*member) {
    using view = typename Member::view_type;
    const auto& rule = detail::rule_of_member<Member>(d.rule);
    kernels::stepped<view, std::remove_cvref_t<decltype(rule)>, N, Piece, Part> to{
        (d.parameters.*member).view(), (d.gradient.*member).view(), {}, rule, d.piece, d.part};
    std::transform(d.moments.begin(), d.moments.end(), to.moments.begin(),
                   [=](Layer* m) { return (m->*member).view(); });
    return to;
}

}
