#include "../laws/layer_laws.hpp"

#include <trilobite/trilobite.hpp>

using namespace trilobite;

TEST_CASE("concats obey the laws of layers", "[network][composites]") {
    laws::check_layer<concat<branch<dense<5>, trilobite::tanh>, branch<>, branch<softmax>>, shape{6}, 3>();
}

TEST_CASE("concats of pictures obey the laws of layers", "[network][composites]") {
    laws::check_layer<concat<branch<>, branch<batch_norm<>, sigmoid>>, shape{2, 2, 3}, 3>();
}

TEST_CASE("a concat in a residual in a concat obeys the laws of layers", "[network][composites]") {
    laws::check_layer<concat<branch<residual<concat<branch<dropout<0.5>>, branch<dense<3>>>, dense<4>>>, branch<>>,
                      shape{4}, 3>();
}

TEST_CASE("a concat joins its branches along the last extent", "[network][composites]") {
    using layers = concat<branch<>, branch<relu>, branch<residual<linear>>>;
    const basic_network<double, input<2, 2>, layers> flat{};
    STATIC_REQUIRE(decltype(flat)::output_shape == shape{2, 6});
    const double x[]{1, -2, -3, 4};
    CHECK(predict(flat, std::span<const double, 4>(x)) ==
          prediction<decltype(flat)>{1, -2, 1, 0, 2, -4, -3, 4, 0, 4, -6, 8});
    const basic_network<double, input<4>, layers> row{};
    STATIC_REQUIRE(decltype(row)::output_shape == shape{12});
    CHECK(predict(row, std::span<const double, 4>(x)) ==
          prediction<decltype(row)>{1, -2, -3, 4, 1, 0, 0, 4, 2, -4, -6, 8});
}
