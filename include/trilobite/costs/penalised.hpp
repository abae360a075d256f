#pragma once
#include <trilobite/core/matrix.hpp>
#include <trilobite/layers/penalty.hpp>

#include <cstddef>

namespace trilobite {

/// A cost and a penalty on the weights of the whole network: cross_entropy{} + l2{0.001}. Both are in every cost that
/// is reported and in the gradient.
template <class Cost, Penalty P>
struct penalised : Cost {
    P penalty;
};

namespace detail {

template <class C>
concept Cost = requires(const C& cost, matrix_view<const float, 1, 2> a, matrix_view<float, 1, 2> da) {
    cost.gradient(a, a, std::size_t{}, float{}, da);
};

}

template <detail::Cost Cost, Penalty P>
constexpr penalised<Cost, P> operator+(Cost cost, P penalty) {
    return {cost, penalty};
}
template <class Cost, Penalty First, Penalty Second>
constexpr penalised<Cost, penalty_sum<First, Second>> operator+(penalised<Cost, First> cost, Second penalty) {
    return {static_cast<const Cost&>(cost), {cost.penalty, penalty}};
}

}
