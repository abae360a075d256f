#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/layers/elementwise.hpp>

namespace trilobite {

/// y = tanh(x), dy/dx = 1 - y^2 = (1 - y)(1 + y).
struct tanh : elementwise<tanh> {
    static constexpr bool is_long = true;

    template <class V>
    TRILOBITE_INLINE static V value(V x) {
        return math::tanh(x);
    }
    template <class V>
    TRILOBITE_INLINE static V derivative(V y) {
        const V one(typename V::value_type{1});
        return (one - y) * (one + y);
    }
};

}
