// Layers around layers in constant expressions.
#include "../catch.hpp"
#include "../laws/constant_laws.hpp"

#include <trilobite/trilobite.hpp>

using namespace trilobite;

namespace {

template <class... Layers>
constexpr auto train =
    [](std::uint64_t seed) { return laws::trained<network<Layers...>>(seed, quadratic{}, sgd{0.1f}); };

}

TEST_CASE("layers around layers in constant expressions", "[constant]") {
    CHECK(laws::same_in_constant_expressions(
        train<input<2>, frozen<dense<2>>, sigmoid, regularised<dense<2>, l1{0.01} + l2{0.01}>, relu, residual<dense<2>>,
              hard_sigmoid, residual<projection<dense<3>>, initialised<dense<3>, he_normal>>,
              concat<branch<dense<2>, linear>, branch<>>, dense<1>>));
}
