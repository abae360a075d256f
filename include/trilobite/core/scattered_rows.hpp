#pragma once

#include <concepts>
#include <cstddef>

namespace trilobite {

/// Rows x Columns values whose rows stand anywhere in memory, without alignment and without padding: samples that are
/// read where they are. Points at Rows pointers.
template <class T, std::size_t Rows, std::size_t Columns>
struct scattered_rows {
    using value_type = T;
    static constexpr std::size_t rows = Rows;
    static constexpr std::size_t columns = Columns;

    const T* const* first;

    constexpr const T& operator()(std::size_t row, std::size_t column) const { return first[row][column]; }
    constexpr const T* row(std::size_t r) const { return first[r]; }
};

template <class View>
concept ScatteredRows = requires(View v) {
    { *v.first } -> std::convertible_to<const typename View::value_type*>;
};

/// How many values of type T stand in one line of the cache.
template <class T>
inline constexpr std::size_t cache_line = 64 / sizeof(T);

}
