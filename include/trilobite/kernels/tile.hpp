#pragma once
/// Tile shapes: how many registers of the product's result are kept at once. All the constants that depend on the
/// instruction set stand here.

#include <trilobite/core/matrix.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite::kernels {

/// Registers that a tile's results, its row of B and one value of A share.
inline constexpr std::size_t register_count =
#if defined(__AVX512F__) || defined(__aarch64__) || defined(__ARM_ARCH_7EM__)
    32;
#else
    16;
#endif

/// Three quarters hold results: enough independent chains to cover the latency of a multiply-add, and enough
/// arithmetic for each value loaded.
inline constexpr std::size_t result_registers = register_count * 3 / 4;

/// What the block of B that is in use may take of the first-level cache.
inline constexpr std::size_t block_bytes = 28 * 1024;

/// How Rows x Columns results, each the sum of Depth products, are cut into tiles.
template <class T, std::size_t Rows, std::size_t Columns, std::size_t Depth>
struct tiling {
    using simd_type = simd_for<T, Columns>;
    static constexpr std::size_t lanes = simd_type::lanes;
    static constexpr std::size_t vectors = padded<T>(Columns) / lanes;

    /// A tile: at most so many registers wide and rows high. Few rows leave room for a wider tile.
    static constexpr std::size_t preferred_width = register_count / 8;
    static constexpr std::size_t room = result_registers / (Rows < result_registers ? Rows : result_registers);
    static constexpr std::size_t width = std::min(vectors, std::max(preferred_width, room));
    static constexpr std::size_t max_height = std::min<std::size_t>(result_registers / width, 16);
    /// Rows are shared out evenly: the first `taller` tiles have one row more than the others.
    static constexpr std::size_t tiles = (Rows + max_height - 1) / max_height;
    static constexpr std::size_t height = Rows / tiles;
    static constexpr std::size_t taller = Rows % tiles;

    /// A block of B: some tiles wide (256 bytes or one tile), and as deep as the cache allows.
    static constexpr std::size_t block_vectors =
        std::max<std::size_t>(width, 256 / (lanes * sizeof(T)) / width * width);
    static constexpr std::size_t block_columns = std::min(block_vectors, vectors) * lanes;
    /// Several blocks are whole registers deep, so that B's transpose is turned without tails.
    static constexpr std::size_t step = native_lanes<T>;
    static constexpr std::size_t max_depth =
        std::max(block_bytes / (block_columns * sizeof(T)) / step, std::size_t{1}) * step;
    static constexpr std::size_t parts = (Depth + max_depth - 1) / max_depth;
    static constexpr std::size_t depth = parts == 1 ? Depth : (Depth + parts * step - 1) / (parts * step) * step;
    static constexpr std::size_t blocks = (Depth + depth - 1) / depth;
};

}
