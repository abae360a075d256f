// A register's fused multiply-add that is emulated gives the bits of std::fma, which the C library computes exactly.
#include "../catch.hpp"

#include <trilobite/core/emulated_fma.hpp>
#include <trilobite/core/random.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

using namespace trilobite;

namespace {

/// Either the same bits or both NaN.
template <class T>
bool same(T a, T b) {
    return std::bit_cast<bits_of<T>>(a) == std::bit_cast<bits_of<T>>(b) || (a != a && b != b);
}

/// In two lanes, of which the first has another sum.
template <class T>
bool is_fma(T a, T b, T c) {
    using vector = typename emulated::detail::vector_of<T, 16>::type;
    const vector lanes = emulated::fused_lanes<T>(vector{c, a}, vector{T(1), b}, vector{T(0), c});
    return same(lanes[0], c + 0) && same<T>(lanes[1], std::fma(a, b, c));
}

/// Numbers on which roundings differ: any bits; few bits set, so that sums are halfway between two numbers; and
/// exponents near each other, so that sums cancel.
template <class T>
T hard_number(std::uint64_t i) {
    using bits = bits_of<T>;
    constexpr int digits = std::numeric_limits<T>::digits - 1;
    const auto word = philox(random_key::from_seed(17), i);
    const auto any = static_cast<bits>(std::uint64_t{word[0]} << 32 | word[1]);
    const bits sign = bits(word[2] & 1) << (sizeof(T) * 8 - 1);
    const bits near_one = (std::bit_cast<bits>(T(1)) & ~(bits(7) << digits)) | bits(word[2] >> 1 & 7) << digits;
    const bits few = bits(1) << (word[3] % digits) | bits(1) << (word[3] / 64 % digits) | bits(word[3] >> 31);
    switch (word[3] >> 20 & 3) {
    case 0:
        return std::bit_cast<T>(any);
    case 1:
        return std::bit_cast<T>(sign | near_one | few);
    case 2:
        return std::bit_cast<T>(sign | near_one | (any & ((bits(1) << digits) - 1)));
    default:
        return std::bit_cast<T>(sign | bits(word[2] >> 4 & 63) << digits | few); // small, and subnormal
    }
}

}

TEMPLATE_TEST_CASE("a register's emulated multiply-add is rounded once", "[core][emulated_fma]", float, double) {
    std::uint64_t wrong = 0;
    for (std::uint64_t i = 0; i < 300'000; ++i) {
        const TestType a = hard_number<TestType>(3 * i), b = hard_number<TestType>(3 * i + 1);
        // Every other time nearly what the product needs to vanish.
        const TestType c = i % 2 == 0 ? hard_number<TestType>(3 * i + 2) : std::nextafter(-(a * b), TestType(i % 4));
        wrong += is_fma(a, b, c) ? 0 : 1;
    }
    CHECK(wrong == 0);
}

TEMPLATE_TEST_CASE("a register's emulated multiply-add knows zeros, infinities and what is not a number",
                   "[core][emulated_fma]", float, double) {
    using limits = std::numeric_limits<TestType>;
    const std::array numbers{TestType(0),           TestType(1),        limits::denorm_min(),
                             limits::min(),         limits::max(),      limits::epsilon(),
                             1 + limits::epsilon(), limits::infinity(), limits::quiet_NaN()};
    std::size_t wrong = 0;
    for (const TestType a : numbers)
        for (const TestType b : numbers)
            for (const TestType c : numbers)
                for (int signs = 0; signs < 8; ++signs)
                    wrong +=
                        is_fma((signs & 1) != 0 ? -a : a, (signs & 2) != 0 ? -b : b, (signs & 4) != 0 ? -c : c) ? 0 : 1;
    CHECK(wrong == 0);
}
