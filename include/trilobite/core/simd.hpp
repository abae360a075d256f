#pragma once
/// Registers: `simd<T, Lanes>`, a thin value type over xsimd, and the same thing with one lane for targets on which
/// xsimd has no architecture (microcontrollers) or where TRILOBITE_NO_SIMD is defined. The only header that includes
/// xsimd. Every operation is elementwise and correctly rounded, so a lane computes what the scalar type computes.

#include <trilobite/core/unroll.hpp>

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#if !defined(TRILOBITE_NO_SIMD)
#include <xsimd/config/xsimd_config.hpp>
#if defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
#define TRILOBITE_NO_SIMD
#else
#include <xsimd/xsimd.hpp>
#endif
#endif

namespace trilobite {

/// The unsigned integer as wide as T: its bits.
template <class T>
using bits_of = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;

/// a * b + c rounded once, where the target has an instruction for it.
template <class T>
TRILOBITE_INLINE constexpr T multiply_add(T a, T b, T c) {
    if constexpr (!has_fused_multiply_add)
        return a * b + c;
    else if constexpr (std::is_same_v<T, float>)
        return __builtin_fmaf(a, b, c);
    else
        return __builtin_fma(a, b, c);
}

/// Lanes values of type T that are worked on together. The general case is one lane: a plain scalar.
template <class T, std::size_t Lanes>
struct simd {
    static_assert(Lanes == 1, "trilobite: this target has no register of that many lanes");
    using value_type = T;
    using bits_type = simd<bits_of<T>, 1>;
    using mask_type = bool;
    static constexpr std::size_t lanes = 1;

    T value;

    simd() = default;
    TRILOBITE_INLINE constexpr simd(T v) : value(v) {}

    TRILOBITE_INLINE static constexpr simd load(const T* from) { return *from; }
    TRILOBITE_INLINE static constexpr simd load_unaligned(const T* from) { return *from; }
    TRILOBITE_INLINE constexpr void store(T* to) const { *to = value; }
    TRILOBITE_INLINE constexpr bits_type bits() const { return std::bit_cast<bits_of<T>>(value); }
    TRILOBITE_INLINE static constexpr simd from_bits(bits_type b) { return std::bit_cast<T>(b.value); }

    TRILOBITE_INLINE friend constexpr simd operator+(simd a, simd b) { return a.value + b.value; }
    TRILOBITE_INLINE friend constexpr simd operator-(simd a, simd b) { return a.value - b.value; }
    TRILOBITE_INLINE friend constexpr simd operator*(simd a, simd b) { return a.value * b.value; }
    TRILOBITE_INLINE friend constexpr simd operator/(simd a, simd b) { return a.value / b.value; }
    TRILOBITE_INLINE friend constexpr simd operator-(simd a) { return -a.value; }
    TRILOBITE_INLINE friend constexpr simd operator&(simd a, simd b) { return a.value & b.value; }
    TRILOBITE_INLINE friend constexpr simd operator|(simd a, simd b) { return a.value | b.value; }
    TRILOBITE_INLINE friend constexpr simd operator<<(simd a, int n) { return a.value << n; }
    TRILOBITE_INLINE friend constexpr simd operator>>(simd a, int n) { return a.value >> n; }
    TRILOBITE_INLINE friend constexpr bool operator<(simd a, simd b) { return a.value < b.value; }
    TRILOBITE_INLINE friend constexpr bool operator>(simd a, simd b) { return a.value > b.value; }
    TRILOBITE_INLINE friend constexpr bool operator==(simd a, simd b) { return a.value == b.value; }

