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

template <class T, std::size_t B, std::size_t N>
struct cost_bench {
    using view = matrix_view<const T, B, N>;
    matrix<T, B, N> a, target, da;

    /// Activations strictly between 0 and 1, targets 0 or 1, garbage in the padding of the activations.
    cost_bench() {
        randomise(a, 11);
        randomise(target, 12);
        for (T& v : a.values)
            v = T(0.5) + T(0.45) * v;
        for (T& v : target.values)
            v = v > 0 ? T{1} : T{0};
        for (std::size_t row = 0; row < B; ++row)
            for (std::size_t i = N; i < a.stride; ++i)
                a.values[row * a.stride + i] = T(0.7);
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
            CHECK(b.da(row, i) == Approx(0.25 * (above - below) / (2 * h)).epsilon(1e-6).margin(1e-8));
        }
    CHECK(padding_is_zero(b.da));
}

/// A cost is a sum over samples, taken up where it was left; absent rows do not count.
template <class T, class Cost, std::size_t B, std::size_t N>
void cost_adds_up(const Cost& cost) {
    cost_bench<T, B, N> b;
    using view = typename cost_bench<T, B, N>::view;
    T one_by_one = T(0.125);
    for (std::size_t row = 0; row < B; ++row) {
        matrix<T, 1, N> a, target;
        std::copy_n(&b.a(row, 0), N, a.values);
        std::copy_n(&b.target(row, 0), N, target.values);
        CHECK(cost.sum(view(b.a), view(b.target), row, T(0.125)) == one_by_one);
        one_by_one = cost.sum(matrix_view<const T, 1, N>(a), matrix_view<const T, 1, N>(target), 1, one_by_one);
    }
    CHECK(cost.sum(view(b.a), view(b.target), B, T(0.125)) == one_by_one);
}

/// Cost and gradient are finite where an activation is exactly 0 or 1, right or wrong.
template <class T, class Cost>
void cost_is_finite_at_the_ends(const Cost& cost) {
    for (const T a : {T{0}, T{1}})
        for (const T y : {T{0}, T{1}}) {
            matrix<T, 1, 3> activation, target, da;
            std::fill(std::begin(activation.values), std::end(activation.values), a);
            std::fill(std::begin(target.values), std::end(target.values), y);
            using view = matrix_view<const T, 1, 3>;
            CHECK(std::isfinite(cost.sum(view(activation), view(target), 1, T{0})));
            cost.gradient(view(activation), view(target), 1, T{1}, da.view());
            for (const T d : da.values)
                CHECK(std::isfinite(d));
        }
}

/// gradient_before an activation is what gradient and the activation's own backward pass give together.
template <class Cost, class Activation, std::size_t B, std::size_t N>
void cost_passes_through(const Cost& cost) {
    static_assert(PassesThrough<Cost, Activation, double>);
    using layer_type = typename Activation::template layer<double, shape{N}>;
    using bench = cost_bench<double, B, N>;
    using view = typename bench::view;
    bench b;
    randomise(b.a, 13);
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
            CHECK(dx(row, i) == Approx(expected(row, i)).epsilon(1e-9).margin(1e-12));
    CHECK(padding_is_zero(dx));
}

/// Outputs: the least that the cost is for.
template <class Cost, std::size_t Outputs = 1>
void check_cost(const Cost& cost = {}) {
    cost_gradient_matches<Cost, 3, Outputs>(cost);
    cost_gradient_matches<Cost, 4, 10>(cost);
    cost_adds_up<float, Cost, 5, 3>(cost);
    cost_adds_up<double, Cost, 5, 17>(cost);
    cost_is_finite_at_the_ends<float>(cost);
    cost_is_finite_at_the_ends<double>(cost);
}

}
