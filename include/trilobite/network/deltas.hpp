#pragma once
/// The gradients of a cost with respect to the outputs of a chain's layers, on their way back through it.

#include <trilobite/network/tape.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

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

    /// offsets[g]: where the gradient of group g begins, in two places that take turns, or in one each if all are kept;
    /// the last entry: the length of all.
    static constexpr auto offsets(bool kept) {
        std::array<std::size_t, depth + 1> room{}, all{};
        std::size_t largest = 0;
        for (std::size_t i = 0; i < depth; ++i)
            if (Chain::group[i] < last_group) {
                room[Chain::group[i]] = tape<Chain, B, true>::room_for(Chain::shapes[i + 1]);
                largest = std::max(largest, room[Chain::group[i]]);
            }
        for (std::size_t g = 0; g < last_group; ++g)
            all[g + 1] = kept ? all[g] + room[g] : (g + 1) % 2 * largest;
        all[depth] = kept ? all[last_group] : std::min<std::size_t>(last_group, 2) * largest;
        return all;
    }
};

}

/// For B samples, wherever the pass begins. Kept: all of them stay, for a second look; else they stand in two places by
/// turns.
template <class Chain, std::size_t B, bool Kept>
struct deltas {
    using T = typename Chain::value_type;
    static constexpr auto offsets = detail::backward_plan<Chain, B, from::output>::offsets(Kept);

    alignas(native_lanes<T> * sizeof(T)) T values[offsets[Chain::depth] + (offsets[Chain::depth] == 0)];

    /// That of layer I's output.  last: that of the chain's output, wherever it stands.
    template <from Start, std::size_t I, class DY>
    TRILOBITE_INLINE auto output(DY last) {
        using plan = detail::backward_plan<Chain, B, Start>;
        constexpr std::size_t group = Chain::group[I];
        if constexpr (group == plan::last_group)
            return last;
        else
            return typename plan::template output_view<I>{values + offsets[group]};
    }
};

/// What a backward pass over B samples needs beside the tape.
template <class Chain, std::size_t B, bool Kept = false>
struct backward_room {
    matrix<typename Chain::value_type, B, Chain::output_shape.size()> output_delta; ///< for the cost to begin with
    deltas<Chain, B, Kept> inner;
};

}
