#include "pooling_reference.hpp"

#include <trilobite/layers/average_pool2d.hpp>

using namespace trilobite;

TEST_CASE("average_pool2d obeys the laws of layers", "[layers]") {
    laws::check_layer<average_pool2d<2>, shape{3, 4, 37}, 3>();
    laws::check_layer<average_pool2d<3, 2>, shape{5, 6, 3}, 2>();
    laws::check_layer<average_pool2d<2, 2, padding::same>, shape{3, 3, 8}, 2>();
}

TEST_CASE("average_pool2d is its reference", "[layers]") {
    using pooling::check_against, pooling::average_pool;
    check_against<double, average_pool2d<2>, shape{5, 7, 1}>(average_pool, {{5, 7, 1}, 2, 2});
    check_against<float, average_pool2d<3, 2>, shape{8, 5, 37}>(average_pool, {{8, 5, 37}, 3, 2});
    check_against<double, average_pool2d<2, 3>, shape{7, 8, 16}>(average_pool, {{7, 8, 16}, 2, 3});
    check_against<float, average_pool2d<3, 2, padding::same>, shape{6, 5, 8}>(average_pool,
                                                                              {{6, 5, 8}, 3, 2, padding::same});
    // Windows of more than 16 places, wider than the image.
    check_against<float, average_pool2d<5, 1, padding::same>, shape{9, 4, 3}>(average_pool,
                                                                              {{9, 4, 3}, 5, 1, padding::same});
}

TEST_CASE("average_pool2d finishes what it stores", "[layers]") {
    pooling::check_finishes<average_pool2d<2>, shape{4, 4, 16}>();
}

TEST_CASE("at an edge the mean is over what is inside the image", "[layers]") {
    laws::bench_of<double, average_pool2d<2, 2, padding::same>, shape{3, 3, 1}, 2> b(1);
    // By hand: a square, two halves of one, and a corner.
    for (std::size_t i = 0; i < 9; ++i)
        b.x(0, i) = static_cast<double>(i + 1);
    for (std::size_t i = 0; i < 4; ++i)
        b.dy(0, i) = static_cast<double>(4 * (i + 1));
    b.forward();
    CHECK(b.y(0, 0) == 3);
    CHECK(b.y(0, 1) == 4.5);
    CHECK(b.y(0, 2) == 7.5);
    CHECK(b.y(0, 3) == 9);
    b.backward();
    pooling::check_values("dx", &b.dx(0, 0), {1, 1, 4, 1, 1, 4, 6, 6, 16});
}
