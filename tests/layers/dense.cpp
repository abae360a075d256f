#include "../laws/layer_laws.hpp"

#include <trilobite/layers/dense.hpp>

using namespace trilobite;

TEST_CASE("dense obeys the laws of layers", "[layers]") {
    laws::check_layer<dense<7>, shape{5}, 3>();
    laws::check_layer<dense<1>, shape{1}, 2>();
    laws::check_layer<dense<4>, shape{19}, 9>();
    laws::check_layer<dense<35, 18>, shape{18}, 7>();
}
