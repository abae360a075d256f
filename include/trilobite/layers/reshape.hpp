#pragma once
#include <trilobite/layers/linear.hpp>

#include <cstddef>

namespace trilobite {

/// A sample of any shape as one of the shape Extents..., of the same values in the same order. Like flatten it is an
/// activation that changes nothing: it stands in the place of the layer before it, without a copy, unless that is
/// an activation too.  (Keras' Reshape)
template <std::size_t... Extents>
struct reshape : elementwise<linear> {
    static_assert(sizeof...(Extents) > 0 && sizeof...(Extents) <= shape::max_rank,
                  "trilobite: a reshape has from 1 to 8 extents");
    static_assert(((Extents > 0) && ...), "trilobite: a reshape's extents are at least 1");

    static constexpr inferred infer(shape in) {
        constexpr shape out{Extents...};
        return {.output = out, .needed = in.size() == out.size() ? in : out};
    }

    template <class T, shape In>
    struct layer : elementwise<linear>::layer<T, In> {
        static constexpr shape output{Extents...};
        static constexpr operation_count operations{};
    };
};

}
