#pragma once
/// Cost and accuracy over samples.

#include <trilobite/core/matrix.hpp>

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

/// How many of the first `rows` rows of a are right.  a, target: B x N.
template <class A>
constexpr std::size_t count_correct(A a, A target, std::size_t rows) {
    using T = typename A::value_type;
    const auto place = [](A m, std::size_t row) -> std::size_t {
        if constexpr (A::columns == 1)
            return m(row, 0) > T(0.5) ? 1 : 0;
        std::size_t best = 0;
        for (std::size_t i = 1; i < A::columns; ++i)
            best = m(row, i) > m(row, best) ? i : best;
        return best;
    };
    std::size_t correct = 0;
    for (std::size_t row = 0; row < rows; ++row)
        correct += place(a, row) == place(target, row) ? 1 : 0;
    return correct;
}

}
