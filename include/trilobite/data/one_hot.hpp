#pragma once

/// Class numbers as rows of a matrix, 1 at the class and 0 elsewhere, and back.

#include <trilobite/io/result.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace trilobite::data {

/// Writes one row for each class number.  rows: classes.size() x Classes.
/// Fails, and writes nothing, where `rows` has another size or a class number is none of 0 ... Classes - 1.
/// Returns the rows.
template <std::size_t Classes, std::ranges::contiguous_range Numbers, std::floating_point T>
requires std::integral<std::ranges::range_value_t<Numbers>> result<std::span<T>> one_hot(const Numbers& classes,
                                                                                         std::span<T> rows) {
    const std::size_t n = std::ranges::size(classes);
    if (rows.size() != n * Classes)
        return failure{"one-hot rows of " + std::to_string(n) + " samples and " + std::to_string(Classes) +
                       " classes: expected room for " + std::to_string(n * Classes) + " values, found " +
                       std::to_string(rows.size())};
    const auto wrong = std::ranges::find_if_not(
        classes, [](auto c) { return std::cmp_greater_equal(c, 0) && std::cmp_less(c, Classes); });
    if (wrong != std::ranges::end(classes))
        return failure{"sample " + std::to_string(wrong - std::ranges::begin(classes)) +
                       ": expected a class from 0 to " + std::to_string(Classes - 1) + ", found " +
                       std::to_string(*wrong)};
    std::ranges::fill(rows, T{0});
    for (std::size_t i = 0; i < n; ++i)
        rows[i * Classes + static_cast<std::size_t>(std::ranges::data(classes)[i])] = T{1};
    return rows;
}

/// The same in a new vector: `one_hot<10>(labels)`.
template <std::size_t Classes, std::floating_point T = float, std::ranges::contiguous_range Numbers>
result<std::vector<T>> one_hot(const Numbers& classes) {
    std::vector<T> rows(std::ranges::size(classes) * Classes);
    const auto written = one_hot<Classes>(classes, std::span<T>(rows));
    if (!written)
        return failure{written.error()};
    return rows;
}

/// The class of each row, which is where its largest value stands, the first of them.  rows: n x Classes. Fails where
/// the last is not whole.
template <std::size_t Classes, std::ranges::contiguous_range Rows>
requires std::floating_point<std::ranges::range_value_t<Rows>> result<std::vector<std::size_t>>
classes_of(const Rows& rows) {
    const std::size_t size = std::ranges::size(rows);
    if (size % Classes != 0)
        return failure{"expected rows of " + std::to_string(Classes) + " values, found " + std::to_string(size) +
                       " values"};
    std::vector<std::size_t> classes(size / Classes);
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const auto* const row = std::ranges::data(rows) + i * Classes;
        classes[i] = static_cast<std::size_t>(std::max_element(row, row + Classes) - row);
    }
    return classes;
}

}
