#pragma once
#include <trilobite/core/simd.hpp>

#include <cstddef>
#include <tuple>

namespace trilobite {

/// An optimizer that waits for the whole gradient before its first parameter takes its step: its state has a member
/// squared_norm, which is the gradient's when begin_step is called. Such a network is trained by one thread.
template <class Optimizer>
concept NeedsWholeGradient = requires {
    requires Optimizer::needs_whole_gradient;
};

/// Another optimizer, given a gradient whose norm over the whole network is at most `limit`: g limit / max(norm,
/// limit).
///
///     clip_by_norm{sgd{0.1f}, 1.0f}
///
/// A gradient so large that its square is not finite is a fault (fit_status::not_finite).
/// (Pascanu, Mikolov, Bengio 2013)
template <class Optimizer>
struct clip_by_norm : Optimizer {
    float limit = 1;

    constexpr auto kept() { return std::tuple_cat(Optimizer::kept(), std::tie(limit)); }

    static constexpr bool needs_whole_gradient = true;

    template <class Net>
    struct state : Optimizer::template state<Net> {
        typename Net::value_type squared_norm = 0; ///< of this step: not kept
    };

    template <class Rule, class T>
    struct rule {
        Rule inner;
        T factor;
        template <class V, class Moments>
        TRILOBITE_INLINE V operator()(V p, V g, const Moments& moments) const {
            return inner(p, V(factor) * g, moments);
        }
    };

    template <class Net>
    constexpr auto begin_step(state<Net>& s) const {
        using T = typename Net::value_type;
        const T norm = square_root(simd<T, 1>(s.squared_norm)).value;
        const T most = static_cast<T>(limit);
        const auto inner = Optimizer::template begin_step<Net>(s);
        // most / infinity would be a step of nothing; most * 0 / 0 is a fault that fit finds.
        const T factor = norm - norm == 0 ? (norm > most ? most / norm : T{1}) : norm - norm;
        return rule<std::remove_const_t<decltype(inner)>, T>{inner, factor};
    }
};
template <class Optimizer>
clip_by_norm(Optimizer, float) -> clip_by_norm<Optimizer>;

}
