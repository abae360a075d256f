#pragma once
/// Cost and accuracy over samples.

#include <trilobite/core/sample_rows.hpp>
#include <trilobite/kernels/reductions.hpp>
#include <trilobite/kernels/short_rows.hpp>
#include <trilobite/network/predict.hpp>

#include <cstddef>

namespace trilobite {

/// Means over samples. accuracy: the share of samples whose largest output stands where the target's does; with one
/// output, of those on the target's side of one half.
template <class T>
struct metrics {
    T cost = 0;
    T accuracy = 0;
};

/// Sums over samples, in the order in which they are added.
template <class T>
struct totals {
    T cost = 0;
    T lost = 0; ///< what rounding took from cost so far (Kahan 1965): 60,000 float costs keep their digits
    std::size_t correct = 0;
    std::size_t samples = 0;

    /// sum: the cost of some more samples, of which `right` are right.
    constexpr void add(T sum, std::size_t right, std::size_t more) {
        correct += right;
        samples += more;
        const T corrected = sum - lost;
        const T next = cost + corrected;
        lost = (next - cost) - corrected;
        cost = next;
    }

    constexpr metrics<T> mean() const {
        if (samples == 0)
            return {};
        return {cost / static_cast<T>(samples), static_cast<T>(correct) / static_cast<T>(samples)};
    }
};

namespace detail {

template <class A>
TRILOBITE_INLINE std::size_t count_if_correct(A a, A target, std::size_t row) {
    if constexpr (A::columns > kernels::row_lanes)
        return kernels::largest_in_row(a, row) == kernels::largest_in_row(target, row) ? 1 : 0;
    else
        return class_of<A::columns>(a.row(row)) == class_of<A::columns>(target.row(row)) ? 1 : 0;
}

template <class A>
constexpr std::size_t count_correct_rows(A a, A target, std::size_t rows) {
    std::size_t correct = 0;
    if constexpr (kernels::has_short_rows<A> && A::columns > 4) {
        constexpr std::size_t at_once = kernels::rows_at_once<A>;
        const std::size_t rest = rows / at_once * at_once;
        for (std::size_t row = 0; row < rest; row += at_once)
            correct += kernels::count_same_class(rows_from<at_once>(a, row), rows_from<at_once>(target, row));
        for (std::size_t row = rest; row < rows; ++row)
            correct += count_if_correct(a, target, row);
    } else {
        kernels::for_each_row<A>(rows, [&](std::size_t row)
                                           TRILOBITE_INLINE_LAMBDA { correct += count_if_correct(a, target, row); });
    }
    return correct;
}

template <class A>
[[gnu::noinline]] constexpr std::size_t call_count_correct(A a, A target, std::size_t rows) {
    return count_correct_rows(a, target, rows);
}

}

/// How many of the first `rows` rows of a are right.  a, target: B x N. Of many values it is a call, for compilers write
/// long code for it.
template <class A>
constexpr std::size_t count_correct(A a, A target, std::size_t rows) {
    if constexpr (A::rows * A::columns > 64)
        return detail::call_count_correct(a, target, rows);
    else
        return detail::count_correct_rows(a, target, rows);
}

}
