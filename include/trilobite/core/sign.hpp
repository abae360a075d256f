#pragma once
/// Magnitudes and signs of registers, of infinities and NaN too. A scalar is left to the compiler's own functions: what
/// is written as operations on its bits would travel to the registers of integers and back.

#include <trilobite/core/simd.hpp>

#include <cstddef>
#include <type_traits>

namespace trilobite {

namespace detail {

template <class T>
inline constexpr bits_of<T> sign_bit = bits_of<T>(1) << (8 * sizeof(T) - 1);

}

/// |x|
template <class T, std::size_t Lanes>
TRILOBITE_INLINE simd<T, Lanes> absolute(simd<T, Lanes> x) {
    using V = simd<T, Lanes>;
    if constexpr (Lanes > 1)
        return V::from_bits(x.bits() & typename V::bits_type(~detail::sign_bit<T>));
    else if constexpr (std::is_same_v<T, float>)
        return __builtin_fabsf(x.value);
    else
        return __builtin_fabs(x.value);
}

/// A magnitude, which is not negative, with the sign of x.
template <class T, std::size_t Lanes>
TRILOBITE_INLINE simd<T, Lanes> with_sign_of(simd<T, Lanes> x, simd<T, Lanes> magnitude) {
    using V = simd<T, Lanes>;
    if constexpr (Lanes > 1)
        return V::from_bits((x.bits() & typename V::bits_type(detail::sign_bit<T>)) | magnitude.bits());
    else if constexpr (std::is_same_v<T, float>)
        return __builtin_copysignf(magnitude.value, x.value);
    else
        return __builtin_copysign(magnitude.value, x.value);
}

}
