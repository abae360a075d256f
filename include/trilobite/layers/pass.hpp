#pragma once
/// What a layer is told of the pass over the network that it takes part in.

#include <trilobite/core/random.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace trilobite {

/// Whether a pass trains or only infers is known at compile time. The random numbers of a pass are a function of
/// (seed, step, place of the layer, sample), so they do not depend on the order or the grouping of the work.
template <bool Training>
struct pass {
    static constexpr bool training = Training;

    std::size_t rows = 0;      ///< samples that are real; the rows beyond repeat one of them and count for nothing
    std::size_t first_row = 0; ///< the place of row 0 in the mini-batch
    std::uint64_t seed = 0;
    std::uint64_t step = 0;  ///< mini-batches worked through before this one
    std::uint64_t place = 0; ///< the path to the layer

    /// The pass as the layer at `index` of this list of layers sees it.
    constexpr pass enter(std::size_t index) const {
        pass inner = *this;
        inner.place = place * 256 + index + 1;
        return inner;
    }

    /// The pass as a piece of the samples sees it: so many of them, from `first` on.
    constexpr pass part(std::size_t first, std::size_t size) const {
        pass inner = *this;
        inner.rows = rows > first ? std::min(rows - first, size) : 0;
        inner.first_row = first_row + first;
        return inner;
    }

    /// The key of this layer's random numbers in this step. Number them by sample: (first_row + row) * size + column.
    constexpr random_key key() const {
        return random_key::from_seed(seed).derive(purpose::layers).derive(step).derive(place);
    }
};

/// What a forward pass is told that asks for nothing (see `ignores_pass`).
struct no_pass {};

using training_pass = pass<true>;
using inference_pass = pass<false>;

}
