#pragma once
/// What the compiler and its target offer. The only place that asks for compiler macros.

/// Kernels are written as small functions; none of them may stay a call.
#define TRILOBITE_INLINE [[gnu::always_inline]] inline
#define TRILOBITE_INLINE_LAMBDA __attribute__((always_inline))

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
