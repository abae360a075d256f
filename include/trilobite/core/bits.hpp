#pragma once

#include <cstdint>
#include <type_traits>

namespace trilobite {

/// The unsigned integer as wide as T: its bits.
template <class T>
using bits_of = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;

}
