#pragma once
/// Whether the first layers of a chain take a mini-batch a few samples at a time.
///
/// The layers of a network over images have few parameters and large outputs, until one comes that has many parameters.
/// Where a mini-batch's outputs do not fit the second-level cache, the layers before that one go through a piece of the
/// mini-batch after the other, forward and back, so that each finds in the cache what the one before it has left there;
/// the layers from there on take all samples at once, so that their parameters are read once.

#include <trilobite/network/chain.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace trilobite {

/// What the outputs and deltas of one piece may take of the second-level cache, in bytes.
inline constexpr std::size_t piece_budget = 1024 * 1024;

/// A layer of more bytes of parameters than this is to read them once for all samples.
inline constexpr std::size_t small_layer_bytes = 256 * 1024;

/// For a training pass over B samples: the first `early` layers are worked through in pieces of `piece` samples. No
/// layers: all of them take all samples.
template <class Chain, std::size_t B, bool Staged>
struct stages {
    static constexpr std::size_t early = 0, piece = B;
};
template <class Chain, std::size_t B>
struct stages<Chain, B, true> {
private:
    static constexpr auto plan = [] {
        struct {
            std::size_t early = 0, piece = B;
        } all;
        const auto fits = with_indices<Chain::depth>([](auto... i) {
            return std::array{(!couples_samples<typename Chain::template layer_type<i>>() &&
                               sizeof(typename Chain::template layer_type<i>) <= small_layer_bytes)...,
                              false};
        });
        std::size_t early = static_cast<std::size_t>(std::find(fits.begin(), fits.end(), false) - fits.begin());
        while (early != 0 && Chain::joined[early])
            --early;
        std::size_t values = 0, largest = 0;
        for (std::size_t i = 0; i < early; ++i)
            if (!Chain::joined[i]) {
                values += Chain::shapes[i + 1].size();
                largest = std::max(largest, Chain::shapes[i + 1].size());
            }
        const std::size_t bytes = (values + 2 * largest) * sizeof(typename Chain::value_type);
        std::size_t piece = B;
        while (piece > 1 && (B % piece != 0 || piece * bytes > piece_budget))
            --piece;
        if (piece != B) {
            all.early = early;
            all.piece = piece;
        }
        return all;
    }();

public:
    static constexpr std::size_t early = plan.early, piece = plan.piece;
};

}
