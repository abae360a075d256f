#pragma once
#include <trilobite/core/simd.hpp>

namespace trilobite {

/// Probabilities are kept this far from 0 and 1 before their logarithm is taken, as Keras does.
template <class T>
inline constexpr T smallest_probability = T(1e-7);

/// p between the smallest probability and 1 minus it.
template <class V>
TRILOBITE_INLINE V clip_probability(V p) {
    using T = typename V::value_type;
    return V::larger(V::smaller(p, V(1 - smallest_probability<T>)), V(smallest_probability<T>));
}

}
