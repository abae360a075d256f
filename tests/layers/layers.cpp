#include "../laws/layer_laws.hpp"
#include "../laws/toy_layers.hpp"

using namespace trilobite;

TEMPLATE_TEST_CASE("an activation obeys the laws of layers", "[layers]", linear, sigmoid, trilobite::tanh, softmax) {
    laws::check_layer<TestType, shape{5}, 3>();
    laws::check_layer<TestType, shape{1}, 2>();
    laws::check_layer<TestType, shape{16}, 2>();
    laws::check_layer<TestType, shape{37}, 4>();
}

TEST_CASE("relu obeys the laws of layers", "[layers]") {
    laws::check_layer<relu, shape{5}, 3>();
    laws::check_layer<relu, shape{3, 4}, 2>();
}

TEST_CASE("flatten obeys the laws of layers", "[layers]") {
    laws::check_layer<flatten, shape{2, 3}, 3>();
}

TEST_CASE("dense obeys the laws of layers", "[layers]") {
    laws::check_layer<dense<7>, shape{5}, 3>();
    laws::check_layer<dense<1>, shape{1}, 2>();
    laws::check_layer<dense<4>, shape{19}, 9>();
    laws::check_layer<dense<35, 18>, shape{18}, 7>();
}

TEST_CASE("layers that are not dense obey the laws too", "[layers][toys]") {
    laws::check_layer<toys::centre, shape{5}, 4>();
    laws::check_layer<toys::drop_half, shape{6}, 4>();
    laws::check_layer<toys::shortcut<dense<5>, trilobite::tanh, dense<6>>, shape{6}, 3>();
    laws::check_layer<toys::shortcut<dense<6>, sigmoid>, shape{6}, 3>();
    laws::check_layer<toys::shortcut<toys::centre, toys::shortcut<dense<4>, softmax>>, shape{4}, 3>();
    laws::check_layer<toys::recurrent<3>, shape{4, 2}, 3>();
}
