#pragma once
/// How a product is cut up: how many registers of its result are kept at once, and which products are small enough to
/// be written out. All the constants that depend on the instruction set stand here.

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

/// Whether they leave enough for a root and a quotient of another result meanwhile.
inline constexpr bool can_divide_meanwhile = register_count > 16;

/// What the block of B that is in use may take of the first-level cache: of 32 KiB, or of the 48 KiB that come with the
/// widest registers. Where registers are single values it is a microcontroller's stack that is to be spared.
inline constexpr std::size_t block_bytes =
#if defined(TRILOBITE_NO_SIMD)
    1024;
#elif defined(__AVX512F__)
    36 * 1024;
#else
    28 * 1024;
#endif

/// The same where A is read from a stretch of memory for each row of a tile, and these stretches need room as well.
inline constexpr std::size_t block_bytes_beside_stretches = block_bytes * 2 / 3;

/// A product of at most so many multiply-adds of registers is straight-line code, without a loop or a call: unless the
/// program is to be small, as all are on a target whose registers are single values.
inline constexpr std::size_t unroll_budget =
#if defined(TRILOBITE_NO_SIMD) || defined(__OPTIMIZE_SIZE__)
    0;
#else
    checks_addresses ? 0 : 256;
#endif

/// But a finish of dozens of instructions is written out for at most so many registers.
inline constexpr std::size_t written_out_finishes = 8;

/// How many chains of multiply-adds, side by side, add up to one result of a product over `depth` values with so many
/// columns: two to one sum, and two sums to one. One sample by itself has as many chains as its results fill registers;
/// where these are few, a single chain would leave the processor waiting for each multiply-add. A function of the shape
/// alone: it decides the bits.
constexpr std::size_t chain_count(std::size_t columns, std::size_t depth) {
    if (columns > 32 || depth < 4)
        return 1;
    return depth < 8 ? 2 : 4;
}

/// Where chain i of `chains` begins: each takes an equal share of the depth.
constexpr std::size_t chain_begin(std::size_t depth, std::size_t chains, std::size_t i) {
    return depth * i / chains;
}

/// The size of as few parts of n as there can be, at most `most` each; the last is smaller by less than their number.
constexpr std::size_t even_parts(std::size_t n, std::size_t most) {
    const std::size_t parts = (n + most - 1) / most;
    return (n + parts - 1) / parts;
}

/// The size of equal parts of n, at most `most` each: of tiles on a target whose registers are single values, where
/// each size of a tile is a piece of code. Where they would be less than half as large, it is `most`, and there is a
/// rest.
template <class T>
constexpr std::size_t equal_parts(std::size_t n, std::size_t most) {
    if (native_lanes<T> == 1)
        for (std::size_t size = most; 2 * size > most; --size)
            if (n % size == 0)
                return size;
    return most;
}

/// How the depth of a product is gone through. Each result is one chain of multiply-adds or the sum of several; a chain
/// may be interrupted, its result put down and taken up again, or not.
template <std::size_t Chains, bool Interrupted>
struct chains {
    static constexpr std::size_t count = Chains;
    static constexpr bool interrupted = Interrupted;
};
using one_chain = chains<1, true>;
using uninterrupted_chain = chains<1, false>;

/// How Rows x Columns results, each the sum of Depth products, are cut into tiles. Stretch: how far along the depth the
/// values of A stand an equal step apart, if that is known of it.
template <class T, std::size_t Rows, std::size_t Columns, std::size_t Depth, class Chains = one_chain,
          std::size_t Stretch = 0>
struct tiling {
    /// One sample's few products wait for each other, and each value is read as soon as it is written. Registers of 64
    /// bytes gain nothing there, and a processor that takes them by halves loses a quarter.
    static constexpr bool waits = Rows == 1 && padded<T>(Columns) * Depth <= 512;
    using simd_type = simd_for<T, waits ? std::min(Columns, 32 / sizeof(T)) : Columns>;
    static constexpr std::size_t chains = Chains::count;
    static constexpr std::size_t lanes = simd_type::lanes;
    static constexpr std::size_t vectors = padded<T>(Columns) / lanes;
    static constexpr std::size_t registers = Rows * vectors;
    static constexpr bool unrolled = registers * Depth <= unroll_budget;

