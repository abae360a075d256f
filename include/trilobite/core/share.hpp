#pragma once

#include <cstddef>

namespace trilobite {

/// One of `count` equal shares of some work that falls into parts, for one of as many threads.
struct share {
    std::size_t index;
    std::size_t count;

    /// The share of n parts is [begin(n), end(n)).
    constexpr std::size_t begin(std::size_t n) const { return n * index / count; }
    constexpr std::size_t end(std::size_t n) const { return n * (index + 1) / count; }
};

/// All of it, for a thread that works alone.
struct undivided {
    static constexpr std::size_t index = 0;
    static constexpr std::size_t count = 1;

    static constexpr std::size_t begin(std::size_t) { return 0; }
    static constexpr std::size_t end(std::size_t n) { return n; }
};

/// A share of work that other threads have a share of too, who may have what is needed for it in caches of their own.
template <class Part>
inline constexpr bool is_divided = Part::count != 1;
template <>
inline constexpr bool is_divided<share> = true;

}
