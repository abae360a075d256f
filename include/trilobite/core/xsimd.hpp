#pragma once
/// The only header that includes xsimd, with what its functions lack. TRILOBITE_NO_SIMD is defined where there is none.

#include <trilobite/core/emulated_fma.hpp>
#include <trilobite/core/unroll.hpp>

#include <cstddef>
#include <type_traits>

// 32-bit ARM's registers know no quotient, no root and no doubles; those of SVE and RISC-V are no vectors to shuffle.
#if !defined(TRILOBITE_NO_SIMD) &&                                                                                     \
    ((defined(__ARM_NEON) && !defined(__aarch64__)) ||                                                                 \
     (defined(__ARM_FEATURE_SVE_BITS) && __ARM_FEATURE_SVE_BITS != 0) || defined(__riscv_v_fixed_vlen))
#define TRILOBITE_NO_SIMD
#endif

#if !defined(TRILOBITE_NO_SIMD)
#include <xsimd/config/xsimd_config.hpp>
#if defined(XSIMD_NO_SUPPORTED_ARCHITECTURE)
#define TRILOBITE_NO_SIMD
#else
#include <xsimd/xsimd.hpp>
#endif
#endif

#if !defined(TRILOBITE_NO_SIMD)

namespace trilobite {

namespace detail {

/// xsimd's own fma is a product and a sum where a register is narrower than the widest (8.1: also on AVX-512), so
/// x86 is asked directly.
template <class Batch>
TRILOBITE_INLINE Batch fused(Batch a, Batch b, Batch c) {
    using T = typename Batch::value_type;
    if constexpr (has_fused_multiply_add && sizeof(T) > widest_fused_multiply_add)
        return Batch(emulated::fused_lanes<T>(a.data, b.data, c.data));
#if defined(__FMA__)
    else if constexpr (std::is_same_v<T, float> && Batch::size == 4)
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
#endif
    else
        return xsimd::fma(a, b, c);
}

/// xsimd's own quotient and square root of four floats are approximations on ARM (8.1: also on AArch64, which has
/// both).
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

/// x86's instructions give their second argument where the two are equal or one is NaN, and so does xsimd, which turns
/// the arguments round from version 14 on; others have other rules.
template <class Batch>
TRILOBITE_INLINE Batch larger(Batch a, Batch b) {
#if defined(__SSE2__)
    return XSIMD_VERSION_MAJOR < 14 ? xsimd::max(b, a) : xsimd::max(a, b);
#else
    return xsimd::select(b > a, b, a);
#endif
}
template <class Batch>
TRILOBITE_INLINE Batch smaller(Batch a, Batch b) {
#if defined(__SSE2__)
    return XSIMD_VERSION_MAJOR < 14 ? xsimd::min(b, a) : xsimd::min(a, b);
#else
    return xsimd::select(b < a, b, a);
#endif
}

/// Lanes of a and b by turns: of each Piece lanes those from First on. xsimd's zip_lo means different things in
/// different registers.
template <std::size_t First, std::size_t Piece, class Batch>
TRILOBITE_INLINE Batch interleave(Batch a, Batch b) {
    return with_indices<Batch::size>([&](auto... i) TRILOBITE_INLINE_LAMBDA {
        return Batch(__builtin_shufflevector(a.data, b.data,
                                             (i / Piece * Piece + First + i % Piece / 2 + i % 2 * Batch::size)...));
    });
}

/// Count pieces of 16 bytes, Piece values each, as one vector; each stands `stride` behind the one before it. A processor
/// can put a piece into its place as it loads it, which g++ must be told of the widest registers.
template <std::size_t Piece, std::size_t Count, class T>
TRILOBITE_INLINE auto load_pieces(const T* from, std::size_t stride) {
    if constexpr (Count == 1) {
        typedef T piece [[gnu::vector_size(Piece * sizeof(T)), gnu::aligned(alignof(T)), gnu::may_alias]];
        return *reinterpret_cast<const piece*>(from);
#if defined(__AVX512F__)
    } else if constexpr (Count == 4) {
        const auto piece = [&](std::size_t i) TRILOBITE_INLINE_LAMBDA {
            return _mm_loadu_ps(reinterpret_cast<const float*>(from + i * stride));
        };
        auto all = _mm512_castps128_ps512(piece(0));
        all = _mm512_insertf32x4(all, piece(1), 1);
        all = _mm512_insertf32x4(all, piece(2), 2);
        all = _mm512_insertf32x4(all, piece(3), 3);
        if constexpr (std::is_same_v<T, double>)
            return _mm512_castps_pd(all);
        else
            return all;
#endif
    } else {
        const auto low = load_pieces<Piece, Count / 2>(from, stride);
        const auto high = load_pieces<Piece, Count / 2>(from + Count / 2 * stride, stride);
        return with_indices<Count * Piece>(
            [&](auto... i) TRILOBITE_INLINE_LAMBDA { return __builtin_shufflevector(low, high, i.value...); });
    }
}

}

}

#endif
