#pragma once
/// The numbers behind exp, log, tanh and the normal distribution. The coefficients were computed for this library with
/// Sollya:
///   fpminimax(expm1(x), [|2, ..., degree|], [|SG...|] or [|D...|], [-0.3467, 0.3467], relative, floating, x);
///   fpminimax((2 * atanh(sqrt(x)) / sqrt(x) - 2) / x, degree, ..., [1b-24, 0.02945], absolute, floating);
///   fpminimax((a + 5) * sqrt(pi / 2) * exp(a^2 / 2) * erfc(a / sqrt(2)), degree, ..., [-1, (A - 5) / (A + 5)],
///             relative, floating), where a = 5 * (1 + x) / (1 - x), and A is normal_highest.

#include <array>

namespace trilobite::math::detail {

template <class T>
struct constants;

template <>
struct constants<float> {
    static constexpr int mantissa_bits = 23, exponent_bias = 127;
    static constexpr float log2_e = 0x1.715476p0f;
    /// ln 2 in two parts, twice: the high part of the first pair has 16 digits, so that a whole number times it is
    /// exact.
    static constexpr float ln2_high = 0x1.62e4p-1f, ln2_low = 0x1.7f7d1cp-20f;
    static constexpr float ln2 = 0x1.62e43p-1f, ln2_rest = -0x1.05c61p-29f;
    /// Below and above which exp is 0 and infinity, and tanh is 1.
    static constexpr float exp_lowest = -104, exp_highest = 89, tanh_highest = 10;
    /// Below which e^x is less than half of the smallest denormal: -150 ln 2.
    static constexpr float rounds_to_zero = -0x1.9fe368p6f;
    /// (e^r - 1 - r) / r^2 on |r| <= ln 2 / 2; relative error of e^r - 1: 2^-26.1.
    static constexpr std::array exp_coefficients{0x1.fffffep-2f, 0x1.5554bp-3f, 0x1.555716p-5f, 0x1.12279ep-7f,
                                                 0x1.6b7376p-10f};
    /// (2 atanh(s) / s - 2) / s^2 as a function of s^2, on |s| <= 0.1716; relative error of atanh: 2^-29.
    static constexpr std::array log_coefficients{0x1.55555cp-1f, 0x1.997b8ep-2f, 0x1.2ef8e8p-2f};
    static constexpr float inverse_root_of_two_pi = 0x1.988454p-2f;
    /// Beyond which the density is 0.
    static constexpr float normal_highest = 14.5f;
    /// (a + 5) M(a) as a function of (a - 5) / (a + 5); relative error: 2^-26.5.
    static constexpr std::array mills_coefficients{0x1.ed96b8p0f,  -0x1.aaf94ep0f,  0x1.3dd624p0f,  -0x1.926312p-1f,
                                                   0x1.a78a42p-2f, -0x1.62d28ap-3f, 0x1.ac935ep-5f, -0x1.e621a8p-8f,
                                                   -0x1.3c0eap-9f, 0x1.0d4492p-10f};
};

template <>
struct constants<double> {
    static constexpr int mantissa_bits = 52, exponent_bias = 1023;
    static constexpr double log2_e = 0x1.71547652b82fep0;
    /// Here the high part has 42 digits.
    static constexpr double ln2_high = 0x1.62e42fefa38p-1, ln2_low = 0x1.ef35793c7673p-45;
    static constexpr double ln2 = 0x1.62e42fefa39efp-1, ln2_rest = 0x1.abc9e3b39803fp-56;
    static constexpr double exp_lowest = -746, exp_highest = 710, tanh_highest = 20;
    /// -1075 ln 2.
    static constexpr double rounds_to_zero = -0x1.74910d52d3052p9;
    /// As above; relative error of e^r - 1: 2^-61.
    static constexpr std::array exp_coefficients{0x1p-1,
                                                 0x1.5555555555559p-3,
                                                 0x1.555555555554dp-5,
                                                 0x1.111111110f655p-7,
                                                 0x1.6c16c16c1aafep-10,
                                                 0x1.a01a01b0036dap-13,
                                                 0x1.a01a018e0f1d8p-16,
                                                 0x1.71ddf80f8671p-19,
                                                 0x1.27e5133987e42p-22,
                                                 0x1.af5f2c470a40fp-26,
                                                 0x1.1f1a36b173297p-29};
    /// As above; relative error of atanh: 2^-58.
    static constexpr std::array log_coefficients{0x1.5555555555558p-1, 0x1.99999999952b9p-2, 0x1.2492492dfb9b8p-2,
                                                 0x1.c71c62d649d94p-3, 0x1.7462b925f9b94p-3, 0x1.39fdcbbcf9059p-3,
                                                 0x1.2b5f5b2ed0b06p-3};
    static constexpr double inverse_root_of_two_pi = 0x1.9884533d43651p-2;
    static constexpr double normal_highest = 38.7;
    /// As above; relative error: 2^-53.8.
    static constexpr std::array mills_coefficients{
        0x1.ed96b8318f6c4p0,   -0x1.aaf94e206d6d6p0,  0x1.3dd60739e79b5p0,    -0x1.9262efbe12f6p-1,
        0x1.a7927af8eea02p-2,  -0x1.62d360c62492p-3,  0x1.ab031a05d1b78p-5,   -0x1.ebbc328637727p-8,
        -0x1.0623972f5725bp-9, 0x1.660d47fe74675p-10, -0x1.381fe4c0218a4p-13, -0x1.0597e50681ebbp-13,
        0x1.5ec00cf1139afp-15, 0x1.4ee0d61211531p-17, -0x1.d1b385e55a535p-18, -0x1.c6683c31955ap-21,
        0x1.22a39bfd525dfp-20, 0x1.d33c187a4def4p-24, -0x1.5ccb5dbf2b67dp-23, -0x1.ae3da0fd0cd6fp-26,
        0x1.2e7167dd97f3cp-26, 0x1.4c3975bf6f6edp-28};
};

}
