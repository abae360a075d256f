#include "../laws/layer_laws.hpp"

#include <trilobite/layers/conv2d.hpp>
#include <trilobite/layers/conv2d_transposed.hpp>
#include <trilobite/layers/depthwise_conv2d.hpp>

using namespace trilobite;

TEST_CASE("conv2d obeys the laws of layers", "[layers][conv]") {
    laws::check_layer<conv2d<3, 2>, shape{4, 3, 2}, 2>();
    laws::check_layer<conv2d<4, 3, 2>, shape{7, 6, 1}, 2>();
    laws::check_layer<conv2d<2, 3, 1, padding::same>, shape{4, 5, 3}, 2>();
    laws::check_layer<conv2d<8, 3, 2, padding::same>, shape{5, 4, 8}, 3>();
    laws::check_layer<conv2d<5, 1>, shape{3, 3, 4}, 2>();
}

TEST_CASE("conv2d_transposed obeys the laws of layers", "[layers][conv]") {
    laws::check_layer<conv2d_transposed<3, 2>, shape{3, 2, 2}, 2>();
    laws::check_layer<conv2d_transposed<4, 3, 2, padding::same>, shape{3, 2, 3}, 2>();
    laws::check_layer<conv2d_transposed<8, 2, 3>, shape{2, 2, 8}, 2>();
    STATIC_REQUIRE(conv2d_transposed<8, 5, 2, padding::same>::infer({7, 7, 4}).output == shape{14, 14, 8});
    STATIC_REQUIRE(conv2d_transposed<8, 5, 2>::infer({7, 7, 4}).output == shape{17, 17, 8});
}

TEST_CASE("depthwise_conv2d obeys the laws of layers", "[layers][conv]") {
    laws::check_layer<depthwise_conv2d<2>, shape{4, 3, 2}, 2>();
    laws::check_layer<depthwise_conv2d<3, 2, padding::same>, shape{5, 4, 5}, 2>();
    laws::check_layer<depthwise_conv2d<3>, shape{4, 5, 16}, 2>();
}
