#pragma once
/// A flat tuple: one base class a place, so that looking a place up costs the compiler the same wherever it is
/// (std::get on a std::tuple of 200 takes it a minute).

#include <trilobite/core/unroll.hpp>

#include <cstddef>

namespace trilobite {

template <std::size_t I, class T>
struct slot {
    [[no_unique_address]] T value;
};

template <class... Ts>
using slots = indexed<slot, Ts...>;

template <std::size_t I, class T>
TRILOBITE_INLINE T& at(slot<I, T>& s) {
    return s.value;
}
template <std::size_t I, class T>
TRILOBITE_INLINE const T& at(const slot<I, T>& s) {
    return s.value;
}

}
