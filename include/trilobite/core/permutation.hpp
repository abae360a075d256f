#pragma once
/// A pseudo-random order of 0 .. n - 1 that needs no memory: what a shuffled array would hold, computed one entry at a
/// time, in any order, by any thread.

#include <trilobite/core/compiler.hpp>
#include <trilobite/core/random.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace trilobite {

/// A bijection of 0 .. n - 1 onto itself, 1 <= n <= 2^32, chosen by the key.
/// An index of b = bit_width(n - 1) bits is cut into two halves, and each half in turn is xored with a keyed hash of
/// the other (Luby and Rackoff 1988): every such step undoes itself, so the whole is a bijection of 0 .. 2^b - 1
/// whatever the hash and however unequal the halves. A result beyond n is sent through again until it falls below
/// (cycle walking, Black and Rogaway 2002): fewer than two passes on average, because 2^b < 2 n.
struct permutation {
    constexpr permutation(random_key key, std::uint64_t n) : size(n) {
        const int width = n > 1 ? static_cast<int>(std::bit_width(n - 1)) : 0;
        low_width = width - width / 2;
        low_mask = static_cast<std::uint32_t>((std::uint64_t{1} << low_width) - 1);
        high_mask = static_cast<std::uint32_t>((std::uint64_t{1} << (width / 2)) - 1);
        for (std::size_t i = 0; i < rounds.size(); i += 2) {
            const auto word = philox(key, i / 2);
            rounds[i] = {word[0], word[1] | 1};
            rounds[i + 1] = {word[2], word[3] | 1};
        }
    }

    /// A call, not a page of instructions wherever samples are fetched.
    [[gnu::noinline]] constexpr std::uint64_t operator()(std::uint64_t i) const {
        do
            i = pass(i);
        while (i >= size);
        return i;
    }

private:
    struct round {
        std::uint32_t mask, factor;

        /// The two halves of a 64-bit product, folded: one multiplication, in which each bit of x reaches every bit
        /// of the result above or below it.
        TRILOBITE_INLINE std::uint32_t hash(std::uint32_t x) const {
            const std::uint64_t product = std::uint64_t{x ^ mask} * factor;
            return static_cast<std::uint32_t>(product >> 32) ^ static_cast<std::uint32_t>(product >> 13);
        }
    };

    TRILOBITE_INLINE std::uint64_t pass(std::uint64_t i) const {
        auto low = static_cast<std::uint32_t>(i) & low_mask;
        auto high = static_cast<std::uint32_t>(i >> low_width);
        for (std::size_t k = 0; k < rounds.size(); k += 2) {
            high ^= rounds[k].hash(low) & high_mask;
            low ^= rounds[k + 1].hash(high) & low_mask;
        }
        return (std::uint64_t{high} << low_width) | low;
    }

    std::uint64_t size;
    int low_width = 0;
    std::uint32_t low_mask = 0, high_mask = 0;
    std::array<round, 8> rounds{};
};

}
