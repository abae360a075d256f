#include "../laws/layer_laws.hpp"

#include <trilobite/trilobite.hpp>

using namespace trilobite;

TEST_CASE("reshape obeys the laws of layers", "[layers]") {
    laws::check_layer<reshape<2, 3, 5>, shape{30}, 3>();
    laws::check_layer<reshape<6>, shape{2, 3}, 2>();
}

TEST_CASE("reshape keeps the values and their order", "[layers]") {
    laws::bench_of<float, reshape<3, 4, 2>, shape{24}, 2> b(1);
    b.forward();
    CHECK(laws::same_bits(b.y, b.x));
    b.backward();
    CHECK(laws::same_bits(b.dx, b.dy));
}

TEST_CASE("a decoder: from a vector to an image", "[layers]") {
    // Every weight 1, so that each value of the small image is 1 + 2; by hand.
    network<input<2>, dense<8>, reshape<2, 2, 2>, upsample2d<2>, average_pool2d<4>> net;
    std::fill(std::begin(net.layer<0>().weights.values), std::end(net.layer<0>().weights.values), 1.f);
    net.layer<0>().bias(0, 0) = 4; // of the first value of channel 0
    const float x[]{1, 2};
    const auto y = predict(net, std::span<const float, 2>(x));
    CHECK(y.size() == 2);
    CHECK(y[0] == 4);
    CHECK(y[1] == 3);
}
