#pragma once
/// What every cost must satisfy. The test of a cost is a call of laws::check_cost.

#include "../catch.hpp"
#include "random_matrix.hpp"

#include <trilobite/costs/contract.hpp>
#include <trilobite/layers/contract.hpp>

#include <cmath>
#include <limits>

namespace laws {

using namespace trilobite;

// Catch's macros stand in plain functions: in the templates below they would be compiled for every cost again.

inline void check_slope(double found, double expected, double relative_error, std::size_t row, std::size_t column) {
    INFO("derivative with respect to (" << row << ", " << column << ")");
    CHECK(found == Approx(expected).epsilon(relative_error).margin(relative_error / 100));
}
inline void check_law_of_costs(bool holds, const char* law) {
    INFO(law);
    CHECK(holds);
}

template <class T, std::size_t B, std::size_t N>
struct cost_bench {
    using view = matrix_view<const T, B, N>;
    matrix<T, B, N> a, target, da;

    /// Activations strictly between 0 and 1, targets 0 or 1, garbage in the padding of both.
    cost_bench() {
        randomise(a, 11);
        randomise(target, 12);
        for (T& v : a.values)
            v = T(0.5) + T(0.45) * v;
        for (T& v : target.values)
            v = v > 0 ? T{1} : T{0};
        for (std::size_t row = 0; row < B; ++row)
            for (std::size_t i = N; i < a.stride; ++i) {
                a.values[row * a.stride + i] = T(0.7);
                target.values[row * a.stride + i] = T(0.6);
            }
        poison(da);
    }
};

/// gradient is weight times the derivative of sum, and zero where no sample is.
template <class Cost, std::size_t B, std::size_t N>
void cost_gradient_matches(const Cost& cost) {
    using bench = cost_bench<double, B, N>;
    bench b;
    using view = typename bench::view;
    constexpr std::size_t rows = B - 1;
    cost.gradient(view(b.a), view(b.target), rows, 0.25, b.da.view());
    for (std::size_t row = 0; row < B; ++row)
        for (std::size_t i = 0; i < N; ++i) {
            const double h = 1e-6, before = b.a(row, i);
            b.a(row, i) = before + h;
            const double above = cost.sum(view(b.a), view(b.target), rows, 0.0);
            b.a(row, i) = before - h;
            const double below = cost.sum(view(b.a), view(b.target), rows, 0.0);
            b.a(row, i) = before;
            check_slope(b.da(row, i), 0.25 * (above - below) / (2 * h), 1e-6, row, i);
        }
    check_law_of_costs(padding_is_zero(b.da), "the padding of the gradient is zero");
}

/// A cost is a sum over what each sample costs by itself, taken up where it was left; absent rows do not count.
template <class T, class Cost, std::size_t B, std::size_t N>
void cost_adds_up(const Cost& cost) {
    cost_bench<T, B, N> b;
    using view = typename cost_bench<T, B, N>::view;
    const auto check_sum = [&](std::size_t rows, T expected) {
        check_law_of_costs(cost.sum(view(b.a), view(b.target), rows, T(0.125)) == expected,
                           "a cost is a sum over samples");
    };
    T one_by_one = T(0.125);
    for (std::size_t row = 0; row < B; ++row) {
        matrix<T, 1, N> a, target;
        std::copy_n(&b.a(row, 0), N, a.values);
        std::copy_n(&b.target(row, 0), N, target.values);
        check_sum(row, one_by_one);
        one_by_one += cost.sum(matrix_view<const T, 1, N>(a), matrix_view<const T, 1, N>(target), 1, T{0});
    }
    check_sum(B, one_by_one);
}

/// Cost and gradient are finite where an activation is exactly 0 or 1, right or wrong.
template <class T, class Cost, std::size_t N>
void cost_is_finite_at_the_ends(const Cost& cost) {
    for (const T a : {T{0}, T{1}})
        for (const T y : {T{0}, T{1}}) {
            matrix<T, 1, N> activation, target, da;
            std::fill(std::begin(activation.values), std::end(activation.values), a);
            std::fill(std::begin(target.values), std::end(target.values), y);
            using view = matrix_view<const T, 1, N>;
            check_law_of_costs(std::isfinite(cost.sum(view(activation), view(target), 1, T{0})), "the cost is finite");
            cost.gradient(view(activation), view(target), 1, T{1}, da.view());
            check_law_of_costs(all_finite(da), "the gradient is finite");
        }
}

/// gradient_before an activation is what gradient and the activation's own backward pass give together, where targets
/// add up to 1.
template <class Cost, class Activation, std::size_t B, std::size_t N>
void cost_passes_through(const Cost& cost) {
    static_assert(PassesThrough<Cost, Activation, double>);
    using layer_type = typename Activation::template layer<double, shape{N}>;
    using bench = cost_bench<double, B, N>;
    using view = typename bench::view;
    bench b;
    randomise(b.a, 13);
    if constexpr (N > 1) {
        b.target = {};
        for (std::size_t row = 0; row < B; ++row) {
            b.target(row, row % N) = 0.75;
            b.target(row, (row + 1) % N) = 0.25;
        }
    }
    matrix<double, B, N> y, dx, expected;
    no_memory none;
    const training_pass p{.rows = B};
    layer_type{}.forward(p, view(b.a), y.view(), none);
    cost.gradient(view(y), view(b.target), B - 1, 0.25, b.da.view());
    layer_type{}.backward_input(p, view(b.a), view(y), view(b.da), none, expected.view());
    poison(dx);
    cost.gradient_before(Activation{}, view(y), view(b.target), B - 1, 0.25, dx.view());
    for (std::size_t row = 0; row < B; ++row)
        for (std::size_t i = 0; i < N; ++i)
            check_slope(dx(row, i), expected(row, i), 1e-9, row, i);
    check_law_of_costs(padding_is_zero(dx), "the padding of the gradient is zero");
}

/// All laws, for samples of N outputs.
template <std::size_t N, class Cost>
void check_cost_of(const Cost& cost) {
    cost_gradient_matches<Cost, 4, N>(cost);
    cost_adds_up<float, Cost, 5, N>(cost);
    cost_adds_up<double, Cost, 5, N>(cost);
    cost_is_finite_at_the_ends<float, Cost, N>(cost);
    cost_is_finite_at_the_ends<double, Cost, N>(cost);
}

/// Outputs: the least that the cost is for.
template <class Cost, std::size_t Outputs = 1>
void check_cost(const Cost& cost = {}) {
    check_cost_of<Outputs>(cost);
    check_cost_of<10>(cost);
    check_cost_of<17>(cost);
}

}
