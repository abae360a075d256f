#pragma once
/// Costs of one sample of N outputs a, where y is right.

#include <trilobite/costs/contract.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

template <std::size_t N>
trilobite::vector<double, N> row_of(const double (&values)[N]) {
    trilobite::vector<double, N> row;
    std::copy_n(values, N, row.values);
    return row;
}

template <class Cost, std::size_t N>
double cost_of(const Cost& cost, const double (&y)[N], const double (&a)[N]) {
    const auto activation = row_of(a), target = row_of(y);
    return cost.sum(activation.view(), target.view(), 1, 0.0);
}

template <class Cost, std::size_t N>
std::array<double, N> gradient_of(const Cost& cost, const double (&y)[N], const double (&a)[N]) {
    const auto activation = row_of(a), target = row_of(y);
    trilobite::vector<double, N> da;
    cost.gradient(activation.view(), target.view(), 1, 1.0, da.view());
    std::array<double, N> found;
    std::copy_n(da.values, N, found.begin());
    return found;
}

/// The gradient with respect to what goes into an activation whose output is a.
template <class Activation, class Cost, std::size_t N>
std::array<double, N> gradient_before(const Cost& cost, const double (&y)[N], const double (&a)[N]) {
    const auto activation = row_of(a), target = row_of(y);
    trilobite::vector<double, N> dx;
    cost.gradient_before(Activation{}, activation.view(), target.view(), 1, 1.0, dx.view());
    std::array<double, N> found;
    std::copy_n(dx.values, N, found.begin());
    return found;
}
