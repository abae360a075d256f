#include "pooling_reference.hpp"

#include <trilobite/layers/global_pooling.hpp>

using namespace trilobite;

TEST_CASE("global pooling obeys the laws of layers", "[layers]") {
    laws::check_layer<global_average_pool2d, shape{3, 2, 16}, 2>();
    laws::check_layer<global_average_pool2d, shape{1, 1, 5}, 2>();
    laws::check_layer<global_max_pool2d, shape{3, 2, 37}, 2>();
    laws::check_layer<global_max_pool2d, shape{2, 5, 1}, 3>();
}

TEST_CASE("global pooling is pooling by one window as large as the image", "[layers]") {
    using pooling::check_against;
    check_against<double, global_average_pool2d, shape{5, 5, 8}>(pooling::average_pool, {{5, 5, 8}, 5, 1});
    // A place among 289 takes nine bits.
    check_against<float, global_max_pool2d, shape{17, 17, 3}>(pooling::max_pool, {{17, 17, 3}, 17, 1});
}

TEST_CASE("an image need not be square", "[layers]") {
    laws::bench_of<double, global_average_pool2d, shape{2, 3, 2}, 2> mean(1);
    laws::bench_of<double, global_max_pool2d, shape{2, 3, 2}, 2> largest(1);
    for (std::size_t i = 0; i < 12; ++i)
        mean.x(0, i) = largest.x(0, i) = static_cast<double>(i * i);
    mean.forward();
    largest.forward();
    // By hand: squares of even and of odd numbers.
    CHECK(mean.y(0, 0) == Approx((0 + 4 + 16 + 36 + 64 + 100) / 6.0).epsilon(1e-15));
    CHECK(mean.y(0, 1) == Approx((1 + 9 + 25 + 49 + 81 + 121) / 6.0).epsilon(1e-15));
    CHECK(largest.y(0, 0) == 100);
    CHECK(largest.y(0, 1) == 121);
}
