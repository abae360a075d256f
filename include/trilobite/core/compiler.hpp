#pragma once
/// What the compiler and its target offer.

#include <cstddef>

/// Kernels are written as small functions; none of them may stay a call, and constant expressions may call all of them.
/// What these must do in another way stands behind __builtin_is_constant_evaluated(). (std::is_constant_evaluated() is
/// a call to g++: it would emit functions that nothing else needs.) Where nothing is optimized they are calls, which a
/// debugger can step into and which compile in half the time; and with TRILOBITE_COMPILE_FAST it is the compiler that
/// chooses.
#if defined(__OPTIMIZE__) && !defined(TRILOBITE_COMPILE_FAST)
#define TRILOBITE_INLINE [[gnu::always_inline]] constexpr
#define TRILOBITE_INLINE_LAMBDA __attribute__((always_inline))
#else
#define TRILOBITE_INLINE constexpr
#define TRILOBITE_INLINE_LAMBDA
#endif

/// A lambda that keeps a stack frame of its own.
#define TRILOBITE_NOINLINE_LAMBDA __attribute__((noinline))

/// Whether every access is checked by the address sanitizer: g++ takes minutes over a tile of checks, so loops stay
/// loops.
#if defined(__SANITIZE_ADDRESS__)
#define TRILOBITE_CHECKS_ADDRESSES 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TRILOBITE_CHECKS_ADDRESSES 1
#endif
#endif

/// Before a loop over a tile of registers, which must be unrolled for the tile to stay in registers.
#if defined(TRILOBITE_CHECKS_ADDRESSES)
#define TRILOBITE_UNROLL
#else
#define TRILOBITE_UNROLL _Pragma("GCC unroll 32")
#endif

/// Before a loop of which nothing may stay, however long it is (core/unroll.hpp, repeat).
#define TRILOBITE_UNROLL_WHOLLY _Pragma("GCC unroll 4096")

/// Before a loop that is to stay one: what is in it is long.
#define TRILOBITE_KEEP_LOOP _Pragma("GCC unroll 1")

namespace trilobite {

#if defined(TRILOBITE_CHECKS_ADDRESSES)
inline constexpr bool checks_addresses = true;
#else
inline constexpr bool checks_addresses = false;
#endif

/// Lets the compiler believe that an object has changed, so that it is read from memory. Not in constant expressions.
template <class T>
TRILOBITE_INLINE void forget(T& object) {
    __asm__("" : "+m"(object));
}

/// The same of all memory. Nothing in constant expressions.
TRILOBITE_INLINE void forget_memory() {
    if (!__builtin_is_constant_evaluated())
        __asm__ volatile("" ::: "memory");
}

/// Lets the compiler know nothing of a number: a loop up to it stays one. (g++ writes out one of two rounds whatever it
/// is told.) Nothing in constant expressions.
TRILOBITE_INLINE void hide(std::size_t& number) {
    if (!__builtin_is_constant_evaluated())
        __asm__("" : "+r"(number));
}

/// The widest type, in bytes, of whose values the target has a fused multiply-add, an instruction; 0 where it has none.
inline constexpr unsigned widest_fused_multiply_add =
#if defined(__FMA__) || defined(__aarch64__)
    8;
#elif defined(__ARM_FEATURE_FMA)
    __ARM_FP & 8 ? 8 : 4;
#elif defined(__riscv_flen)
    __riscv_flen / 8;
#else
    0;
#endif

/// True where a multiply-add is rounded once: by an instruction; or by many (core/emulated.hpp), where
/// TRILOBITE_EMULATE_FMA is defined, and of doubles beside an instruction for floats. Elsewhere it is rounded twice.
inline constexpr bool has_fused_multiply_add =
#if defined(TRILOBITE_EMULATE_FMA)
    true;
#else
    widest_fused_multiply_add != 0;
#endif

}
