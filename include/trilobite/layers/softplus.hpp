#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/layers/elementwise.hpp>

namespace trilobite {

/// y = ln(1 + e^x), dy/dx = 1 - e^-y.  (Dugas, Bengio, Belisle, Nadeau, Garcia 2001)
struct softplus : elementwise<softplus> {
    static constexpr bool is_long = true;

    /// max(x, 0) + ln(1 + t), t = e^-|x|. What the sum 1 + t loses is added again: ln(1 + t) is t where t is tiny.
    template <class V>
    TRILOBITE_INLINE static V value(V x) {
        using T = typename V::value_type;
        const V one(T{1}), t = math::exp(-absolute(x)), sum = one + t;
        return V::larger(x, V(T{0})) + (math::log(sum) + (t - (sum - one)));
    }
    template <class V>
    TRILOBITE_INLINE static V derivative(V y) {
        return -math::expm1(-y);
    }
};

}
