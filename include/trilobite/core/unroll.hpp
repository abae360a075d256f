#pragma once
/// Loops with constant bounds, and packs of indices: the only header that names std::index_sequence.

#include <trilobite/core/compiler.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace trilobite {

template <std::size_t I>
using index_constant = std::integral_constant<std::size_t, I>;

/// f(index_constant<0>{}), ..., f(index_constant<N - 1>{}), in this order.
template <std::size_t N, class F>
TRILOBITE_INLINE void unroll(F&& f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) TRILOBITE_INLINE_LAMBDA {
        (f(index_constant<I>{}), ...);
    }
    (std::make_index_sequence<N>{});
}

/// f(i) for i = 0, ..., N - 1: as a loop, or as N copies of its body. The body is compiled once either way, which
/// unroll does not offer; whether i is a constant in it is the optimiser's affair.
template <bool Unrolled, std::size_t N, class F>
TRILOBITE_INLINE void repeat(F&& f) {
    if constexpr (Unrolled) {
        TRILOBITE_UNROLL_WHOLLY
        for (std::size_t i = 0; i < N; ++i)
            f(i);
    } else {
        for (std::size_t i = 0; i < N; ++i)
            f(i);
    }
}

namespace detail {

template <template <std::size_t, class> class Element, class Indices, class... Ts>
struct indexed;
template <template <std::size_t, class> class Element, std::size_t... I, class... Ts>
struct indexed<Element, std::index_sequence<I...>, Ts...> : Element<I, Ts>... {};

template <std::size_t I, class T>
struct indexed_type {
    using type = T;
};
template <std::size_t I, class T>
indexed_type<I, T> find_indexed(const indexed_type<I, T>*);

}

/// Derives from Element<0, first of Ts>, Element<1, second of Ts>, ...
template <template <std::size_t, class> class Element, class... Ts>
using indexed = detail::indexed<Element, std::make_index_sequence<sizeof...(Ts)>, Ts...>;

/// The type at place I of a pack, found without recursion.
template <std::size_t I, class... Ts>
using nth_type =
    typename decltype(detail::find_indexed<I>(static_cast<indexed<detail::indexed_type, Ts...>*>(nullptr)))::type;

/// f(index_constant<0>{}, ..., index_constant<N - 1>{}): all the indices at once, for whoever needs a pack.
template <std::size_t N, class F>
TRILOBITE_INLINE decltype(auto) with_indices(F&& f) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) TRILOBITE_INLINE_LAMBDA->decltype(auto) {
        return f(index_constant<I>{}...);
    }
    (std::make_index_sequence<N>{});
}

}
