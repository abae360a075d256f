#pragma once
/// Random bits that are set with a given probability, 32 of them a word.

#include <trilobite/core/random.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace trilobite {

/// A probability as a multiple of 2^-16, at least 2^-16 and at most 1.
struct bit_probability {
    std::uint32_t numerator;

    static constexpr bit_probability nearest(double p) {
        return {std::clamp<std::uint32_t>(static_cast<std::uint32_t>(p * 65536 + 0.5), 1, 65536)};
    }
};

/// The words first, first + 1, ... of a key, each bit of which is set with probability P.
///
/// Read a random number r and P as binary digits: r < P is decided by the first digit in which they differ. So, the
/// last digit first, `less = P's digit ? less | bit : less & bit` for a random bit each, on 32 numbers at once. The
/// zeros at P's end need no bits: one half takes one of them, one quarter two, others up to 16.
/// (On 32 times as many where there are vector registers; one by one takes less of a small stack.)
template <bit_probability P, std::size_t N>
constexpr void random_bits(random_key key, std::uint64_t first, std::array<std::uint32_t, N>& words) {
    constexpr int zeros = std::countr_zero(P.numerator), digits = 16 - zeros;
    constexpr std::uint32_t less_one = (P.numerator >> zeros) - 1; // to begin with all bits set is to begin with 1
    constexpr std::size_t lanes = native_lanes<float> == 1 ? 1 : std::min<std::size_t>(N, 32);
    static_assert(N % lanes == 0);
    for (std::size_t begin = 0; begin < N; begin += lanes) {
        std::array<std::uint32_t, lanes> less;
        less.fill(~std::uint32_t{0});
        for (int digit = 0; digit < digits; digit += 4) {
            philox_blocks<lanes> counters{};
            for (std::size_t i = 0; i < lanes; ++i) {
                const std::uint64_t place = first + begin + i;
                counters[0][i] = static_cast<std::uint32_t>(place);
                counters[1][i] = static_cast<std::uint32_t>(place >> 32);
                counters[2][i] = static_cast<std::uint32_t>(digit / 4);
            }
            const auto bits = philox(key, counters);
            for (int d = digit; d < std::min(digit + 4, digits); ++d) {
                const auto& bit = bits[static_cast<std::size_t>(d - digit)];
                for (std::size_t i = 0; i < lanes; ++i)
                    less[i] = (less_one >> d & 1) != 0 ? less[i] | bit[i] : less[i] & bit[i];
            }
        }
        std::copy(less.begin(), less.end(), words.begin() + begin);
    }
}

}
