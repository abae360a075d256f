#pragma once
/// The register of one lane: a plain scalar, on every target. In constant expressions its arithmetic is emulated.

#include <trilobite/core/bits.hpp>
#include <trilobite/core/compiler.hpp>
#include <trilobite/core/emulated.hpp>

#include <bit>
#include <cmath>
#include <cstddef>
#include <type_traits>

namespace trilobite {

/// a * b + c, rounded once where has_fused_multiply_add.
template <class T>
TRILOBITE_INLINE T multiply_add(T a, T b, T c) {
    if (__builtin_is_constant_evaluated())
        return has_fused_multiply_add ? emulated::fused(a, b, c) : emulated::sum(emulated::product(a, b), c);
    if constexpr (!has_fused_multiply_add)
        return a * b + c;
    else if constexpr (sizeof(T) > widest_fused_multiply_add)
        return emulated::fused(a, b, c);
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
    TRILOBITE_INLINE simd(T v) : value(v) {}

    TRILOBITE_INLINE static simd load(const T* from) { return *from; }
    TRILOBITE_INLINE static simd load_unaligned(const T* from) { return *from; }
    TRILOBITE_INLINE void stay() {}
    TRILOBITE_INLINE void store(T* to) const { *to = value; }
    TRILOBITE_INLINE void store_unaligned(T* to) const { *to = value; }
    TRILOBITE_INLINE bits_type bits() const { return std::bit_cast<bits_of<T>>(value); }
    TRILOBITE_INLINE static simd from_bits(bits_type b) { return std::bit_cast<T>(b.value); }

    TRILOBITE_INLINE friend simd operator+(simd a, simd b) {
        return __builtin_is_constant_evaluated() ? emulated::sum(a.value, b.value) : a.value + b.value;
    }
    TRILOBITE_INLINE friend simd operator-(simd a, simd b) {
        return __builtin_is_constant_evaluated() ? emulated::sum(a.value, -b.value) : a.value - b.value;
    }
    TRILOBITE_INLINE friend simd operator*(simd a, simd b) {
        return __builtin_is_constant_evaluated() ? emulated::product(a.value, b.value) : a.value * b.value;
    }
    TRILOBITE_INLINE friend simd operator/(simd a, simd b) {
        return __builtin_is_constant_evaluated() ? emulated::quotient(a.value, b.value) : a.value / b.value;
    }
    TRILOBITE_INLINE friend simd operator-(simd a) { return -a.value; }
    TRILOBITE_INLINE friend simd operator&(simd a, simd b) { return a.value & b.value; }
    TRILOBITE_INLINE friend simd operator|(simd a, simd b) { return a.value | b.value; }
    TRILOBITE_INLINE friend simd operator<<(simd a, int n) { return a.value << n; }
    TRILOBITE_INLINE friend simd operator>>(simd a, int n) { return a.value >> n; }
    TRILOBITE_INLINE friend bool operator<(simd a, simd b) {
        return __builtin_is_constant_evaluated() ? emulated::less(a.value, b.value) : a.value < b.value;
    }
    TRILOBITE_INLINE friend bool operator>(simd a, simd b) {
        return __builtin_is_constant_evaluated() ? emulated::less(b.value, a.value) : a.value > b.value;
    }
    TRILOBITE_INLINE friend bool operator==(simd a, simd b) { return a.value == b.value; }

    /// What a matrix is turned with, for which there is no need here.
    static constexpr std::size_t piece = 1;
    TRILOBITE_INLINE static simd load_pieces(const T* from, std::size_t) { return load(from); }
    /// a where the mask is set, b elsewhere.
    TRILOBITE_INLINE static simd select(bool mask, simd a, simd b) { return mask ? a : b; }
    TRILOBITE_INLINE static simd fma(simd a, simd b, simd c) { return multiply_add(a.value, b.value, c.value); }
    /// The larger of a and b, and the smaller; a where they are equal or one of them is NaN.
    TRILOBITE_INLINE static simd larger(simd a, simd b) { return b > a ? b.value : a.value; }
    TRILOBITE_INLINE static simd smaller(simd a, simd b) { return b < a ? b.value : a.value; }
    TRILOBITE_INLINE friend simd square_root(simd a) {
        // A processor of floats alone would leave it to the C library.
        constexpr bool is_software = widest_fused_multiply_add != 0 && sizeof(T) > widest_fused_multiply_add;
        return is_software || __builtin_is_constant_evaluated() ? emulated::root(a.value) : std::sqrt(a.value);
    }
};

}
