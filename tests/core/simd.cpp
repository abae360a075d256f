#include <trilobite/core/sign.hpp>
#include <trilobite/core/simd.hpp>

#include "../catch.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

using namespace trilobite;

namespace {

static_assert(lanes_for<float>(1) == 1 && lanes_for<double>(1) == 1);
static_assert(lanes_for<float>(native_lanes<float>) == native_lanes<float>);
static_assert(lanes_for<float>(1000) == native_lanes<float> && lanes_for<double>(1000) == native_lanes<double>);
static_assert(native_lanes<float> == 1 || native_lanes<float> == 2 * native_lanes<double> ||
              !has_lanes<double>(2)); // NEON on 32 bits has no double
static_assert(has_lanes<float>(1) && has_lanes<float>(native_lanes<float>) && !has_lanes<float>(3));
static_assert(sizeof(simd<float, native_lanes<float>>) == sizeof(float) * native_lanes<float>);

/// Numbers among which every pair of kinds occurs: zeros, infinities, NaN, denormals, and such as need rounding.
template <class T>
constexpr std::array<T, 16> interesting{T(0),
                                        -T(0),
                                        T(1),
                                        T(-1),
                                        T(1) / 3,
                                        T(-2.7),
                                        T(1e-3),
                                        T(123456.7),
                                        std::numeric_limits<T>::max(),
                                        std::numeric_limits<T>::lowest(),
                                        std::numeric_limits<T>::min(),
                                        std::numeric_limits<T>::denorm_min(),
                                        std::numeric_limits<T>::infinity(),
                                        -std::numeric_limits<T>::infinity(),
                                        std::numeric_limits<T>::quiet_NaN(),
                                        1 + std::numeric_limits<T>::epsilon()};

template <class T>
bool same(T a, T b) {
    return std::isnan(a) ? std::isnan(b) : std::bit_cast<bits_of<T>>(a) == std::bit_cast<bits_of<T>>(b);
}

/// Checks lanewise(simd, simd, simd) against scalar(T, T, T) on all pairs of interesting numbers.
template <class T, std::size_t Lanes>
void check_elementwise(const char* operation, auto lanewise, auto scalar) {
    using V = simd<T, Lanes>;
    alignas(64) std::array<T, Lanes> a, b, c, result;
    for (std::size_t first = 0; first < 16 * 16; first += Lanes) {
        for (std::size_t i = 0; i < Lanes; ++i) {
            const std::size_t k = first + i;
            a[i] = interesting<T>[k % 16];
            b[i] = interesting<T>[k / 16];
            c[i] = interesting<T>[(k * 7 + k / 16) % 16];
        }
        lanewise(V::load(a.data()), V::load(b.data()), V::load(c.data())).store(result.data());
        for (std::size_t i = 0; i < Lanes; ++i)
            if (!same(result[i], scalar(a[i], b[i], c[i]))) {
                CAPTURE(operation, Lanes, a[i], b[i], c[i], result[i], scalar(a[i], b[i], c[i]));
                CHECK(same(result[i], scalar(a[i], b[i], c[i])));
            }
    }
}

template <class T, std::size_t Lanes>
void check_operations() {
    if constexpr (has_lanes<T>(Lanes)) {
        using V = simd<T, Lanes>;
        using bits = bits_of<T>;
        const auto check = [](const char* operation, auto lanewise, auto scalar) {
            check_elementwise<T, Lanes>(operation, lanewise, scalar);
        };
        check(
            "+", [](V a, V b, V) { return a + b; }, [](T a, T b, T) { return a + b; });
        check(
            "-", [](V a, V b, V) { return a - b; }, [](T a, T b, T) { return a - b; });
        check(
            "*", [](V a, V b, V) { return a * b; }, [](T a, T b, T) { return a * b; });
        check(
            "/", [](V a, V b, V) { return a / b; }, [](T a, T b, T) { return a / b; });
        check(
            "negation", [](V a, V, V) { return -a; }, [](T a, T, T) { return -a; });
        check(
            "fma", [](V a, V b, V c) { return V::fma(a, b, c); }, [](T a, T b, T c) { return multiply_add(a, b, c); });
        check(
            "square root", [](V a, V, V) { return square_root(a); }, [](T a, T, T) { return std::sqrt(a); });
        check(
            "<", [](V a, V b, V c) { return V::select(a < b, b, c); }, [](T a, T b, T c) { return a < b ? b : c; });
        check(
            ">", [](V a, V b, V c) { return V::select(a > b, b, c); }, [](T a, T b, T c) { return a > b ? b : c; });
        check(
            "==", [](V a, V b, V c) { return V::select(a == b, b, c); }, [](T a, T b, T c) { return a == b ? b : c; });
        check(
            "larger", [](V a, V b, V) { return V::larger(a, b); }, [](T a, T b, T) { return b > a ? b : a; });
        check(
            "smaller", [](V a, V b, V) { return V::smaller(a, b); }, [](T a, T b, T) { return b < a ? b : a; });
        check(
            "absolute", [](V a, V, V) { return absolute(a); }, [](T a, T, T) { return std::fabs(a); });
        check(
            "with sign of", [](V a, V b, V) { return with_sign_of(a, absolute(b)); },
            [](T a, T b, T) { return std::copysign(b, a); });
        check(
            "broadcast", [](V, V, V) { return V(T(1.5)); }, [](T, T, T) { return T(1.5); });

        const auto check_bits = [&check](const char* operation, auto function) {
            check(
                operation, [=](V a, V b, V) { return V::from_bits(function(a.bits(), b.bits())); },
                [=](T a, T b, T) {
                    return std::bit_cast<T>(function(std::bit_cast<bits>(a), std::bit_cast<bits>(b)));
                });
        };
        check_bits("bits &", [](auto a, auto b) { return a & b; });
        check_bits("bits |", [](auto a, auto b) { return a | b; });
        check_bits("bits +", [](auto a, auto b) { return a + b; });
        check_bits("bits -", [](auto a, auto b) { return a - b; });
        check_bits("bits <<", [](auto a, auto) { return a << 5; });
        check_bits("bits >>", [](auto a, auto) { return a >> 5; });
        check_bits("bits broadcast", [](auto a, auto) { return decltype(a)(bits(3)); });
    }
}

}

