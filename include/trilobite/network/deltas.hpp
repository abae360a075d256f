#pragma once
/// The gradients of a cost with respect to the outputs of a chain's layers, on their way back through it.

#include <trilobite/network/tape.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace trilobite {

/// Where a backward pass begins.
enum class from {
    output,           ///< dy is the gradient with respect to the chain's output
    before_activation ///< dy is the gradient with respect to what goes into its last layer, a sigmoid or softmax: a
                      ///< cost that knows it spares the pass a division by nearly nothing
};

namespace detail {

/// What a backward pass over a chain does, as constants.
template <class Chain, std::size_t B, from Start>
struct backward_plan {
    using T = typename Chain::value_type;
    static constexpr std::size_t depth = Chain::depth;

    /// The layers that the cost has not already been through.
    static constexpr std::size_t active = Start == from::output ? depth : depth - 1;

    template <std::size_t I>
    using output_view = matrix_view<T, B, Chain::shapes[I + 1].size()>;

    /// Whether the activation at place I is undone by the layer after it, before that one stores its results.
    template <std::size_t I>
    static constexpr bool undone_by_next() {
        if constexpr (I + 1 >= active || !Chain::joined[I]) {
            return false;
        } else {
            using next = typename Chain::template layer_type<I + 1>;
            using in = matrix_view<const T, B, Chain::shapes[I + 1].size()>;
            using out = matrix_view<const T, B, Chain::shapes[I + 2].size()>;
            return FinishesBackward<next, training_pass, in, out, memory_of<next, B, true>, output_view<I>,
                                    typename Chain::template name<I>::template finish_backward<in>>;
        }
    }

    /// Layers that share the place of their output share that of its gradient. The last one is the caller's.
    static constexpr std::size_t last_group = active == 0 ? 0 : Chain::group[active - 1];
};

}

/// For B samples: those of the groups First, ..., Last - 1 of a chain. Kept: all of them stay, for a second look; else
/// they stand in two places by turns.
template <class Chain, std::size_t B, bool Kept, std::size_t First = 0, std::size_t Last = Chain::group_count - 1>
struct deltas {
    using T = typename Chain::value_type;

    /// offsets[g]: where the gradient of group g begins; the last entry: the length of all.
    static constexpr auto offsets = [] {
        std::array<std::size_t, Chain::depth + 1> room{}, all{};
        std::size_t largest = 0;
        for (std::size_t i = 0; i < Chain::depth; ++i)
            if (const std::size_t g = Chain::group[i]; First <= g && g < Last) {
                room[g] = tape<Chain, B, true>::room_for(Chain::shapes[i + 1]);
                largest = std::max(largest, room[g]);
            }
        for (std::size_t g = First; g < Last; ++g)
            all[g + 1] = Kept ? all[g] + room[g] : (g + 1 - First) % 2 * largest;
        all[Chain::depth] = Kept ? all[Last] : std::min<std::size_t>(Last - First, 2) * largest;
        return all;
    }();

    alignas(native_lanes<T> * sizeof(T)) T values[offsets[Chain::depth] + (offsets[Chain::depth] == 0)];

    /// That of the outputs of group G.
    template <std::size_t G, class View>
    TRILOBITE_INLINE View group() {
        return View{values + offsets[G]};
    }
};

/// What a backward pass over B samples needs beside the tape.
template <class Chain, std::size_t B, bool Kept = false, bool Staged = false>
struct backward_room {
    using T = typename Chain::value_type;
    using parts = stages<Chain, B, Staged>;
    /// Where the early layers end: the gradient with respect to their outputs is that of all samples.
    static constexpr std::size_t border = parts::early == 0 ? 0 : Chain::group[parts::early - 1];
    using output_view = matrix_view<T, B, Chain::output_shape.size()>;

    alignas(native_lanes<T> * sizeof(T)) T output_values[B * output_view::stride];
    deltas<Chain, B, Kept, border> inner;
    [[no_unique_address]] std::conditional_t<parts::early == 0, no_memory,
                                             deltas<Chain, parts::piece, false, 0, border>>
        early;

    /// The gradient with respect to the chain's output, for the cost to begin with.
    TRILOBITE_INLINE output_view output_delta() { return {output_values}; }
};

}
