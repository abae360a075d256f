#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/layers/elementwise.hpp>

namespace trilobite {

/// y = x s, s = sigmoid(x); dy/dx = s + x s (1 - s). Also called SiLU.
/// (Elfwing, Uchibe, Doya 2017; Ramachandran, Zoph, Le 2017)
struct swish : elementwise_of_input<swish> {
    template <class V>
    TRILOBITE_INLINE static V value(V x) {
        return x * math::sigmoid(x);
    }
    template <class V>
    TRILOBITE_INLINE static V derivative(V x) {
        const V s = math::sigmoid(x);
        return V::fma(x * s, V(typename V::value_type{1}) - s, s);
    }
};

}
