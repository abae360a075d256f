#pragma once
/// The shape of one sample as a value: shape{784}, shape{28, 28, 1}. It can be a template argument.

#include <concepts>
#include <cstddef>

namespace trilobite {

struct shape {
    static constexpr std::size_t max_rank = 8;

    std::size_t rank = 0;
    std::size_t extents[max_rank] = {};

    constexpr shape() = default;

    template <std::convertible_to<std::size_t>... Extents>
    requires(sizeof...(Extents) <= max_rank) constexpr shape(Extents... e)
        : rank(sizeof...(Extents)), extents{static_cast<std::size_t>(e)...} {}

    /// How many values a sample of this shape holds. A shape of rank 0 is a single value.
    constexpr std::size_t size() const {
        std::size_t product = 1;
        for (std::size_t i = 0; i < rank; ++i)
            product *= extents[i];
        return product;
    }

    constexpr std::size_t operator[](std::size_t axis) const { return extents[axis]; }

    friend constexpr bool operator==(const shape&, const shape&) = default;
};

}
