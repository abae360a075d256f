#pragma once

#include <cstddef>

namespace trilobite {

/// One of `count` equal shares of some work that falls into parts, for one of as many threads: all of it by default.
struct share {
    std::size_t index = 0;
    std::size_t count = 1;

    /// The share of n parts is [begin(n), end(n)).
    constexpr std::size_t begin(std::size_t n) const { return n * index / count; }
    constexpr std::size_t end(std::size_t n) const { return n * (index + 1) / count; }
};

}