TEMPLATE_TEST_CASE("every lane of a register computes what the scalar type computes", "[core][simd]", float, double) {
    check_operations<TestType, 1>();
    check_operations<TestType, 2>();
    check_operations<TestType, 4>();
    check_operations<TestType, 8>();
    check_operations<TestType, 16>();
}

TEMPLATE_TEST_CASE("a register is loaded from any address and stored whole", "[core][simd]", float, double) {
    using V = simd<TestType, native_lanes<TestType>>;
    alignas(64) std::array<TestType, V::lanes> to;
    std::array<TestType, 2 * V::lanes> from;
    for (std::size_t i = 0; i < from.size(); ++i)
        from[i] = static_cast<TestType>(i);
    for (std::size_t first = 0; first <= V::lanes; ++first) {
        V::load_unaligned(from.data() + first).store(to.data());
        for (std::size_t i = 0; i < V::lanes; ++i)
            CHECK(to[i] == static_cast<TestType>(first + i));
    }
}

TEMPLATE_TEST_CASE("a multiply-add is rounded once where the target can", "[core][simd]", float, double) {
    constexpr TestType tiny = std::numeric_limits<TestType>::epsilon();
    const volatile TestType a = 1 + tiny; // volatile: not to be computed by the compiler
    const TestType square_less_one = multiply_add<TestType>(a, a, -1);
    CHECK(square_less_one == (has_fused_multiply_add ? 2 * tiny + tiny * tiny : 2 * tiny));
}
