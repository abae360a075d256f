#pragma once
#include <trilobite/core/simd.hpp>

#include <cstddef>

namespace trilobite {

/// Targets that are less sure of themselves: y (1 - s) + s / K, for one of K classes. s = 0 leaves every bit of them.
/// (Szegedy et al. 2016, section 7)
template <class T>
struct smoothed {
    T kept, shared;

    constexpr smoothed(float s, std::size_t classes) : kept(1 - T(s)), shared(T(s) / static_cast<T>(classes)) {}

    template <class V>
    TRILOBITE_INLINE V operator()(V y) const {
        return V::fma(V(kept), y, V(shared));
    }
};

}
