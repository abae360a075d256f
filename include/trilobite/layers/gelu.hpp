#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/layers/elementwise.hpp>

namespace trilobite {

/// y = x Phi(x), dy/dx = Phi(x) + x phi(x), with the standard normal distribution itself, not an approximation by tanh.
/// (Hendrycks, Gimpel 2016)
struct gelu : elementwise_of_input<gelu> {
    template <class V>
    TRILOBITE_INLINE static V value(V x) {
        return x * math::normal(x).cumulative;
    }
    template <class V>
    TRILOBITE_INLINE static V derivative(V x) {
        const auto normal = math::normal(x);
        return V::fma(x, normal.density, normal.cumulative);
    }
};

}
