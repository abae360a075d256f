#pragma once
/// a * b + c of registers, rounded once, where the target has no instruction for it.

#include <trilobite/core/emulated.hpp>
#include <trilobite/core/unroll.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace trilobite::emulated {

namespace detail {

/// The compiler's vector of T, of so many bytes.
template <class T, std::size_t Bytes>
struct vector_of {
    using type __attribute__((vector_size(Bytes))) = T;
};

/// p + c rounded to odd, as in fused(float, float, float), in every lane.
template <class Bits, class Doubles>
TRILOBITE_INLINE Doubles sum_to_odd(Doubles p, Doubles c) {
    const Doubles sum = p + c, moved = sum - p, zero{};
    const Doubles lost = (p - (sum - moved)) + (c - moved); // NaN where the sum is infinite, which has lost nothing
    const Bits bits = std::bit_cast<Bits>(sum);
    const Bits signs_differ = (bits ^ std::bit_cast<Bits>(lost)) >> 63;
    return std::bit_cast<Doubles>(((lost < zero) | (lost > zero)) ? (bits - signs_differ) | 1 : bits);
}

/// A register of floats, each half of which fills one of doubles.
template <class Floats>
Floats fused_by_halves(Floats a, Floats b, Floats c) {
    using doubles = typename vector_of<double, sizeof(Floats)>::type;
    using bits = typename vector_of<std::uint64_t, sizeof(Floats)>::type;
    using half = typename vector_of<float, sizeof(Floats) / 2>::type;
    constexpr std::size_t lanes = sizeof(Floats) / sizeof(float);
    const auto swapped = [](Floats v) TRILOBITE_INLINE_LAMBDA {
        return with_indices<lanes>(
            [&](auto... i) TRILOBITE_INLINE_LAMBDA { return __builtin_shufflevector(v, v, (i ^ lanes / 2)...); });
    };
    const auto first_half = [](Floats v) TRILOBITE_INLINE_LAMBDA {
        return with_indices<lanes / 2>([&](auto... i) TRILOBITE_INLINE_LAMBDA {
            return __builtin_convertvector(__builtin_shufflevector(v, v, i.value...), doubles);
        });
    };
    const auto fused = [=](Floats x, Floats y, Floats z) TRILOBITE_INLINE_LAMBDA {
        const doubles sum = sum_to_odd<bits>(first_half(x) * first_half(y), first_half(z));
        return __builtin_convertvector(sum, half);
    };
    const half low = fused(a, b, c), high = fused(swapped(a), swapped(b), swapped(c));
    return with_indices<lanes>([&](auto... i)
                                   TRILOBITE_INLINE_LAMBDA { return __builtin_shufflevector(low, high, i.value...); });
}

}

/// a * b + c, rounded once, in every lane of a register of T, a vector of the compiler's.
template <class T, class Register>
TRILOBITE_INLINE Register fused_lanes(Register a, Register b, Register c) {
    if constexpr (sizeof(T) == sizeof(float))
        return detail::fused_by_halves(a, b, c);
    for (std::size_t i = 0; i < sizeof(Register) / sizeof(T); ++i)
        a[i] = fused(a[i], b[i], c[i]);
    return a;
}

}
