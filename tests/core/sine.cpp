#include <trilobite/core/sine.hpp>

#include "../catch.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

using namespace trilobite;

TEST_CASE("the error of sin_pi is below its bound over all floats", "[core][sine]") {
    constexpr std::uint32_t step = 211; // a prime: the mantissas differ from one exponent to the next
    double largest = 0;
    float where = 0;
    for (std::uint32_t bits = 1; bits <= std::bit_cast<std::uint32_t>(0.5f); bits += step) {
        const float x = std::bit_cast<float>(bits);
        const double exact = std::sin(std::numbers::pi * static_cast<double>(x));
        const double unit = std::ldexp(1., std::max(std::ilogb(exact), -126) - 23);
        const double error = std::abs(static_cast<double>(math::sin_pi(x)) - exact) / unit;
        if (error > largest) {
            largest = error;
            where = x;
        }
    }
    CAPTURE(where);
    CHECK(largest <= (has_fused_multiply_add ? 2.56 : 3.3));
}

TEST_CASE("sin_pi at the ends, and of negative numbers", "[core][sine]") {
    CHECK(math::sin_pi(0.f) == 0);
    CHECK(math::sin_pi(0.5f) == 1);
    CHECK(math::sin_pi(-0.5f) == -1);
    for (float x = 0; x <= 0.5f; x += 0.001f)
        CHECK(math::sin_pi(-x) == -math::sin_pi(x));
}
