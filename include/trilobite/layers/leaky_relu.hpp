#pragma once
#include <trilobite/core/constant.hpp>
#include <trilobite/layers/elementwise.hpp>

namespace trilobite {

/// y = x where x > 0, else Slope x; dy/dx = 1 or Slope.  (Maas, Hannun, Ng 2013)
template <constant Slope = 0.01>
struct leaky_relu : elementwise<leaky_relu<Slope>> {
    static_assert(Slope >= 0, "trilobite: the slope of a leaky_relu is at least 0: its derivative is told by the sign "
                              "of its output");

    template <class V>
    TRILOBITE_INLINE static V value(V x) {
        using T = typename V::value_type;
        return V::select(x > V(T{0}), x, x * V(T(Slope)));
    }
    template <class V>
    TRILOBITE_INLINE static V derivative(V y) {
        using T = typename V::value_type;
        return V::select(y > V(T{0}), V(T{1}), V(T(Slope)));
    }
};

}
