#pragma once
/// Numbers in types: `template <constant Rate> struct dropout` is written dropout<0.2>.

#include <bit>
#include <cstdint>
#include <type_traits>

namespace trilobite {

/// A number as a template argument. It carries a double as its bits, since not every compiler takes the double itself.
/// (A template, since a template argument goes through one conversion only: elu<1> and elu<1.0f> are elu<1.0>.)
struct constant {
    std::uint64_t bits;

    template <class Number>
    requires std::is_arithmetic_v<Number>
    constexpr constant(Number value) : bits(std::bit_cast<std::uint64_t>(static_cast<double>(value))) {}

    constexpr operator double() const { return std::bit_cast<double>(bits); }
};

}
