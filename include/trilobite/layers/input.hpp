#pragma once
/// The shape of one sample: the head of every network's list.

#include <trilobite/core/shape.hpp>

namespace trilobite {

/// input<784>, input<28, 28, 1>.
template <std::size_t... Extents>
struct input {
    static_assert(sizeof...(Extents) <= shape::max_rank, "trilobite: an input has at most 8 extents");
    static_assert(((Extents > 0) && ...), "trilobite: an input's extents are at least 1");
    static constexpr shape output{Extents...};
};

}
