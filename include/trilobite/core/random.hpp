#pragma once
/// Random numbers by counting: the i-th number of a key is a pure function of (key, i), so what is drawn does not
/// depend on the order of the work, on the number of threads, or on the machine.

#include <trilobite/core/math.hpp>
#include <trilobite/core/polynomial.hpp>
#include <trilobite/core/simd.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace trilobite {

using philox_block = std::array<std::uint32_t, 4>;

/// What keys are derived for first, so that nobody draws another's numbers from the same seed.
enum class purpose : std::uint64_t { weights = 1, order = 2, layers = 3, split = 4, augmentation = 5, samples = 6 };

struct random_key;
constexpr philox_block philox(random_key key, philox_block counter);

/// What tells one sequence of random numbers from another.
struct random_key {
    std::uint32_t low, high;

    static constexpr random_key from_seed(std::uint64_t seed) {
        return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
    }

    /// A key of its own for a layer, an epoch, ...: independent of this key's numbers and of keys of other numbers.
    constexpr random_key derive(std::uint64_t number) const {
        // The numbers of a key leave the last word of the counter zero, so no number repeats a derived key.
        const auto word =
            philox(*this, {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32), 0, 1});
        return {word[0], word[1]};
    }

    constexpr random_key derive(purpose p) const { return derive(static_cast<std::uint64_t>(p)); }

    constexpr bool operator==(const random_key&) const = default;
};

namespace detail {

constexpr int philox_rounds = 10;

constexpr void philox_round(random_key key, std::uint32_t& c0, std::uint32_t& c1, std::uint32_t& c2,
                            std::uint32_t& c3) {
    constexpr std::uint64_t multiplier_0 = 0xD2511F53, multiplier_2 = 0xCD9E8D57;
    const std::uint64_t a = multiplier_0 * c0;
    const std::uint64_t b = multiplier_2 * c2;
    c0 = static_cast<std::uint32_t>(b >> 32) ^ c1 ^ key.low;
    c1 = static_cast<std::uint32_t>(b);
    c2 = static_cast<std::uint32_t>(a >> 32) ^ c3 ^ key.high;
    c3 = static_cast<std::uint32_t>(a);
}

constexpr random_key next_round(random_key key) {
    constexpr std::uint32_t golden_ratio = 0x9E3779B9, sqrt_3_minus_1 = 0xBB67AE85;
    return {key.low + golden_ratio, key.high + sqrt_3_minus_1};
}

}

/// Philox4x32-10: ten rounds of two multiplications that turn a counter into 128 random bits.
/// (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3; SC 2011)
constexpr philox_block philox(random_key key, philox_block counter) {
    for (int round = 0; round < detail::philox_rounds; ++round, key = detail::next_round(key))
        detail::philox_round(key, counter[0], counter[1], counter[2], counter[3]);
    return counter;
}

/// Blocks side by side: word w of block i stands at [w][i].
template <std::size_t Lanes>
using philox_blocks = std::array<std::array<std::uint32_t, Lanes>, 4>;

/// philox of Lanes counters: the inner loop is one that compilers turn into vector instructions.
template <std::size_t Lanes>
constexpr philox_blocks<Lanes> philox(random_key key, philox_blocks<Lanes> counters) {
    for (int round = 0; round < detail::philox_rounds; ++round, key = detail::next_round(key))
        for (std::size_t i = 0; i < Lanes; ++i)
            detail::philox_round(key, counters[0][i], counters[1][i], counters[2][i], counters[3][i]);
    return counters;
}

/// The i-th 128 bits of a key.
constexpr philox_block philox(random_key key, std::uint64_t i) {
    return philox(key, {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i >> 32), 0, 0});
}

/// How many numbers of type T come out of one evaluation of philox.
template <std::floating_point T>
inline constexpr std::size_t random_block_size = sizeof(philox_block) / sizeof(T);

namespace detail {

/// Random integers as wide as T, cut to the digits of T: 24 bits for float, 53 for double.
template <class T>
constexpr std::array<bits_of<T>, random_block_size<T>> random_digits(random_key key, std::uint64_t block) {
    const auto word = philox(key, block);
    if constexpr (sizeof(T) == 4)
        return {word[0] >> 8, word[1] >> 8, word[2] >> 8, word[3] >> 8};
    else
        return {(std::uint64_t{word[0]} << 32 | word[1]) >> 11, (std::uint64_t{word[2]} << 32 | word[3]) >> 11};
}

}

/// The numbers block * random_block_size<T> and following of a key, at the price of one of them.
template <std::floating_point T>
constexpr std::array<T, random_block_size<T>> uniform_block(random_key key, std::uint64_t block) {
    std::array<T, random_block_size<T>> numbers;
    const auto digits = detail::random_digits<T>(key, block);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = static_cast<T>(digits[i]) * (std::numeric_limits<T>::epsilon() / 2);
    return numbers;
}

