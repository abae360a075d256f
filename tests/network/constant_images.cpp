// Layers over images in constant expressions.
#include "../catch.hpp"
#include "../laws/constant_laws.hpp"

#include <trilobite/trilobite.hpp>

using namespace trilobite;

namespace {

template <class... Layers>
constexpr auto train =
    [](std::uint64_t seed) { return laws::trained<network<Layers...>>(seed, quadratic{}, sgd{0.1f}); };

}

TEST_CASE("convolutions in constant expressions", "[constant]") {
    CHECK(laws::same_in_constant_expressions(
        train<input<3, 3, 1>, conv2d<2, 2, 1, padding::same>, relu, conv2d<17, 2>, flatten, dense<1>>));
    CHECK(laws::same_in_constant_expressions(
        train<input<4>, reshape<1, 2, 2>, conv2d_transposed<2, 2, 1>, depthwise_conv2d<2>>));
}

TEST_CASE("pooling and its like in constant expressions", "[constant]") {
    CHECK(laws::same_in_constant_expressions(
        train<input<3, 3, 2>, max_pool2d<2, 2, padding::same>, batch_norm<>, spatial_dropout<0.2>, upsample2d<2>,
              average_pool2d<3>, concat<branch<global_max_pool2d>, branch<global_average_pool2d>>>));
}
