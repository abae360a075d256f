#include "../laws/layer_laws.hpp"

#include <trilobite/trilobite.hpp>

using namespace trilobite;

TEST_CASE("residuals obey the laws of layers", "[network][composites]") {
    laws::check_layer<residual<dense<5>, trilobite::tanh, dense<6>>, shape{6}, 3>();
    laws::check_layer<residual<dropout<0.5>, residual<batch_norm<>, residual<softmax>>>, shape{4}, 3>();
}

TEST_CASE("residuals with a projection obey the laws of layers", "[network][composites]") {
    // Both end in an activation that is undone in place.
    laws::check_layer<residual<projection<dense<4>, trilobite::tanh>, batch_norm<>, dense<4>, sigmoid>, shape{6}, 3>();
}

TEST_CASE("a residual adds its input to what its layers make of it", "[network][composites]") {
    const basic_network<double, input<3>, residual<relu>, residual<projection<linear>, step>> net{};
    const double x[]{1, -2, 0.5};
    // x + relu(x) = (2, -2, 1); that plus step of it.
    CHECK(predict(net, std::span<const double, 3>(x)) == prediction<decltype(net)>{3, -2, 2});
}

TEST_CASE("an activation after a residual is applied to the sum", "[network][composites]") {
    using net_type = basic_network<double, input<2>, residual<dense<2>>, relu>;
    net_type net{};
    auto& inside = net.layer<0>().branch<0>().layer<0>();
    inside.weights(0, 0) = 2;
    inside.weights(1, 1) = -3;
    inside.bias(0, 1) = 1;
    const double x[]{-1, 0.25};
    // (-1 - 2, 0.25 - 0.75 + 1)
    CHECK(predict(net, std::span<const double, 2>(x)) == prediction<net_type>{0, 0.5});
}
