#pragma once
#include <trilobite/core/members.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

/// FNV-1a over the bits of all parameters, four bytes at a time; the padding of rows, which differs from machine to
/// machine, is left out.  (Fowler, Noll, Vo 1991)
template <class Net>
constexpr std::uint32_t fingerprint(const Net& net) {
    std::uint32_t hash = 0x811c9dc5;
    trilobite::for_each_matrix(
        [&](const auto& m) {
            for (std::size_t row = 0; row < m.rows; ++row)
                for (std::size_t column = 0; column < m.columns; ++column)
                    hash = (hash ^ std::bit_cast<std::uint32_t>(m(row, column))) * 0x01000193;
        },
        net);
    return hash;
}
