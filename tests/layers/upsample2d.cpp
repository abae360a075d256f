#include "pooling_reference.hpp"

#include <trilobite/layers/upsample2d.hpp>

using namespace trilobite;

TEST_CASE("upsample2d obeys the laws of layers", "[layers]") {
    laws::check_layer<upsample2d<2>, shape{2, 3, 16}, 2>();
    laws::check_layer<upsample2d<3>, shape{2, 1, 37}, 2>();
    laws::check_layer<upsample2d<5>, shape{2, 2, 1}, 3>();
}

TEST_CASE("upsample2d finishes what it stores", "[layers]") {
    pooling::check_finishes<upsample2d<2>, shape{3, 2, 16}>();
}

TEST_CASE("upsample2d repeats each value of a channel, and adds up what comes back", "[layers]") {
    laws::bench_of<double, upsample2d<3>, shape{2, 4, 5}, 2> b(1);
    b.forward();
    std::vector<double> sums(2 * 4 * 5);
    for (std::size_t row = 0; row < 6; ++row)
        for (std::size_t column = 0; column < 12; ++column)
            for (std::size_t c = 0; c < 5; ++c) {
                const std::size_t small = (row / 3 * 4 + column / 3) * 5 + c, large = (row * 12 + column) * 5 + c;
                if (b.y(1, large) != b.x(1, small)) {
                    CAPTURE(row, column, c);
                    CHECK(false);
                }
                sums[small] += b.dy(1, large);
            }
    b.backward();
    pooling::check_values("dx", &b.dx(1, 0), sums);
}
