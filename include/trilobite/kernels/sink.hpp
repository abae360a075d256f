#pragma once
/// Where a gradient with respect to parameters goes, a register at a time, from a kernel that computes it.

#include <trilobite/core/batch_piece.hpp>
#include <trilobite/core/share.hpp>
#include <trilobite/core/unroll.hpp>
#include <trilobite/kernels/operands.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace trilobite::kernels {

/// It is added to a matrix.
template <class View>
struct added_to {
    static constexpr undivided part{};
    View gradient;

    TRILOBITE_INLINE View output() const { return gradient; }
    TRILOBITE_INLINE auto start() const { return go_on{}; }
    TRILOBITE_INLINE auto finish() const { return as_is{}; }
};
template <class View>
added_to(View) -> added_to<View>;

/// p = rule(p, gradient, moments) where the gradient is complete.
template <class View, class Rule, std::size_t N, class Piece>
struct step {
    static constexpr bool divides = kernels::divides<Rule>;
    View parameters;
    std::array<View, N> moments;
    const Rule& rule;
    [[no_unique_address]] Piece piece;

    TRILOBITE_INLINE bool leaves_as_is() const { return !piece.is_last; }
    TRILOBITE_INLINE void prefetch(std::size_t row, std::size_t column) const {
        if (__builtin_is_constant_evaluated())
            return;
        __builtin_prefetch(parameters.row(row) + column);
        for (const View& m : moments)
            __builtin_prefetch(m.row(row) + column);
    }

    template <class V>
    TRILOBITE_INLINE V operator()(V sum, std::size_t row, std::size_t column) const {
        if (leaves_as_is())
            return sum;
        const auto m = with_indices<N>([&](auto... i) TRILOBITE_INLINE_LAMBDA {
            return std::array<typename View::value_type*, N>{(moments[i].row(row) + column)...};
        });
        return rule(V::load(parameters.row(row) + column), sum, m);
    }
};

/// It is added up in `gradient` piece by piece, and with the last piece the parameters take the step that the
/// optimizer's rule makes of it: p = rule(p, gradient, moments), where moments are what the optimizer keeps of each
/// parameter. With a single piece `gradient` is neither read nor written. After the last of several it is zero again;
/// but where the work is divided, whoever divides it sees to that: stores to parameters that others have read wait for
/// them, and these zeros would wait behind them.
template <class View, class Rule, std::size_t N, class Piece, class Part>
struct stepped {
    View parameters, gradient;
    std::array<View, N> moments;
    const Rule& rule;
    [[no_unique_address]] Piece piece; ///< those before it are in `gradient` already
    [[no_unique_address]] Part part;   ///< which parameters this caller is to see to

    TRILOBITE_INLINE View output() const { return piece.is_last ? parameters : gradient; }
    TRILOBITE_INLINE auto start() const {
        return [g = gradient, piece = piece]<class V>(std::type_identity<V>, std::size_t row, std::size_t column)
                   TRILOBITE_INLINE_LAMBDA {
                       using T = typename V::value_type;
                       if (piece.is_first)
                           return V(T{0});
                       T* const place = g.row(row) + column;
                       const V sum = V::load(place);
                       if (piece.is_last && !is_divided<Part>)
                           V(T{0}).store(place);
                       return sum;
                   };
    }
    TRILOBITE_INLINE auto finish() const { return step<View, Rule, N, Piece>{parameters, moments, rule, piece}; }
};

}
