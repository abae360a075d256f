#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/layers/elementwise.hpp>

namespace trilobite {

/// y = 1 / (1 + exp(-x)), dy/dx = y (1 - y).
struct sigmoid : elementwise<sigmoid> {
    static constexpr bool is_long = true;

    template <class V>
    TRILOBITE_INLINE static V value(V x) {
        return math::sigmoid(x);
    }
    template <class V>
    TRILOBITE_INLINE static V derivative(V y) {
        return y * (V(typename V::value_type{1}) - y);
    }
};

}
