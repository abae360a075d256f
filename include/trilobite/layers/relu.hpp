#pragma once
#include <trilobite/layers/elementwise.hpp>

namespace trilobite {

/// y = max(x, 0), dy/dx = 1 where y > 0, else 0.  NaN stays NaN.  (Nair, Hinton 2010)
struct relu : elementwise<relu> {
    template <class V>
    TRILOBITE_INLINE static V value(V x) {
        return V::larger(x, V(typename V::value_type{0}));
    }
    template <class V>
    TRILOBITE_INLINE static V derivative(V y) {
        using T = typename V::value_type;
        return V::select(y > V(T{0}), V(T{1}), V(T{0}));
    }
};

}
