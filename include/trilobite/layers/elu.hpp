#pragma once
#include <trilobite/core/constant.hpp>
#include <trilobite/core/math.hpp>
#include <trilobite/layers/elementwise.hpp>

namespace trilobite {

/// y = x where x > 0, else Alpha (e^x - 1); dy/dx = 1 or y + Alpha.  (Clevert, Unterthiner, Hochreiter 2016)
template <constant Alpha = 1.0>
struct elu : elementwise<elu<Alpha>> {
    static_assert(Alpha >= 0, "trilobite: the alpha of an elu is at least 0: its derivative is told by the sign of its "
                              "output");
    static constexpr bool is_long = true;

    template <class V>
    TRILOBITE_INLINE static V value(V x) {
        using T = typename V::value_type;
        return V::select(x > V(T{0}), x, V(T(Alpha)) * math::expm1(x));
    }
    template <class V>
    TRILOBITE_INLINE static V derivative(V y) {
        using T = typename V::value_type;
        return V::select(y > V(T{0}), V(T{1}), y + V(T(Alpha)));
    }
};

}
