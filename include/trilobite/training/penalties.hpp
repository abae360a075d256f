#pragma once
/// What penalties on weights add to a training: those of single layers (regularised<...>), and that of a whole network,
/// which stands in its cost (cross_entropy{} + l2{0.001}).

#include <trilobite/kernels/reductions.hpp>
#include <trilobite/layers/penalty.hpp>

#include <cstddef>

namespace trilobite {

/// An optimizer's rule with the cost's penalty, if it has one, in the gradient. Those of layers are added where their
/// parameters take their step.
template <class Cost, class Rule>
TRILOBITE_INLINE auto with_penalty(const Cost& cost, const Rule& rule) {
    if constexpr (requires { cost.penalty; })
        return penalised_rule<Rule, decltype(cost.penalty)>{rule, cost.penalty};
    else
        return rule;
}

template <class Net, class Cost>
inline constexpr bool has_penalties = detail::holds_penalty<Net>() || requires(const Cost& c) {
    c.penalty;
};

namespace detail {

/// The sum of f(rule, column's register) over all values that training may change, in an order that the shapes decide.
template <class Net, class Cost, class F, class... Others>
constexpr typename Net::value_type sum_with_penalties(const Net& net, const Cost& cost, F f, const Others&... others) {
    using T = typename Net::value_type;
    T sum = 0;
    const auto add = [&]<class M>(const auto& rule, const M& m, const auto&... same) {
        if constexpr (is_untrained<M>) // where its gradient would stand is its change
            return;
        using view = typename M::const_view_type;
        using V = typename view::simd_type;
        for (std::size_t row = 0; row < M::rows; ++row)
            sum += kernels::sum_over_row<view>([&](V so_far, std::size_t column) {
                return f(so_far, rule, V::load(m.view().row(row) + column), V::load(same.view().row(row) + column)...);
            });
    };
    for_each_with_rule(with_penalty(cost, no_rule{}), add, net, others...);
    return sum;
}

}

/// What all penalties come to: a part of the cost of every sample.
template <class Net, class Cost>
constexpr typename Net::value_type penalty_of(const Net& net, const Cost& cost) {
    if constexpr (has_penalties<Net, Cost>)
        return detail::sum_with_penalties(
            net, cost, [](auto so_far, const auto& rule, auto weight) { return so_far + rule.cost(weight); });
    else
        return 0;
}

/// The sum of the squares of a network's whole gradient: what a backward pass left in `gradient`, and the penalties'
/// part.
template <class Net, class Cost>
constexpr typename Net::value_type squared_norm(const Net& net, const Net& gradient, const Cost& cost) {
    return detail::sum_with_penalties(
        net, cost,
        [](auto so_far, const auto& rule, auto weight, auto slope) {
            const auto whole = slope + rule.slope(weight);
            return decltype(whole)::fma(whole, whole, so_far);
        },
        gradient);
}

}
