#pragma once
#include <trilobite/layers/elementwise.hpp>

namespace trilobite {

/// y = x, dy/dx = 1: the output of a regression, spelled out.
struct linear : elementwise<linear> {
    template <class V>
    TRILOBITE_INLINE static V value(V x) {
        return x;
    }
    template <class V>
    TRILOBITE_INLINE static V derivative(V) {
        return V(typename V::value_type{1});
    }
};

}
