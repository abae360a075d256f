#pragma once
#include <trilobite/layers/elementwise.hpp>

namespace trilobite {

/// y = 0.2 x + 0.5, clipped to [0, 1]; dy/dx = 0.2 where 0 < y < 1, else 0: the sigmoid without an exponential, with
/// the slope of Keras 2.  (Courbariaux, Bengio, David 2015)
struct hard_sigmoid : elementwise<hard_sigmoid> {
    template <class V>
    TRILOBITE_INLINE static V value(V x) {
        using T = typename V::value_type;
        return V::larger(V::smaller(V::fma(x, T(0.2), T(0.5)), V(T{1})), V(T{0}));
    }
    template <class V>
    TRILOBITE_INLINE static V derivative(V y) {
        using T = typename V::value_type;
        return V::select(y > V(T{0}), V::select(y < V(T{1}), V(T(0.2)), V(T{0})), V(T{0}));
    }
};

}