    /// The lanes of a and b by turns, a's first: the first half of the result, the second half.
    TRILOBITE_INLINE static constexpr simd interleave_low(simd a, simd) { return a; }
    TRILOBITE_INLINE static constexpr simd interleave_high(simd, simd b) { return b; }
    /// a where the mask is set, b elsewhere.
    TRILOBITE_INLINE static constexpr simd select(bool mask, simd a, simd b) { return mask ? a : b; }
    TRILOBITE_INLINE static constexpr simd fma(simd a, simd b, simd c) {
        return multiply_add(a.value, b.value, c.value);
    }
    /// The larger of a and b, and the smaller; a where they are equal or one of them is NaN.
    TRILOBITE_INLINE static constexpr simd larger(simd a, simd b) { return b.value > a.value ? b.value : a.value; }
    TRILOBITE_INLINE static constexpr simd smaller(simd a, simd b) { return b.value < a.value ? b.value : a.value; }
    TRILOBITE_INLINE friend simd square_root(simd a) { return std::sqrt(a.value); }
};

#if defined(TRILOBITE_NO_SIMD)

/// The lanes of the widest register of this target.
template <class T>
inline constexpr std::size_t native_lanes = 1;

template <class T>
constexpr bool has_lanes(std::size_t lanes) {
    return lanes == 1;
}

#else

template <class T>
inline constexpr std::size_t native_lanes = xsimd::batch<T>::size;

/// Whether a register of that many lanes exists.
template <class T>
constexpr bool has_lanes(std::size_t lanes) {
    const auto exists = []<std::size_t L>(std::integral_constant<std::size_t, L>) {
        return !std::is_void_v<xsimd::make_sized_batch_t<T, L>>;
    };
    switch (lanes) {
    case 1:
        return true;
    case 2:
        return exists(std::integral_constant<std::size_t, 2>{});
    case 4:
        return exists(std::integral_constant<std::size_t, 4>{});
    case 8:
        return exists(std::integral_constant<std::size_t, 8>{});
    case 16:
        return exists(std::integral_constant<std::size_t, 16>{});
    default:
        return false;
    }
}

namespace detail {

/// xsimd's own fma is a product and a sum where a register is narrower than the widest (8.1: also on AVX-512), so
/// x86 is asked directly.
template <class Batch>
TRILOBITE_INLINE Batch fused(Batch a, Batch b, Batch c) {
#if defined(__FMA__)
    using T = typename Batch::value_type;
    if constexpr (std::is_same_v<T, float> && Batch::size == 4)
        return Batch(_mm_fmadd_ps(a, b, c));
    else if constexpr (std::is_same_v<T, double> && Batch::size == 2)
        return Batch(_mm_fmadd_pd(a, b, c));
    else if constexpr (std::is_same_v<T, float> && Batch::size == 8)
        return Batch(_mm256_fmadd_ps(a, b, c));
    else if constexpr (std::is_same_v<T, double> && Batch::size == 4)
        return Batch(_mm256_fmadd_pd(a, b, c));
#if defined(__AVX512F__)
    else if constexpr (std::is_same_v<T, float> && Batch::size == 16)
        return Batch(_mm512_fmadd_ps(a, b, c));
    else if constexpr (std::is_same_v<T, double> && Batch::size == 8)
        return Batch(_mm512_fmadd_pd(a, b, c));
#endif
    else
#endif
        return xsimd::fma(a, b, c);
}

/// xsimd's own quotient and square root of four floats are approximations on ARM (8.1: also on AArch64, which has both).
template <class Batch>
TRILOBITE_INLINE Batch quotient(Batch a, Batch b) {
#if defined(__aarch64__)
    if constexpr (std::is_same_v<typename Batch::value_type, float>)
        return Batch(vdivq_f32(a, b));
    else
#endif
        return a / b;
}

template <class Batch>
TRILOBITE_INLINE Batch rounded_square_root(Batch a) {
#if defined(__aarch64__)
    if constexpr (std::is_same_v<typename Batch::value_type, float>)
        return Batch(vsqrtq_f32(a));
    else
#endif
        return xsimd::sqrt(a);
}

/// x86's instructions give their second argument where the two are equal or one is NaN; others have other rules.
template <class Batch>
TRILOBITE_INLINE Batch larger(Batch a, Batch b) {
#if defined(__SSE2__)
    return xsimd::max(b, a);
#else
    return xsimd::select(b > a, b, a);
#endif
}
template <class Batch>
TRILOBITE_INLINE Batch smaller(Batch a, Batch b) {
#if defined(__SSE2__)
    return xsimd::min(b, a);
#else
    return xsimd::select(b < a, b, a);
#endif
}

/// Lanes First, First + 1, ... of a and b by turns. xsimd's zip_lo means different things in different registers.
template <std::size_t First, class Batch>
TRILOBITE_INLINE Batch interleave(Batch a, Batch b) {
    return with_indices<Batch::size>([&](auto... i) TRILOBITE_INLINE_LAMBDA {
        return Batch(__builtin_shufflevector(a.data, b.data, (First + i / 2 + (i % 2) * Batch::size)...));
    });
}

}

template <class T, std::size_t Lanes>
requires(Lanes > 1) struct simd<T, Lanes> {
    using batch_type = xsimd::make_sized_batch_t<T, Lanes>;
    using value_type = T;
    using bits_type = simd<bits_of<T>, Lanes>;
    using mask_type = typename batch_type::batch_bool_type;
    static constexpr std::size_t lanes = Lanes;

    batch_type value;

    simd() = default;
    TRILOBITE_INLINE simd(T v) : value(v) {}
    TRILOBITE_INLINE explicit simd(batch_type v) : value(v) {}

    TRILOBITE_INLINE static simd load(const T* from) { return simd(batch_type::load_aligned(from)); }
    TRILOBITE_INLINE static simd load_unaligned(const T* from) { return simd(batch_type::load_unaligned(from)); }
    TRILOBITE_INLINE void store(T* to) const { value.store_aligned(to); }
    TRILOBITE_INLINE bits_type bits() const { return bits_type(std::bit_cast<typename bits_type::batch_type>(value)); }
    TRILOBITE_INLINE static simd from_bits(bits_type b) { return simd(std::bit_cast<batch_type>(b.value)); }

    TRILOBITE_INLINE friend simd operator+(simd a, simd b) { return simd(a.value + b.value); }
    TRILOBITE_INLINE friend simd operator-(simd a, simd b) { return simd(a.value - b.value); }
    TRILOBITE_INLINE friend simd operator*(simd a, simd b) { return simd(a.value * b.value); }
    TRILOBITE_INLINE friend simd operator/(simd a, simd b) { return simd(detail::quotient(a.value, b.value)); }
    TRILOBITE_INLINE friend simd operator-(simd a) requires std::is_floating_point_v<T> {
        return simd(batch_type(-a.value.data)); // xsimd's own is 0 - a on AVX-512, which makes -0 from no zero
    }
    TRILOBITE_INLINE friend simd operator&(simd a, simd b) { return simd(a.value & b.value); }
    TRILOBITE_INLINE friend simd operator|(simd a, simd b) { return simd(a.value | b.value); }
    TRILOBITE_INLINE friend simd operator<<(simd a, int n) { return simd(a.value << n); }
    TRILOBITE_INLINE friend simd operator>>(simd a, int n) { return simd(a.value >> n); }
    TRILOBITE_INLINE friend mask_type operator<(simd a, simd b) { return a.value < b.value; }
    TRILOBITE_INLINE friend mask_type operator>(simd a, simd b) { return a.value > b.value; }
    TRILOBITE_INLINE friend mask_type operator==(simd a, simd b) { return a.value == b.value; }

    TRILOBITE_INLINE static simd interleave_low(simd a, simd b) {
        return simd(detail::interleave<0>(a.value, b.value));
    }
    TRILOBITE_INLINE static simd interleave_high(simd a, simd b) {
        return simd(detail::interleave<Lanes / 2>(a.value, b.value));
    }
    TRILOBITE_INLINE static simd select(mask_type mask, simd a, simd b) {
        return simd(xsimd::select(mask, a.value, b.value));
    }
    TRILOBITE_INLINE static simd fma(simd a, simd b, simd c) { return simd(detail::fused(a.value, b.value, c.value)); }
    TRILOBITE_INLINE static simd larger(simd a, simd b) { return simd(detail::larger(a.value, b.value)); }
    TRILOBITE_INLINE static simd smaller(simd a, simd b) { return simd(detail::smaller(a.value, b.value)); }
    TRILOBITE_INLINE friend simd square_root(simd a) { return simd(detail::rounded_square_root(a.value)); }
};

#endif

/// The lanes with which n values in a row are best worked on: the narrowest register that holds them all, else the
/// widest there is. One value is a scalar.
template <class T>
constexpr std::size_t lanes_for(std::size_t n) {
    for (std::size_t lanes = 1; lanes < native_lanes<T>; lanes *= 2)
        if (lanes >= n && has_lanes<T>(lanes))
            return lanes;
    return native_lanes<T>;
}

/// The register in which rows of n values are worked on.
template <class T, std::size_t N>
using simd_for = simd<T, lanes_for<T>(N)>;

}
