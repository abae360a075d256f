#include <trilobite/core/emulated.hpp>
#include <trilobite/core/random.hpp>

#include "../catch.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

using namespace trilobite;

namespace {

template <class T>
constexpr bool same(T a, T b) {
    return a != a ? b != b : std::bit_cast<bits_of<T>>(a) == std::bit_cast<bits_of<T>>(b);
}

/// Zeros, subnormal numbers, powers of two and their neighbours, the largest numbers, infinity, NaN: with both signs.
template <class T>
constexpr auto interesting = [] {
    using limits = std::numeric_limits<T>;
    constexpr std::array positive{T(0),
                                  limits::denorm_min(),
                                  3 * limits::denorm_min(),
                                  limits::min() - limits::denorm_min(),
                                  limits::min(),
                                  limits::min() * (1 + limits::epsilon()),
                                  limits::epsilon() / 2,
                                  T(0.1),
                                  1 - limits::epsilon() / 2,
                                  T(1),
                                  1 + limits::epsilon(),
                                  T(3),
                                  limits::max() / 3,
                                  limits::max() / 2,
                                  limits::max() / 2 * (1 + limits::epsilon()),
                                  limits::max() * (1 - limits::epsilon()),
                                  limits::max(),
                                  limits::infinity(),
                                  limits::quiet_NaN()};
    std::array<T, 2 * positive.size()> all{};
    for (std::size_t i = 0; i < positive.size(); ++i) {
        all[2 * i] = positive[i];
        all[2 * i + 1] = -positive[i];
    }
    return all;
}();

/// One of each sample: what is emulated and what the processor, or the C library, makes of the same numbers.
struct sum {
    template <class T>
    static constexpr T emulated(T a, T b, T) {
        return trilobite::emulated::sum(a, b);
    }
    template <class T>
    static T actual(T a, T b, T) {
        return a + b;
    }
};
struct product {
    template <class T>
    static constexpr T emulated(T a, T b, T) {
        return trilobite::emulated::product(a, b);
    }
    template <class T>
    static T actual(T a, T b, T) {
        return a * b;
    }
};
struct quotient {
    template <class T>
    static constexpr T emulated(T a, T b, T) {
        return trilobite::emulated::quotient(a, b);
    }
    template <class T>
    static T actual(T a, T b, T) {
        return a / b;
    }
};
struct fused {
    template <class T>
    static constexpr T emulated(T a, T b, T c) {
        return trilobite::emulated::fused(a, b, c);
    }
    template <class T>
    static T actual(T a, T b, T c) {
        return std::fma(a, b, c);
    }
};
struct root {
    template <class T>
    static constexpr T emulated(T a, T, T) {
        return trilobite::emulated::root(a);
    }
    template <class T>
    static T actual(T a, T, T) {
        return std::sqrt(a);
    }
};
struct less {
    template <class T>
    static constexpr T emulated(T a, T b, T) {
        return trilobite::emulated::less(a, b);
    }
    template <class T>
    static T actual(T a, T b, T) {
        return a < b;
    }
};

template <class Operation, class T>
bool agrees(T a, T b, T c) {
    const T emulated = Operation::emulated(a, b, c), actual = Operation::actual(a, b, c);
    if (same(emulated, actual))
        return true;
    INFO(std::hexfloat << a << ", " << b << ", " << c << ": emulated " << emulated << ", actual " << actual);
    CHECK(false);
    return false;
}

/// The largest number of samples that disagree before a test gives up is one.
template <class Operation, class T>
void check_interesting() {
    for (const T a : interesting<T>)
        for (const T b : interesting<T>)
            for (const T c : interesting<T>)
                if (!agrees<Operation>(a, b, c))
                    return;
}

/// Bits of every kind: all random; of exponents so near that every digit counts; and sums that nearly cancel.
template <class Operation, class T>
void check_random(std::uint64_t seed) {
    constexpr int mantissa_bits = std::numeric_limits<T>::digits - 1;
    const auto key = random_key::from_seed(seed);
    for (std::uint64_t i = 0; i < (checks_addresses ? 50'000 : 1'000'000); ++i) {
        const auto words = philox(key, 2 * i), more = philox(key, 2 * i + 1);
        const auto bits = [&](std::size_t n) {
            return static_cast<bits_of<T>>(std::uint64_t{words[n]} << 32 | more[n]);
        };
        const auto near = [&](std::size_t n, int spread) {
            const T digits = 1 + static_cast<T>(bits(n) >> 1 & ((bits_of<T>{1} << mantissa_bits) - 1)) *
                                     std::numeric_limits<T>::epsilon();
            return std::ldexp(bits(n) % 2 == 0 ? digits : -digits, static_cast<int>(more[n] % 256) * spread / 256);
        };
        T a = std::bit_cast<T>(bits(0)), b = std::bit_cast<T>(bits(1)), c = std::bit_cast<T>(bits(2));
        if (i % 4 != 0) {
            a = near(0, i % 4 == 2 ? std::numeric_limits<T>::min_exponent / 2 - 40 : 8);
            b = near(1, i % 4 == 2 ? std::numeric_limits<T>::min_exponent / 2 : 8);
            c = i % 4 == 3
                    ? -a * b *
                          (1 + static_cast<T>(static_cast<int>(words[3] % 9) - 4) * std::numeric_limits<T>::epsilon())
                    : near(2, i % 4 == 2 ? std::numeric_limits<T>::min_exponent : 60);
        }
        if (!agrees<Operation>(a, b, c))
            return;
    }
}

/// In constant expressions every pair has a result.
template <class Operation, class T>
constexpr bool constant = [] {
    std::size_t numbers = 0;
    for (const T a : interesting<T>)
        for (const T b : {T(-3), std::numeric_limits<T>::min(), std::numeric_limits<T>::max(),
                          std::numeric_limits<T>::infinity(), std::numeric_limits<T>::quiet_NaN()}) {
            const T result = Operation::emulated(a, b, -a);
            numbers += result == result;
        }
    return numbers > 0;
}();

}

TEMPLATE_TEST_CASE("emulated arithmetic is the processor's", "[emulated]", sum, product, quotient, fused, root, less) {
    STATIC_REQUIRE(constant<TestType, float> && constant<TestType, double>);
    check_interesting<TestType, float>();
    check_interesting<TestType, double>();
    check_random<TestType, float>(1);
    check_random<TestType, double>(2);
}

TEST_CASE("a fused multiply-add in a constant expression is rounded once", "[emulated]") {
    // (1 + 2^-23)^2 = 1 + 2^-22 + 2^-46, of which a product keeps the first two.
    constexpr float a = 1 + 0x1p-23f;
    STATIC_REQUIRE(emulated::fused(a, a, -(1 + 0x1p-22f)) == 0x1p-46f);
    constexpr double b = 1 + 0x1p-52;
    STATIC_REQUIRE(emulated::fused(b, b, -(1 + 0x1p-51)) == 0x1p-104);
    // Half way between two floats but for the last digit of c, which a sum in double would lose.
    STATIC_REQUIRE(emulated::fused(a, 0x1p0f, 0x1p-24f) == 1 + 0x1p-22f);
    STATIC_REQUIRE(emulated::fused(0x1.000002p0f, 0x1.000002p0f, 0x1p-100f) == 1 + 0x1p-22f);
    // (2^26 + 1) (2^52 - 2^26 + 1) = 2^78 + 1, and 2^78 is half of the last digit of 2^131: the 1 decides, far to the
    // right.
    STATIC_REQUIRE(emulated::fused(0x1p26 + 1, 0x1p52 - 0x1p26 + 1, 0x1p131) == 0x1p131 + 0x1p79);
    STATIC_REQUIRE(emulated::root(2.0) == 0x1.6a09e667f3bcdp0 && emulated::root(2.f) == 0x1.6a09e6p0f);
}
