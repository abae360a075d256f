#include "../laws/layer_laws.hpp"

#include <trilobite/trilobite.hpp>

using namespace trilobite;

TEMPLATE_TEST_CASE("an activation obeys the laws of layers", "[layers]", linear, sigmoid, trilobite::tanh, softmax) {
    laws::check_layer<TestType, shape{5}, 3>();
    laws::check_layer<TestType, shape{1}, 2>();
    laws::check_layer<TestType, shape{37}, 4>();
}

TEST_CASE("relu obeys the laws of layers", "[layers]") {
    laws::check_layer<relu, shape{5}, 3>();
    laws::check_layer<relu, shape{3, 4}, 2>();
}

TEST_CASE("flatten obeys the laws of layers", "[layers]") {
    laws::check_layer<flatten, shape{2, 3}, 3>();
}
