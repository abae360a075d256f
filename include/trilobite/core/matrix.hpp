#pragma once
/// Rows x Columns values whose rows are padded to whole registers, so that kernels have no tails: the owning `matrix`
/// and `matrix_view`, which points at one. What stands in the padding is said by whoever writes it.

#include <trilobite/core/simd.hpp>

#include <cstddef>
#include <span>
#include <type_traits>

namespace trilobite {

/// n rounded up to whole registers of the kind that rows of n values are worked on with.
template <class T>
constexpr std::size_t padded(std::size_t n) {
    const std::size_t lanes = lanes_for<T>(n);
    return (n + lanes - 1) / lanes * lanes;
}

/// The alignment, in bytes, of a row of n values.
template <class T>
constexpr std::size_t row_alignment(std::size_t n) {
    return lanes_for<T>(n) * sizeof(T);
}

/// Whether a column of n values is a row of whole registers too.
template <class T>
constexpr bool is_row_too(std::size_t n) {
    return native_lanes<T> > 1 && padded<T>(n) == n;
}

/// The alignment of so many rows of n values: that of a row, whichever way it is read.
template <class T>
constexpr std::size_t matrix_alignment(std::size_t rows, std::size_t n) {
    return row_alignment<T>(n == 1 && is_row_too<T>(rows) ? rows : n);
}

/// A pointer to Rows rows of Columns values, `stride` apart and aligned to row_alignment; where it is a whole `matrix`,
/// to matrix_alignment.
template <class T, std::size_t Rows, std::size_t Columns>
struct matrix_view {
    using value_type = std::remove_const_t<T>;
    using simd_type = simd_for<value_type, Columns>;
    static constexpr std::size_t rows = Rows;
    static constexpr std::size_t columns = Columns;
    static constexpr std::size_t stride = padded<value_type>(Columns);

    T* data;

    constexpr T& operator()(std::size_t row, std::size_t column) const { return data[row * stride + column]; }
    constexpr T* row(std::size_t r) const { return data + r * stride; }

    constexpr operator matrix_view<const T, Rows, Columns>() const requires(!std::is_const_v<T>) { return {data}; }
};

/// Owns its values, zero to begin with (the padding too).
template <class T, std::size_t Rows, std::size_t Columns>
struct matrix {
    using value_type = T;
    using view_type = matrix_view<T, Rows, Columns>;
    using const_view_type = matrix_view<const T, Rows, Columns>;
    static constexpr std::size_t rows = Rows;
    static constexpr std::size_t columns = Columns;
    static constexpr std::size_t stride = padded<T>(Columns);

    alignas(matrix_alignment<T>(Rows, Columns)) T values[Rows * stride]{};

    constexpr view_type view() { return {values}; }
    constexpr const_view_type view() const { return {values}; }
    constexpr operator view_type() { return view(); }
    constexpr operator const_view_type() const { return view(); }

    constexpr T& operator()(std::size_t row, std::size_t column) { return values[row * stride + column]; }
    constexpr const T& operator()(std::size_t row, std::size_t column) const { return values[row * stride + column]; }

    /// All values with the padding, for what treats every value alike.
    constexpr std::span<T, Rows * stride> flat() { return values; }
    constexpr std::span<const T, Rows * stride> flat() const { return values; }
};

/// A matrix of one row.
template <class T, std::size_t N>
using vector = matrix<T, 1, N>;

/// A member that training changes by observation, not by its gradient (running statistics). A layer leaves the
/// change where the gradient would stand, and the step adds it.
template <class Matrix>
struct untrained : Matrix {};

template <class M>
inline constexpr bool is_untrained = false;
template <class M>
inline constexpr bool is_untrained<untrained<M>> = true;

/// A member that penalties on large weights leave alone: a bias, say.
template <class Matrix>
struct unpenalised : Matrix {};

template <class M>
inline constexpr bool is_unpenalised = false;
template <class M>
inline constexpr bool is_unpenalised<unpenalised<M>> = true;

template <class M>
concept Matrix = requires {
    typename M::view_type;
};

}
