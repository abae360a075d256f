#include "../laws/layer_laws.hpp"
#include "../laws/toy_layers.hpp"

using namespace trilobite;

TEST_CASE("layers that are not dense obey the laws too", "[layers][toys]") {
    laws::check_layer<toys::centre, shape{5}, 4>();
    laws::check_layer<toys::drop_half, shape{6}, 4>();
    laws::check_layer<toys::shortcut<dense<5>, trilobite::tanh, dense<6>>, shape{6}, 3>();
    laws::check_layer<toys::shortcut<dense<6>, sigmoid>, shape{6}, 3>();
    laws::check_layer<toys::shortcut<toys::centre, toys::shortcut<dense<4>, softmax>>, shape{4}, 3>();
    laws::check_layer<toys::recurrent<3>, shape{4, 2}, 3>();
}
