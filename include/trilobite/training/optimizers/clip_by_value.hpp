#pragma once
#include <trilobite/core/simd.hpp>
#include <trilobite/kernels/operands.hpp>

#include <tuple>

namespace trilobite {

/// An optimizer that sees no gradient beyond +-limit: clip_by_value{adam{0.001f}, 0.5f}.
/// A NaN stays one: what went wrong is not to be hidden.
template <class Optimizer>
struct clip_by_value : Optimizer {
    float limit = 1;

    constexpr auto kept() { return std::tuple_cat(Optimizer::kept(), std::tie(limit)); }

    template <class Rule>
    struct rule {
        static constexpr bool divides = kernels::divides<Rule>;
        Rule inner;
        float limit;

        template <class V, class Moments>
        TRILOBITE_INLINE V operator()(V p, V g, const Moments& moments) const {
            const V highest(static_cast<typename V::value_type>(limit));
            return inner(p, V::smaller(V::larger(g, -highest), highest), moments);
        }
    };

    template <class Net>
    constexpr auto begin_step(typename Optimizer::template state<Net>& s) const {
        auto inner = Optimizer::template begin_step<Net>(s);
        return rule<decltype(inner)>{inner, limit};
    }
};
template <class Optimizer>
clip_by_value(Optimizer, float) -> clip_by_value<Optimizer>;

}
