#include <trilobite/core/math.hpp>
#include <trilobite/core/random.hpp>

#include "../catch.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

using namespace trilobite;

namespace {

/// The functions under test, each with the same in a wider type, and with the largest error found, in ULP: over all
/// floats and 4 10^7 doubles.
struct exp_function {
    static constexpr double bound = has_fused_multiply_add ? 0.91 : 0.94;
    template <class V>
    static V ours(V x) {
        return math::exp(x);
    }
    template <class R>
    static R wide(R x) {
        return std::exp(x);
    }
    static constexpr double lowest = -750, highest = 720;
};

struct expm1_function {
    static constexpr double bound = has_fused_multiply_add ? 1.73 : 1.81;
    template <class V>
    static V ours(V x) {
        return math::expm1(x);
    }
    template <class R>
    static R wide(R x) {
        return std::expm1(x);
    }
    static constexpr double lowest = -50, highest = 720;
};

struct log_function {
    static constexpr double bound = has_fused_multiply_add ? 0.87 : 0.92;
    template <class V>
    static V ours(V x) {
        return math::log(x);
    }
    template <class R>
    static R wide(R x) {
        return std::log(x);
    }
    static constexpr double lowest = 0, highest = 4;
};

struct tanh_function {
    static constexpr double bound = has_fused_multiply_add ? 1.79 : 1.92;
    template <class V>
    static V ours(V x) {
        return math::tanh(x);
    }
    template <class R>
    static R wide(R x) {
        return std::tanh(x);
    }
    static constexpr double lowest = -21, highest = 21;
};

struct sigmoid_function {
    static constexpr double bound = 2.5;
    template <class V>
    static V ours(V x) {
        return math::sigmoid(x);
    }
    template <class R>
    static R wide(R x) {
        return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
    }
    static constexpr double lowest = -750, highest = 50;
};

/// Phi(x) = erfc(z) / 2, z = -x / sqrt 2. What z loses by being rounded, erfc would magnify.
struct normal_function {
    static constexpr double bound = has_fused_multiply_add ? 10.3 : 514;
    template <class V>
    static V ours(V x) {
        return math::normal(x).cumulative;
    }
    template <class R>
    static R wide(R x) {
        if (!(std::abs(x) < 40))
            return x > 0 ? R{1} : x < 0 ? R{0} : x;
        const R root = std::sqrt(R(0.5)), z = -x * root;
        const R lost = std::fma(-x, root, -z) + x * std::fma(root, root, R(-0.5)) / (2 * root);
        return std::erfc(z) / 2 - std::exp(-z * z) * lost / std::sqrt(std::acos(R(-1)));
    }
    static constexpr double lowest = -39, highest = 10;
};

#define ALL_FUNCTIONS exp_function, expm1_function, log_function, tanh_function, sigmoid_function, normal_function

/// The distance from the exact value, in units of the last place that T has there.
template <class T, class R>
double error_in_ulp(T value, R exact) {
    if (std::isnan(exact))
        return std::isnan(value) ? 0 : HUGE_VAL;
    if (std::isinf(value) || std::isinf(static_cast<T>(exact)))
        return value == static_cast<T>(exact) ? 0 : HUGE_VAL;
    int exponent = 0;
    std::frexp(exact, &exponent);
    exponent = std::max(exponent, std::numeric_limits<T>::min_exponent) - std::numeric_limits<T>::digits;
    return static_cast<double>(std::ldexp(std::abs(static_cast<R>(value) - exact), -exponent));
}

/// A number whose sign, exponent and mantissa are all uniform.
template <class T>
T any_number(std::uint64_t i) {
    const auto word = philox(random_key::from_seed(1), i);
    if constexpr (sizeof(T) == 4)
        return std::bit_cast<T>(word[0]);
    else
        return std::bit_cast<T>(std::uint64_t{word[0]} << 32 | word[1]);
}

/// Arguments of all sizes, those where the functions do something, and the edges.
template <class T, class Function>
std::vector<T> arguments(std::size_t count) {
    using limits = std::numeric_limits<T>;
    std::vector<T> x;
    for (const T edge : {T(0), limits::denorm_min(), limits::min(), T(1), T(0.55), T(0.5), T(88.72283), T(103.97208),
                         T(709.782712893384), T(745.1332191019412), limits::max(), limits::infinity()})
        for (const T near : {edge, std::nextafter(edge, T(0)), std::nextafter(edge, limits::infinity())})
            x.insert(x.end(), {near, -near});
    const auto key = random_key::from_seed(2);
    for (std::uint64_t i = 0; x.size() < count; ++i) {
        const T near_zero = uniform<T>(key, 4 * i, T(-2), T(2));
        x.insert(x.end(), {near_zero, multiply_add(near_zero, T(0.2), T(1)), any_number<T>(i)});
        x.push_back(uniform<T>(key, 4 * i + 1, T(Function::lowest), T(Function::highest)));
        x.push_back(uniform<T>(key, 4 * i + 2, T(-4), T(4)));
        x.push_back(std::ldexp(near_zero, -static_cast<int>(i % limits::digits)));
    }
    x.resize(count / 16 * 16);
    return x;
}

template <class T, std::size_t Lanes, class Function>
void same_bits_as_one_lane(const std::vector<T>& arguments) {
    if constexpr (has_lanes<T>(Lanes)) {
        using V = simd<T, Lanes>;
        alignas(64) std::array<T, Lanes> y;
        for (std::size_t i = 0; i < arguments.size(); i += Lanes) {
            Function::ours(V::load_unaligned(arguments.data() + i)).store(y.data());
            for (std::size_t k = 0; k < Lanes; ++k) {
                const T x = arguments[i + k], one = Function::ours(x);
                const bool same = std::isnan(one) ? std::isnan(y[k])
                                                  : std::bit_cast<bits_of<T>>(y[k]) == std::bit_cast<bits_of<T>>(one);
                if (!same) {
                    CAPTURE(Lanes, x, y[k], one);
                    CHECK(same);
                }
            }
        }
    }
}

/// A number that changes with any bit of any result.
template <class T, class Function>
std::uint32_t hash_of_results() {
    philox_block hash{};
    for (const T x : arguments<T, Function>(20'000)) {
        const T y = Function::ours(x);
        const auto bits = std::isnan(y) ? std::uint64_t{1} : std::uint64_t{std::bit_cast<bits_of<T>>(y)};
        hash[0] ^= static_cast<std::uint32_t>(bits);
        hash[1] ^= static_cast<std::uint32_t>(bits >> 32);
        hash = philox(random_key{0, 0}, hash);
    }
    return hash[0];
}

}

TEMPLATE_TEST_CASE("the error in single precision is below its bound over all floats", "[core][math][accuracy]",
                   ALL_FUNCTIONS) {
    using V = simd<float, native_lanes<float>>;
    constexpr std::uint32_t step = 797; // a prime: the mantissas differ from one exponent to the next
    double largest = 0;
    float where = 0;
    alignas(64) std::array<float, V::lanes> x, y;
    for (std::uint64_t first = 0; first < std::uint64_t{1} << 32; first += step * V::lanes) {
        for (std::size_t i = 0; i < V::lanes; ++i)
            x[i] = std::bit_cast<float>(static_cast<std::uint32_t>(first + i * step));
        TestType::ours(V::load(x.data())).store(y.data());
        for (std::size_t i = 0; i < V::lanes; ++i) {
            const double error = error_in_ulp(y[i], TestType::wide(static_cast<double>(x[i])));
            if (error > largest) {
                largest = error;
                where = x[i];
            }
        }
    }
    CAPTURE(where);
    CHECK(largest <= TestType::bound);
}

TEMPLATE_TEST_CASE("the error in double precision is below its bound", "[core][math][accuracy]", ALL_FUNCTIONS) {
    constexpr bool wider = std::numeric_limits<long double>::digits > std::numeric_limits<double>::digits;
    double largest = 0, where = 0;
    for (const double x : arguments<double, TestType>(600'000)) {
        const double error = error_in_ulp(TestType::ours(x), TestType::wide(static_cast<long double>(x)));
        if (error > largest) {
            largest = error;
            where = x;
        }
    }
    CAPTURE(where);
    // Where long double is a double, the reference itself is wrong by up to one ULP.
    CHECK(largest <= TestType::bound + (wider ? 0 : 1));
}

TEMPLATE_TEST_CASE("every lane of every register has the bits of one lane", "[core][math]", ALL_FUNCTIONS) {
    const auto singles = arguments<float, TestType>(20'000);
    same_bits_as_one_lane<float, 2, TestType>(singles);
    same_bits_as_one_lane<float, 4, TestType>(singles);
    same_bits_as_one_lane<float, 8, TestType>(singles);
    same_bits_as_one_lane<float, 16, TestType>(singles);
    const auto doubles = arguments<double, TestType>(20'000);
    same_bits_as_one_lane<double, 2, TestType>(doubles);
    same_bits_as_one_lane<double, 4, TestType>(doubles);
    same_bits_as_one_lane<double, 8, TestType>(doubles);
}

TEMPLATE_TEST_CASE("the functions at the edges", "[core][math]", float, double) {
    using T = TestType;
    using limits = std::numeric_limits<T>;
    constexpr T infinity = limits::infinity(), nan = limits::quiet_NaN();
    const bool single = sizeof(T) == 4;

    CHECK(math::exp(T(0)) == 1);
    CHECK(math::exp(-T(0)) == 1);
    CHECK(math::exp(infinity) == infinity);
    CHECK(math::exp(limits::max()) == infinity);
    CHECK(math::exp(-infinity) == 0);
    CHECK(math::exp(limits::lowest()) == 0);
    CHECK(std::isnan(math::exp(nan)));
    CHECK(math::exp(single ? T(88.7228) : T(709.78)) < infinity);
    CHECK(math::exp(single ? T(88.7229) : T(709.79)) == infinity);
    CHECK(math::exp(single ? T(-103.9) : T(-745.1)) == limits::denorm_min());
    CHECK(math::exp(single ? T(-104) : T(-745.2)) == 0);

    CHECK(math::expm1(T(0)) == 0);
    CHECK(math::expm1(-limits::min()) == -limits::min());
    CHECK(math::expm1(infinity) == infinity);
    CHECK(math::expm1(limits::max()) == infinity);
    CHECK(math::expm1(single ? T(88.7228) : T(709.78)) < infinity);
    CHECK(math::expm1(-infinity) == -1);
    CHECK(math::expm1(limits::lowest()) == -1);
    CHECK(std::isnan(math::expm1(nan)));

    CHECK(std::bit_cast<bits_of<T>>(math::log(T(1))) == 0);
    CHECK(math::log(T(0)) == -infinity);
    CHECK(math::log(-T(0)) == -infinity);
    CHECK(math::log(infinity) == infinity);
    CHECK(std::isnan(math::log(T(-1))));
    CHECK(std::isnan(math::log(-limits::denorm_min())));
    CHECK(std::isnan(math::log(-infinity)));
    CHECK(std::isnan(math::log(nan)));

    CHECK(std::bit_cast<bits_of<T>>(math::tanh(T(0))) == 0);
    CHECK(std::signbit(math::tanh(-T(0))));
    CHECK(math::tanh(limits::denorm_min()) == limits::denorm_min());
    CHECK(math::tanh(-limits::min()) == -limits::min());
    CHECK(math::tanh(infinity) == 1);
    CHECK(math::tanh(-infinity) == -1);
    CHECK(math::tanh(limits::max()) == 1);
    CHECK(std::isnan(math::tanh(nan)));

    CHECK(math::sigmoid(T(0)) == T(0.5));
    CHECK(math::sigmoid(-T(0)) == T(0.5));
    CHECK(math::sigmoid(infinity) == 1);
    CHECK(math::sigmoid(-infinity) == 0);
    CHECK(math::sigmoid(limits::max()) == 1);
    CHECK(math::sigmoid(limits::lowest()) == 0);
    CHECK(math::sigmoid(single ? T(-103) : T(-745)) > 0);
    CHECK(std::isnan(math::sigmoid(nan)));

    for (const T far : {infinity, limits::max()}) {
        CHECK(math::normal(far).cumulative == 1);
        CHECK(math::normal(-far).cumulative == 0);
        CHECK(math::normal(far).density == 0);
        CHECK(math::normal(-far).density == 0);
    }
    CHECK(math::normal(single ? T(-14.1) : T(-38.4)).cumulative > 0);
    CHECK(std::isnan(math::normal(nan).cumulative));
    CHECK(std::isnan(math::normal(nan).density));
}

TEMPLATE_TEST_CASE("the density of the normal distribution", "[core][math]", float, double) {
    // e^(-x^2 / 2) / sqrt(2 pi), to 20 digits with mpmath.
    const std::array<std::array<double, 2>, 5> known{{{0, 0.39894228040143267794},
                                                      {0.5, 0.35206532676429947777},
                                                      {1, 0.2419707245191433498},
                                                      {3.25, 0.0020290480572997677857},
                                                      {12.5, 4.6951953579751459996e-35}}};
    const double tolerance = 2.7 * std::numeric_limits<TestType>::epsilon();
    for (const auto& [x, density] : known)
        for (const double sign : {-1, 1})
            CHECK(math::normal(static_cast<TestType>(sign * x)).density ==
                  Approx(density).epsilon(tolerance).margin(0));
}

TEMPLATE_TEST_CASE("tanh is odd and stays within -1 and 1, sigmoid within 0 and 1", "[core][math]", float, double) {
    for (const TestType x : arguments<TestType, tanh_function>(20'000)) {
        if (std::isnan(x))
            continue;
        const TestType y = math::tanh(x), s = math::sigmoid(x);
        const bool holds = math::tanh(-x) == -y && std::abs(y) <= 1 && std::abs(y) <= std::abs(x) && s >= 0 && s <= 1;
        if (!holds) {
            CAPTURE(x, y, s);
            CHECK(holds);
        }
    }
}

TEMPLATE_TEST_CASE("polynomials", "[core][math]", float, double) {
    using V = simd<TestType, 1>;
    const std::array<TestType, 6> c{1, 2, 3, 4, 5, 6};
    CHECK(math::polynomial(V(2), c).value == 1 + 2 * 2 + 3 * 4 + 4 * 8 + 5 * 16 + 6 * 32);
    CHECK(math::polynomial_from_square(V(2), V(7), c).value == 7 + 4 * (1 + 2 * 2 + 3 * 4 + 4 * 8 + 5 * 16 + 6 * 32));
    CHECK(math::polynomial(V(2), std::array<TestType, 3>{1, 2, 3}).value == 17);
}

TEST_CASE("the bits are those of every other machine that has a fused multiply-add", "[core][math]") {
    if constexpr (has_fused_multiply_add) {
        CHECK(hash_of_results<float, exp_function>() == 0xc08f0f14);
        CHECK(hash_of_results<float, expm1_function>() == 0x5ae948d9);
        CHECK(hash_of_results<float, normal_function>() == 0xff11b45a);
        CHECK(hash_of_results<float, log_function>() == 0x9fb694f8);
        CHECK(hash_of_results<float, tanh_function>() == 0x635b989d);
        CHECK(hash_of_results<float, sigmoid_function>() == 0x3ab728ef);
        CHECK(hash_of_results<double, exp_function>() == 0xf084c733);
        CHECK(hash_of_results<double, expm1_function>() == 0x7f4afd4d);
        CHECK(hash_of_results<double, normal_function>() == 0x3cd36592);
        CHECK(hash_of_results<double, log_function>() == 0x439de63d);
        CHECK(hash_of_results<double, tanh_function>() == 0x4ee586f3);
        CHECK(hash_of_results<double, sigmoid_function>() == 0xdd88a3b5);
    }
}
