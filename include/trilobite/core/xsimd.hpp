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

/// Lanes First, First + 1, ... of a and b by turns. xsimd's zip_lo means different things in different registers.
template <std::size_t First, class Batch>
TRILOBITE_INLINE Batch interleave(Batch a, Batch b) {
    return with_indices<Batch::size>([&](auto... i) TRILOBITE_INLINE_LAMBDA {
        return Batch(__builtin_shufflevector(a.data, b.data, (First + i / 2 + (i % 2) * Batch::size)...));
    });
}

}

}

#endif
