#pragma once
#include <trilobite/network/chain.hpp>

#include <tuple>
#include <type_traits>

namespace trilobite {

/// Stands where a backward pass is given a chain's gradient, as a `descent` stands for a layer's.
/// Part: undivided, or the share of one thread of several.
template <class Chain, class Rule, class Part, class... Moments>
struct chain_descent {
    Chain& parameters;
    Chain& gradient;
    const Rule& rule;
    std::tuple<Moments&...> moments; ///< each a Chain, or derived from it
    bool begun;
    bool complete;
    Part part;

    template <std::size_t I>
    TRILOBITE_INLINE auto layer() const {
        using layer_type = typename Chain::template layer_type<I>;
        return std::apply(
            [&](auto&... m) TRILOBITE_INLINE_LAMBDA {
                return descent<layer_type, Rule, Part, std::remove_reference_t<decltype(m.template layer<I>())>...>{
                    parameters.template layer<I>(),
                    gradient.template layer<I>(),
                    rule,
                    {m.template layer<I>()...},
                    begun,
                    complete,
                    part,
                    I % part.count == part.index};
            },
            moments);
    }
};
template <class Chain, class Rule, class... Moments, class Part>
chain_descent(Chain&, Chain&, const Rule&, std::tuple<Moments&...>, bool, bool, Part)
    -> chain_descent<Chain, Rule, Part, Moments...>;

}
