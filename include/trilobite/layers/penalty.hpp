#pragma once
/// Penalties on large weights: what they add to a cost, and to the gradient of a weight. They hold for all parameters
/// but those of type unpenalised<...>, such as biases.

#include <trilobite/core/constant.hpp>
#include <trilobite/core/members.hpp>
#include <trilobite/kernels/operands.hpp>

#include <concepts>

namespace trilobite {

/// A penalty, a function of one weight w, and its derivative; of a register of any width. Both are zero at 0.
template <class P>
concept Penalty = requires(const P& p, simd<float, 1> w) {
    { p.cost(w) } -> std::same_as<simd<float, 1>>;
    { p.slope(w) } -> std::same_as<simd<float, 1>>;
};

/// strength * sum |w|: small weights become zero.  (Tibshirani 1996)
struct l1 {
    constant strength = 0.01;

    template <class V>
    TRILOBITE_INLINE V cost(V w) const {
        return factor<V>() * V::larger(w, -w);
    }
    template <class V>
    TRILOBITE_INLINE V slope(V w) const {
        const V zero(typename V::value_type{0});
        return V::select(w > zero, factor<V>(), V::select(w < zero, -factor<V>(), zero));
    }

private:
    template <class V>
    TRILOBITE_INLINE V factor() const {
        return V(static_cast<typename V::value_type>(double(strength)));
    }
};

/// strength * sum w^2, as in Keras: no factor of one half.  (Hoerl, Kennard 1970)
struct l2 {
    constant strength = 0.01;

    template <class V>
    TRILOBITE_INLINE V cost(V w) const {
        return V(static_cast<typename V::value_type>(double(strength))) * w * w;
    }
    template <class V>
    TRILOBITE_INLINE V slope(V w) const {
        return V(static_cast<typename V::value_type>(2 * double(strength))) * w;
    }
};

/// Both: l1{0.01} + l2{0.001}.  (Zou, Hastie 2005)
template <Penalty First, Penalty Second>
struct penalty_sum {
    First first;
    Second second;

    template <class V>
    TRILOBITE_INLINE V cost(V w) const {
        return first.cost(w) + second.cost(w);
    }
    template <class V>
    TRILOBITE_INLINE V slope(V w) const {
        return first.slope(w) + second.slope(w);
    }
};
template <Penalty First, Penalty Second>
constexpr penalty_sum<First, Second> operator+(First first, Second second) {
    return {first, second};
}

/// The rule of an optimizer for weights that a penalty holds for: the penalty's slope is a part of their gradient.
template <class Rule, Penalty P>
struct penalised_rule {
    static constexpr bool divides = kernels::divides<Rule>;
    Rule rule;
    P penalty;

    template <class V, class Moments>
    TRILOBITE_INLINE V operator()(V w, V g, const Moments& moments) const {
        return rule(w, g + penalty.slope(w), moments);
    }

    /// Of all penalties that hold, where the innermost rule is no_rule.
    template <class V>
    TRILOBITE_INLINE V cost(V w) const {
        return rule.cost(w) + penalty.cost(w);
    }
    template <class V>
    TRILOBITE_INLINE V slope(V w) const {
        return rule.slope(w) + penalty.slope(w);
    }
};

/// Stands where an optimizer's rule would, when only the penalties are of interest.
struct no_rule {
    template <class V>
    TRILOBITE_INLINE V cost(V) const {
        return V(typename V::value_type{0});
    }
    template <class V>
    TRILOBITE_INLINE V slope(V) const {
        return V(typename V::value_type{0});
    }
};

namespace detail {

template <class S>
concept Penalised = requires {
    { std::remove_cv_t<S>::penalty } -> Penalty;
};

/// The rule for a layer of type Layer, where `rule` holds around it.
template <class Layer, class Rule>
TRILOBITE_INLINE auto rule_of_layer(const Rule& rule) {
    if constexpr (Penalised<Layer>)
        return penalised_rule<Rule, std::remove_cvref_t<decltype(Layer::penalty)>>{rule, Layer::penalty};
    else
        return rule;
}

/// The rule for a member of type Member, where `rule` holds for its layer.
template <class Member, class Rule>
TRILOBITE_INLINE const Rule& rule_of_member(const Rule& rule) {
    return rule;
}
template <class Member, class Rule, class P>
requires is_unpenalised<Member> || is_untrained<Member> TRILOBITE_INLINE const auto&
rule_of_member(const penalised_rule<Rule, P>& rule) {
    return rule_of_member<Member>(rule.rule);
}

/// f(rule that holds for it, matrix, same matrix of the others...) for every matrix that training may change.
template <class Rule, class F, class S, class... Others>
constexpr void for_each_with_rule(const Rule& rule, F& f, S& a, Others&... others) {
    using plain = std::remove_cv_t<S>;
    if constexpr (Matrix<plain>)
        f(rule_of_member<plain>(rule), a, others...);
    else if constexpr (!Frozen<plain>)
        for_each_part(
            [&]<class Part>(Part& part, auto&... same) {
                for_each_with_rule(rule_of_layer<std::remove_cv_t<Part>>(rule), f, part, same...);
            },
            a, others...);
}

/// Whether a penalty holds for a part of S.
template <class S>
constexpr bool holds_penalty() {
    if constexpr (Matrix<S> || Frozen<S>) {
        return false;
    } else if constexpr (Penalised<S>) {
        return true;
    } else if constexpr (Composite<S>) {
        return S::sum_over_parts(
                   []<class Part>(std::type_identity<Part>) { return std::size_t{holds_penalty<Part>()}; }) != 0;
    } else if constexpr (Listed<S>) {
        bool any = false;
        for_each_member_type<S>([&]<class M>(std::type_identity<M>) { any = any || holds_penalty<M>(); });
        return any;
    } else {
        return false;
    }
}

}

}
