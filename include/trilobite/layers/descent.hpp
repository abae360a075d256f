#pragma once
/// From a gradient to a step of the optimizer, register by register.
///
/// An optimizer's rule is a function of registers: rule(p, g, m...) gives the new value of a parameter p with gradient g;
/// m... point at what the optimizer keeps of the same parameters, which it may change (`T*`, aligned to registers).

#include <trilobite/core/members.hpp>
#include <trilobite/kernels/sink.hpp>

#include <cstddef>
#include <tuple>

namespace trilobite {

/// Gives every trained value of a layer, or of a network, the value that the rule makes of it; what is untrained gets
/// its change added. The gradient is zero afterwards, ready for the next mini-batch.
template <class Parameters, class Rule, class... Moments>
void take_step(Parameters& parameters, Parameters& gradient, const Rule& rule, Moments&... moments) {
    for_each_matrix(
        [&]<class M>(M& p, M& g, auto&... m) {
            using V = typename M::view_type::simd_type;
            using T = typename M::value_type;
            for (std::size_t i = 0; i < p.flat().size(); i += V::lanes) {
                const V value = V::load(p.values + i);
                const V change = V::load(g.values + i);
                if constexpr (is_untrained<M>)
                    (value + change).store(p.values + i);
                else
                    rule(value, change, (m.values + i)...).store(p.values + i);
                V(T{0}).store(g.values + i);
            }
        },
        parameters, gradient, moments...);
}

/// Stands where a backward pass is given a layer's gradient, and says that the parameters are to take their step as soon
/// as the gradient is complete.
template <class Layer, class Rule, class Part, class... Moments>
struct descent {
    Layer& parameters;
    Layer& gradient; ///< zero, or the sum over the mini-batch's earlier pieces
    const Rule& rule;
    std::tuple<Moments&...> moments;
    bool begun;         ///< there were earlier pieces
    bool complete;      ///< this is the last piece
    Part part;          ///< of the parameters, to see to
    bool whole_is_mine; ///< whether to see to all of them, if the layer cannot do a part

    void step_if_complete() const {
        if (complete)
            std::apply([&](auto&... m) { take_step(parameters, gradient, rule, m...); }, moments);
    }
};

/// Where the gradient of one member of a layer goes: for kernels that do both halves of the work, the gradient and what
/// becomes of it, while it is in registers.
template <class Layer, class Member>
TRILOBITE_INLINE auto sink(Layer& gradient, Member Layer::*member) {
    return kernels::added_to<typename Member::view_type>{(gradient.*member).view()};
}
template <class Layer, class Rule, class Part, class... Moments, class Member>
TRILOBITE_INLINE auto sink(const descent<Layer, Rule, Part, Moments...>& d, Member Layer::*member) {
    using view = typename Member::view_type;
    const auto views = std::apply([=](auto&... m) { return std::tuple{(m.*member).view()...}; }, d.moments);
    return [&]<class... Views>(std::tuple<Views...> v) {
        return kernels::stepped<view, Rule, Part, Views...>{
            (d.parameters.*member).view(), (d.gradient.*member).view(), v, d.rule, d.begun, d.complete, d.part};
    }(views);
}

}
