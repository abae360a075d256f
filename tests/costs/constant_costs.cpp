// Every cost in constant expressions: its sum and its gradients are the bits of run time.
#include "../catch.hpp"
#include "../laws/constant_laws.hpp"

#include <trilobite/trilobite.hpp>

using namespace trilobite;

namespace {

/// The sum over two samples of three outputs, the gradient, and the one before Last where the cost gives that. The
/// activations are probabilities, as some costs need them.
template <class Last, class Cost>
constexpr auto of_cost(std::uint64_t seed, const Cost& cost) {
    constexpr std::size_t rows = 2, columns = 3;
    const auto key = random_key::from_seed(seed);
    matrix<float, rows, columns> a, target, gradient, before;
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column) {
            a(row, column) = uniform<float>(key, row * columns + column);
            target(row, column) = row == column ? 1 : 0;
        }
    cost.gradient(std::as_const(a).view(), std::as_const(target).view(), rows, 0.5f, gradient.view());
    if constexpr (PassesThrough<Cost, Last, float>)
        cost.gradient_before(Last{}, std::as_const(a).view(), std::as_const(target).view(), rows, 0.5f, before.view());
    vector<float, 1 + 2 * rows * columns> all;
    all(0, 0) = cost.sum(std::as_const(a).view(), std::as_const(target).view(), rows, 0.f);
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column) {
            all(0, 1 + row * columns + column) = gradient(row, column);
            all(0, 1 + (rows + row) * columns + column) = before(row, column);
        }
    return all;
}

/// Cost and accuracy of so many samples that they are worked on together, and of some that are left over.
constexpr auto of_many_samples(std::uint64_t seed, float label_smoothing) {
    constexpr std::size_t rows = 20, columns = 10;
    const auto key = random_key::from_seed(seed);
    matrix<float, rows, columns> a, target;
    matrix<float, rows, 1> single, single_target;
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column)
            a(row, column) = uniform<float>(key, row * columns + column);
        target(row, row * 3 % columns) = 1;
        single(row, 0) = a(row, 0);
        single_target(row, 0) = target(row, 0);
    }
    const auto outputs = std::as_const(a).view(), targets = std::as_const(target).view();
    vector<float, 4> all;
    all(0, 0) = cross_entropy{label_smoothing}.sum(outputs, targets, rows, 0.f);
    all(0, 1) = static_cast<float>(count_correct(outputs, targets, rows));
    all(0, 2) = binary_cross_entropy{label_smoothing}.sum(std::as_const(single).view(),
                                                          std::as_const(single_target).view(), rows, 0.f);
    all(0, 3) = binary_cross_entropy{label_smoothing}.sum(outputs, targets, rows, 0.f);
    return all;
}

}

TEST_CASE("costs in constant expressions", "[constant]") {
    using laws::same_in_constant_expressions;
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return of_cost<sigmoid>(seed, quadratic{}); }));
    CHECK(
        same_in_constant_expressions([](std::uint64_t seed) { return of_cost<sigmoid>(seed, mean_absolute_error{}); }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return of_cost<sigmoid>(seed, huber{0.3f}); }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return of_cost<sigmoid>(seed, hinge{}); }));
    CHECK(same_in_constant_expressions(
        [](std::uint64_t seed) { return of_cost<sigmoid>(seed, binary_cross_entropy{.label_smoothing = 0.1f}); }));
    CHECK(same_in_constant_expressions(
        [](std::uint64_t seed) { return of_cost<softmax>(seed, cross_entropy{.label_smoothing = 0.1f} + l2{0.1}); }));
    CHECK(same_in_constant_expressions(
        [](std::uint64_t seed) { return of_cost<log_softmax>(seed, negative_log_likelihood{}); }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) {
        return of_cost<softmax>(seed, class_weighted{cross_entropy{}, std::array{1.f, 2.f, 3.f}});
    }));
}

TEST_CASE("cross-entropies and the accuracy of many samples in constant expressions", "[constant]") {
    using laws::same_in_constant_expressions;
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return of_many_samples(seed, 0); }));
    CHECK(same_in_constant_expressions([](std::uint64_t seed) { return of_many_samples(seed, 0.1f); }));
}
