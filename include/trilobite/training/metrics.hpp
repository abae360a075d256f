#pragma once
/// Cost and accuracy over samples.

#include <trilobite/kernels/reductions.hpp>
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
constexpr std::size_t count_correct_rows(A a, A target, std::size_t rows) {
    std::size_t correct = 0;
    kernels::for_each_row<A>(rows, [&](std::size_t row) TRILOBITE_INLINE_LAMBDA {
        if constexpr (A::columns > kernels::row_lanes)
            correct += kernels::largest_in_row(a, row) == kernels::largest_in_row(target, row) ? 1 : 0;
        else
            correct += class_of<A::columns>(a.row(row)) == class_of<A::columns>(target.row(row)) ? 1 : 0;
    });
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
