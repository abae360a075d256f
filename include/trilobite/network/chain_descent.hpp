#pragma once
#include <trilobite/core/batch_piece.hpp>
#include <trilobite/network/chain.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace trilobite {

/// Stands where a backward pass is given a chain's gradient, as a `descent` stands for a layer's.
/// Part: undivided, or the share of one thread of several.
template <class Chain, class Rule, std::size_t N, class Piece, class Part>
struct chain_descent {
    Chain& parameters;
    Chain& gradient;
    const Rule& rule;
    std::array<Chain*, N> moments;
    [[no_unique_address]] Piece piece;
    [[no_unique_address]] Part part;

    /// As a piece of the samples sees it that is the first of all pieces, or the last, or neither.
    TRILOBITE_INLINE chain_descent<Chain, Rule, N, batch_piece, Part> within(bool first, bool last) const {
        return {parameters, gradient, rule, moments, piece_within(piece, first, last), part};
    }

    template <std::size_t I>
    TRILOBITE_INLINE auto layer() const {
        using layer_type = typename Chain::template layer_type<I>;
        const auto own_rule = detail::rule_of_layer<layer_type>(rule);
        descent<layer_type, std::remove_const_t<decltype(own_rule)>, N, Piece, Part> d{
            parameters.template layer<I>(), gradient.template layer<I>(), own_rule, {}, piece, part,
            I % part.count == part.index};
        std::transform(moments.begin(), moments.end(), d.moments.begin(),
                       [](Chain* m) { return &m->template layer<I>(); });
        return d;
    }
};

}