/// The i-th number of a key, uniform on the multiples in [0, 1) of 2^-24 (float) or 2^-53 (double).
template <std::floating_point T>
constexpr T uniform(random_key key, std::uint64_t i) {
    return uniform_block<T>(key, i / random_block_size<T>)[i % random_block_size<T>];
}

/// The i-th number of a key, uniform from low to high.
template <std::floating_point T>
constexpr T uniform(random_key key, std::uint64_t i, T low, T high) {
    return multiply_add(uniform<T>(key, i), high - low, low);
}

namespace detail {

/// The quotients of polynomials of AS241: PPND7 for float, PPND16 for double.
template <class T>
struct normal_quantile_coefficients;

template <>
struct normal_quantile_coefficients<float> {
    static constexpr std::array centre_over{3.3871327179f, 50.434271938f, 159.29113202f, 59.109374720f};
    static constexpr std::array centre_under{1.0f, 17.895169469f, 78.757757664f, 67.187563600f};
    static constexpr std::array tail_over{1.4234372777f, 2.7568153900f, 1.3067284816f, 0.17023821103f};
    static constexpr std::array tail_under{1.0f, 0.73700164250f, 0.12021132975f};
    static constexpr std::array far_over{6.6579051150f, 3.0812263860f, 0.42868294337f, 0.017337203997f};
    static constexpr std::array far_under{1.0f, 0.24197894225f, 0.012258202635f};
};

template <>
struct normal_quantile_coefficients<double> {
    static constexpr std::array centre_over{
        3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static constexpr std::array centre_under{1.0,
                                             4.2313330701600911252e+1,
                                             6.8718700749205790830e+2,
                                             5.3941960214247511077e+3,
                                             2.1213794301586595867e+4,
                                             3.9307895800092710610e+4,
                                             2.8729085735721942674e+4,
                                             5.2264952788528545610e+3};
    static constexpr std::array tail_over{
        1.42343711074968357734e0, 4.63033784615654529590e0,  5.76949722146069140550e0,  3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static constexpr std::array tail_under{1.0,
                                           2.05319162663775882187e0,
                                           1.67638483018380384940e0,
                                           6.89767334985100004550e-1,
                                           1.48103976427480074590e-1,
                                           1.51986665636164571966e-2,
                                           5.47593808499534494600e-4,
                                           1.05075007164441684324e-9};
    static constexpr std::array far_over{
        6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,  2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static constexpr std::array far_under{1.0,
                                          5.99832206555887937690e-1,
                                          1.36929880922735805310e-1,
                                          1.48753612908506148525e-2,
                                          7.86869131145613259100e-4,
                                          1.84631831751005468180e-5,
                                          1.42151175831644588870e-7,
                                          2.04426310338993978564e-15};
};

}

/// The x below which a standard normal number falls with probability 1/2 + q, |q| < 1/2.
/// (Wichura 1988, algorithm AS241; about 7 digits in float, 16 in double)
template <std::floating_point T>
constexpr T normal_quantile(T q) {
    using coefficients = detail::normal_quantile_coefficients<T>;
    using V = simd<T, 1>;
    const auto quotient = [](T factor, T x, const auto& over, const auto& under) {
        return factor * math::polynomial(V(x), over).value / math::polynomial(V(x), under).value;
    };
    const T distance = q < 0 ? -q : q;
    if (distance <= T(0.425))
        return quotient(q, multiply_add(-q, q, T(0.180625)), coefficients::centre_over, coefficients::centre_under);
    const T sign = q < 0 ? T(-1) : T(1);
    const T r = square_root(V(-math::log(T(0.5) - distance))).value;
    return r <= 5 ? quotient(sign, r - T(1.6), coefficients::tail_over, coefficients::tail_under)
                  : quotient(sign, r - 5, coefficients::far_over, coefficients::far_under);
}

/// The i-th number of a key, standard normal. One uniform number each, taken at the middle of its step, so that the
/// distribution is symmetric and finite: |x| < 5.5 in float, < 8.3 in double.
template <std::floating_point T>
constexpr T normal(random_key key, std::uint64_t i) {
    using signed_digits = std::make_signed_t<bits_of<T>>;
    constexpr auto middle = signed_digits{1} << std::numeric_limits<T>::digits;
    const auto digits = detail::random_digits<T>(key, i / random_block_size<T>)[i % random_block_size<T>];
    const auto odd = static_cast<signed_digits>(2 * digits + 1) - middle;
    return normal_quantile(static_cast<T>(odd) * (std::numeric_limits<T>::epsilon() / 4));
}

}
