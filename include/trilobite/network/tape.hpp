#pragma once
/// The working memory of a pass over a chain: where each layer's output goes, and what layers leave for their
/// backward pass.

#include <trilobite/network/stages.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace trilobite {

namespace detail {

/// What a layer that takes B samples in pieces leaves of all of them for its backward pass.
template <class Layer, std::size_t B, std::size_t Piece>
struct memories_of_pieces {
    using own = memory_of<Layer, Piece, true>;
    using type =
        std::conditional_t<Piece == B || MemoryIsRoom<Layer> || std::is_empty_v<own>, own, std::array<own, B / Piece>>;
};

}

/// For B samples. A training pass keeps every output; an inference pass keeps two and lets them take turns.
/// Staged: see `stages`.
template <class Chain, std::size_t B, bool Training, bool Staged = false>
struct tape {
    static_assert(Training || !Staged);
    using value_type = typename Chain::value_type;
    using parts = stages<Chain, B, Staged>;
    static constexpr std::size_t batch = B;
    static constexpr std::size_t depth = Chain::depth;

    /// The values that one output of B samples takes, rounded up so that the next one is aligned.
    static constexpr std::size_t room_for(shape s) {
        constexpr std::size_t step = native_lanes<value_type>;
        return (B * padded<value_type>(s.size()) + step - 1) / step * step;
    }

    /// offsets[i]: where the output of layer i begins; offsets[depth]: the length of all.
    static constexpr auto offsets = [] {
        std::array<std::size_t, depth + 1> all{};
        std::size_t largest = 0;
        for (std::size_t i = 0; i < depth; ++i)
            largest = std::max(largest, room_for(Chain::shapes[i + 1]));
        std::size_t next = 0;
        for (std::size_t i = 0; i < depth; ++i) {
            if (Chain::joined[i]) {
                all[i] = all[i - 1];
            } else if (Training) {
                all[i] = next;
                next += room_for(Chain::shapes[i + 1]);
            } else {
                all[i] = next == 0 ? 0 : (all[i - 1] == 0 ? largest : 0);
                next = std::max(next, all[i] + largest);
            }
        }
        all[depth] = next;
        return all;
    }();

    alignas(native_lanes<value_type> * sizeof(value_type)) value_type values[offsets[depth] + (offsets[depth] == 0)];

    /// memories, place i: what layer i leaves for its backward pass, for each of the pieces that it takes the samples
    /// in.
    using memories_type = typename decltype(with_indices<depth>([](auto... i) {
        if constexpr (parts::early == 0)
            return std::type_identity<slots<memory_of<typename Chain::template layer_type<i>, B, Training>...>>{};
        else
            return std::type_identity<slots<typename detail::memories_of_pieces<
                typename Chain::template layer_type<i>, B, (i < parts::early ? parts::piece : B)>::type...>>{};
    }))::type;
    [[no_unique_address]] memories_type memories;

    /// Of a layer that takes all samples at once.
    template <std::size_t I>
    constexpr auto& memory() {
        static_assert(I >= parts::early);
        return at<I>(memories);
    }
    template <std::size_t I>
    constexpr auto output() {
        return matrix_view<value_type, B, Chain::shapes[I + 1].size()>{values + offsets[I]};
    }
    template <std::size_t I>
    constexpr auto output() const {
        return matrix_view<const value_type, B, Chain::shapes[I + 1].size()>{values + offsets[I]};
    }
    /// The output of the whole chain.
    constexpr auto output() { return output<depth - 1>(); }
    constexpr auto output() const { return output<depth - 1>(); }
};

/// A piece of a staged tape: the part of the early layers' outputs and memories that some samples have.
template <class Tape>
struct tape_piece {
    static constexpr std::size_t batch = Tape::parts::piece;
    Tape& whole;
    std::size_t index;

    template <std::size_t I>
    constexpr auto output() {
        return rows_from<batch>(whole.template output<I>(), index * batch);
    }
    template <std::size_t I>
    constexpr auto output() const {
        return rows_from<batch>(std::as_const(whole).template output<I>(), index * batch);
    }
    template <std::size_t I>
    constexpr auto& memory() {
        auto& all = at<I>(whole.memories);
        if constexpr (requires { all[index]; })
            return all[index];
        else
            return all;
    }
};

}
