#include <trilobite/core/random_bits.hpp>

#include "../catch.hpp"

#include <bit>

using namespace trilobite;

namespace {

constexpr random_key key = random_key::from_seed(7);

static_assert(bit_probability::nearest(0.8).numerator == 52'429);
static_assert(bit_probability::nearest(1).numerator == 65'536 && bit_probability::nearest(1e-9).numerator == 1);

/// How many of the first 102,400 bits are set.
template <bit_probability P>
int set_bits() {
    std::array<std::uint32_t, 3200> words;
    random_bits<P>(key, 0, words);
    int set = 0;
    for (const auto word : words)
        set += std::popcount(word);
    return set;
}

}

TEST_CASE("lanes of philox are blocks of philox", "[core][random]") {
    philox_blocks<3> counters;
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t word = 0; word < 4; ++word)
            counters[word][i] = static_cast<std::uint32_t>(100 * i + word);
    const auto lanes = philox(key, counters);
    for (std::uint32_t i = 0; i < 3; ++i) {
        const auto block = philox(key, philox_block{100 * i, 100 * i + 1, 100 * i + 2, 100 * i + 3});
        for (std::size_t word = 0; word < 4; ++word)
            CHECK(lanes[word][i] == block[word]);
    }
}

TEST_CASE("a bit is set when a number of sixteen digits is less than the probability", "[core][random]") {
    constexpr std::uint32_t numerator = 0b1011'0000'0101'0001;
    std::array<std::uint32_t, 1> word;
    random_bits<bit_probability{numerator}>(key, 5, word);
    for (std::uint32_t bit = 0; bit < 32; ++bit) {
        std::uint32_t number = 0; // the last digit first, and 0 where a bit is set: that is what makes it less
        for (std::uint32_t digit = 0; digit < 16; ++digit)
            number |= (~philox(key, philox_block{5, 0, digit / 4, 0})[digit % 4] >> bit & 1) << digit;
        CHECK((word[0] >> bit & 1) == (number < numerator ? 1 : 0));
    }
}

TEST_CASE("one half needs one random bit, and certainty none", "[core][random]") {
    std::array<std::uint32_t, 2> words;
    random_bits<bit_probability::nearest(0.5)>(key, 9, words);
    CHECK(words[0] == philox(key, 9)[0]);
    CHECK(words[1] == philox(key, 10)[0]);
    random_bits<bit_probability::nearest(1)>(key, 9, words);
    CHECK(words[0] == 0xffffffff);
    CHECK(words[1] == 0xffffffff);
}

TEST_CASE("a word of random bits does not depend on its company", "[core][random]") {
    constexpr auto p = bit_probability::nearest(0.3);
    std::array<std::uint32_t, 64> all;
    std::array<std::uint32_t, 1> one;
    random_bits<p>(key, 1'000, all);
    for (std::size_t i = 0; i < 64; ++i) {
        random_bits<p>(key, 1'000 + i, one);
        CHECK(one[0] == all[i]);
    }
}

TEST_CASE("random bits are set as often as they should be", "[core][random]") {
    // Five standard deviations of 102,400 tosses.
    CHECK(set_bits<bit_probability::nearest(0.8)>() == Approx(81'920).margin(640));
    CHECK(set_bits<bit_probability::nearest(0.5)>() == Approx(51'200).margin(800));
    CHECK(set_bits<bit_probability::nearest(0.1)>() == Approx(10'240).margin(480));
}
