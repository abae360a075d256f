#pragma once
/// What the compiler and its target offer.

/// Kernels are written as small functions; none of them may stay a call.
#define TRILOBITE_INLINE [[gnu::always_inline]] inline
#define TRILOBITE_INLINE_LAMBDA __attribute__((always_inline))

/// A lambda that keeps a stack frame of its own.
#define TRILOBITE_NOINLINE_LAMBDA __attribute__((noinline))

/// Before a loop over a tile of registers, which must be unrolled for the tile to stay in registers. Under the address
/// sanitizer it stays a loop: every access is checked there, and g++ takes minutes over a tile of checks.
#if defined(__SANITIZE_ADDRESS__)
#define TRILOBITE_UNROLL
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TRILOBITE_UNROLL
#endif
#endif
#if !defined(TRILOBITE_UNROLL)
#define TRILOBITE_UNROLL _Pragma("GCC unroll 32")
#endif

namespace trilobite {

/// True where a fused multiply-add is one instruction. Where it is not, a multiply-add is rounded twice:
/// emulating the fused one would cost a library call for each.
inline constexpr bool has_fused_multiply_add =
#if defined(__FMA__) || defined(__aarch64__) || defined(__ARM_FEATURE_FMA) || defined(__riscv_flen)
    true;
#else
    false;
#endif

}