    /// A tile: at most so many registers wide and rows high, and about as wide as its neighbours: the results of a
    /// narrow one are too few to cover a multiply-add's latency. Few rows leave room for a wider tile; beside it, a row
    /// of B and one value of A, but for a single row, which needs no register for B. Where there are several chains,
    /// twelve results cover the latency of a multiply-add, and a finished chain is put down meanwhile, if need be.
    static constexpr std::size_t results = chains == 1 ? result_registers : 12;
    static constexpr std::size_t preferred_width = register_count / 8;
    static constexpr std::size_t most_high = Rows < results ? Rows : results;
    static constexpr bool has_b_in_registers = most_high > 1 && native_lanes<T> > 1;
    static constexpr std::size_t room = has_b_in_registers
                                            ? std::min(results / most_high, (register_count - 1) / (most_high + 1))
                                            : results / most_high;
    static constexpr std::size_t most_wide = std::min(vectors, std::max(preferred_width, room));
    static constexpr std::size_t width =
        native_lanes<T> == 1 ? equal_parts<T>(vectors, most_wide) : even_parts(vectors, most_wide);
    static constexpr std::size_t max_height = equal_parts<T>(Rows, std::min({results / width, std::size_t{16}, Rows}));
    /// Rows are shared out evenly: the first `taller` tiles have one row more than the others.
    static constexpr std::size_t tiles = (Rows + max_height - 1) / max_height;
    static constexpr std::size_t height = Rows / tiles;
    static constexpr std::size_t taller = Rows % tiles;
    /// How many results a tile has, at most; where they are finished by a loop, so many values are put down for it.
    static constexpr std::size_t most_results = width * (height + (taller != 0)) * lanes;

    /// A block of B: some tiles wide (256 bytes or one tile), and as deep as the cache allows; twice as wide where it
    /// must be cut in depth all the same; as wide as the cache allows where it must not. Where there are several chains
    /// B is narrow, and each of its rows serves so many rows of A that it need not stay in the first-level cache. It is
    /// not cut in depth either where registers are single values: there each block is a piece of code, and the cache is
    /// small, if there is one.
    static constexpr bool cut_in_depth = Chains::interrupted && chains == 1 && native_lanes<T> > 1;
    static constexpr std::size_t row_bytes = 256 * (Depth * 256 <= block_bytes ? 1 : 2);
    static constexpr std::size_t widest = row_bytes / (lanes * sizeof(T)) / width * width;
    static constexpr std::size_t fitting = block_bytes / (Depth * lanes * sizeof(T)) / width * width;
    static constexpr std::size_t block_vectors = std::max<std::size_t>(width, cut_in_depth ? widest : fitting);
    static constexpr std::size_t block_columns = std::min(block_vectors, vectors) * lanes;
    /// Several blocks are whole stretches deep, or whole registers, so that B's transpose is turned without tails.
    static constexpr std::size_t fitting_depth =
        (Stretch == 0 ? block_bytes : block_bytes_beside_stretches) / (block_columns * sizeof(T));
    static constexpr std::size_t step = Stretch == 0 || Stretch > fitting_depth ? native_lanes<T> : Stretch;
    static constexpr std::size_t max_depth = std::max(fitting_depth / step, std::size_t{1}) * step;
    static constexpr std::size_t parts = cut_in_depth ? (Depth + max_depth - 1) / max_depth : 1;
    static constexpr std::size_t depth = parts == 1 ? Depth : (Depth + parts * step - 1) / (parts * step) * step;
    static constexpr std::size_t blocks = (Depth + depth - 1) / depth;
};

}
