#pragma once
#include <trilobite/costs/contract.hpp>
#include <trilobite/kernels/class_of.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace trilobite {

/// A cost whose samples count by their class: C = 1/n sum over the samples of w_c c, where c is what a sample costs by
/// itself, and w_c the weight of the class of its target (class_of: the largest; of one output, the side of one half).
///
///     class_weighted{cross_entropy{}, std::array{1.f, 1.f, 20.f}}
///
/// The mean divides by the n samples, as Keras does, not by the sum of their weights, as PyTorch does: weights that are
/// on average 1 keep the size of the steps. Passes through the activations that the cost within passes through.
template <class Cost, std::size_t Classes>
struct class_weighted {
    static_assert(
        !requires(const Cost& c) { c.penalty; }, "trilobite: a penalty on weights does not count by class; add it "
                                                 "outside: class_weighted{cost, weights} + l2{...}");
    Cost cost;
    std::array<float, Classes> weights;

    template <class A, class T>
    constexpr T sum(A a, A target, std::size_t rows, T so_far) const {
        kernels::for_each_row<A>(rows, [&](std::size_t row) TRILOBITE_INLINE_LAMBDA {
            so_far += weight_of<T>(target, row) * cost.sum(only(a, row), only(target, row), 1, T{0});
        });
        return so_far;
    }

    template <class A, class T, class DA>
    constexpr void gradient(A a, A target, std::size_t rows, T weight, DA da) const {
        kernels::for_each_row<A>(A::rows, [&](std::size_t row) TRILOBITE_INLINE_LAMBDA {
            cost.gradient(only(a, row), only(target, row), row < rows ? 1 : 0, weight * weight_of<T>(target, row),
                          only(da, row));
        });
    }

    template <class Last, class A, class T, class DX>
    requires PassesThrough<Cost, Last, T>
    constexpr void gradient_before(Last last, A a, A target, std::size_t rows, T weight, DX dx) const {
        kernels::for_each_row<A>(A::rows, [&](std::size_t row) TRILOBITE_INLINE_LAMBDA {
            cost.gradient_before(last, only(a, row), only(target, row), row < rows ? 1 : 0,
                                 weight * weight_of<T>(target, row), only(dx, row));
        });
    }

private:
    template <class T, std::size_t B, std::size_t N>
    static constexpr matrix_view<T, 1, N> only(matrix_view<T, B, N> m, std::size_t row) {
        return {m.row(row)};
    }
    template <class T, class A>
    constexpr T weight_of(A target, std::size_t row) const {
        static_assert(
            Classes == std::max<std::size_t>(A::columns, 2),
            "trilobite: class_weighted has a weight for each class: as many as there are outputs, and two for "
            "one output");
        return static_cast<T>(weights[class_of<A::columns>(target.row(row))]);
    }
};

template <class Cost, std::size_t Classes>
class_weighted(Cost, std::array<float, Classes>) -> class_weighted<Cost, Classes>;

}
