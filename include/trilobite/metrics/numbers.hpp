#pragma once
#include <span>
#include <type_traits>
#include <utility>

namespace trilobite {

/// Numbers that stand one after the other in memory: a std::vector, a std::array, a std::span, an array.
template <class R>
concept Numbers = requires(const R& r) {
    requires std::is_arithmetic_v<typename decltype(std::span(r))::value_type>;
};

/// Numbers of classes.
template <class R>
concept ClassNumbers =
    Numbers<R> && std::is_integral_v<typename decltype(std::span(std::declval<const R&>()))::value_type>;

}
