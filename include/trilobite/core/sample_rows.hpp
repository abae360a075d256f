#pragma once
/// Samples as they come from outside, read a value at a time: where they stand, or copied.

#include <trilobite/core/matrix.hpp>

#include <concepts>
#include <cstddef>

namespace trilobite {

/// How many values of type T stand in one line of the cache.
template <class T>
inline constexpr std::size_t cache_line = 64 / sizeof(T);

/// Rows x Columns values whose rows stand anywhere in memory, without alignment and without padding.
template <class T, std::size_t Rows, std::size_t Columns>
struct scattered_rows {
    using value_type = T;
    static constexpr std::size_t rows = Rows;
    static constexpr std::size_t columns = Columns;

    const T* const* first; ///< Rows pointers

    constexpr const T& operator()(std::size_t row, std::size_t column) const { return first[row][column]; }
    constexpr const T* row(std::size_t r) const { return first[r]; }

    /// Asks for the cache line of a value that will be read soon: the processor cannot guess where the next row stands.
    /// (Not inlined at once, it would be a function without an effect, and g++ would leave its calls out.)
    TRILOBITE_INLINE void prefetch(std::size_t row, std::size_t column) const {
        if (!__builtin_is_constant_evaluated())
            __builtin_prefetch(first[row] + column, 0, 2);
    }
};

/// A matrix of samples that were copied from somewhere. While it is worked on, the next ones are asked for: row i of
/// them, `size` bytes a value, stands at upcoming[i].
template <class T, std::size_t Rows, std::size_t Columns>
struct copied_rows : matrix_view<const T, Rows, Columns> {
    const std::byte* const* upcoming;
    std::size_t size;

    TRILOBITE_INLINE void prefetch(std::size_t row, std::size_t column) const {
        if (!__builtin_is_constant_evaluated())
            __builtin_prefetch(upcoming[row] + column * size, 0, 2);
    }
};

/// The rows of a matrix that is larger than the cache, to be read once from its first to its last.
template <class T, std::size_t Rows, std::size_t Columns>
struct streamed_rows : matrix_view<const T, Rows, Columns> {
    TRILOBITE_INLINE void prefetch(std::size_t row, std::size_t column) const {
        if (!__builtin_is_constant_evaluated())
            __builtin_prefetch(this->row(row) + column);
    }
};

/// Some rows of many: Count of them from `first` on.
template <std::size_t Count, class T, std::size_t Rows, std::size_t Columns>
constexpr matrix_view<T, Count, Columns> rows_from(matrix_view<T, Rows, Columns> m, std::size_t first) {
    return {m.row(first)};
}
template <std::size_t Count, class T, std::size_t Rows, std::size_t Columns>
constexpr scattered_rows<T, Count, Columns> rows_from(scattered_rows<T, Rows, Columns> m, std::size_t first) {
    return {m.first + first};
}
template <std::size_t Count, class T, std::size_t Rows, std::size_t Columns>
constexpr copied_rows<T, Count, Columns> rows_from(copied_rows<T, Rows, Columns> m, std::size_t first) {
    return {{m.row(first)}, m.upcoming + first, m.size};
}

/// Rows of which some can be asked for ahead of time.
template <class View>
concept Prefetches = requires(View v) {
    v.prefetch(std::size_t{}, std::size_t{});
};

}
