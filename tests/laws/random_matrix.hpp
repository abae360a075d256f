#pragma once
#include <trilobite/core/matrix.hpp>
#include <trilobite/core/random.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <type_traits>

namespace laws {

/// Values uniform on +-1 where the matrix is real, `padding` elsewhere.
template <class M>
void randomise(M& m, std::uint64_t seed, typename M::value_type padding = 0) {
    using T = typename M::value_type;
    const auto key = trilobite::random_key::from_seed(seed);
    for (std::size_t row = 0; row < M::rows; ++row)
        for (std::size_t column = 0; column < M::stride; ++column)
            m.values[row * M::stride + column] =
                column < M::columns ? trilobite::uniform<T>(key, row * M::columns + column, T(-1), T(1)) : padding;
}

/// NaN everywhere, so that what is not written is noticed.
template <class M>
void poison(M& m) {
    std::fill(std::begin(m.values), std::end(m.values), std::numeric_limits<typename M::value_type>::quiet_NaN());
}

/// Bytes that read as NaN, for a layer's memory of whatever type.
template <class Memory>
void poison_bytes(Memory& memory) {
    static_assert(std::is_trivially_copyable_v<Memory>);
    if constexpr (!std::is_empty_v<Memory>)
        std::memset(static_cast<void*>(&memory), 0xff, sizeof memory);
}

/// Whether the real values, or those of the first `rows` rows, are the same bits.
template <class M>
bool same_bits(const M& a, const M& b, std::size_t rows = M::rows) {
    for (std::size_t row = 0; row < rows; ++row)
        if (std::memcmp(&a(row, 0), &b(row, 0), M::columns * sizeof(typename M::value_type)) != 0)
            return false;
    return true;
}

template <class M>
bool padding_is_zero(const M& m) {
    for (std::size_t row = 0; row < M::rows; ++row)
        for (std::size_t column = M::columns; column < M::stride; ++column)
            if (m.values[row * M::stride + column] != 0)
                return false;
    return true;
}

/// Whether the first `columns` values of all rows, the real ones, are neither infinite nor NaN.
template <class M>
bool all_finite(const M& m, std::size_t columns = M::columns) {
    for (std::size_t row = 0; row < M::rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            if (!(std::abs(m(row, column)) <= std::numeric_limits<typename M::value_type>::max()))
                return false;
    return true;
}

/// Whether all values are zero, the padding too.
template <class M>
bool all_zero(const M& m) {
    return std::all_of(std::begin(m.values), std::end(m.values), [](auto v) { return v == 0; });
}

}
