#include "pooling_reference.hpp"

#include <trilobite/layers/max_pool2d.hpp>
#include <trilobite/layers/tanh.hpp>

#include <array>
#include <limits>
#include <memory>

using namespace trilobite;

namespace {

/// What it gives to a place, times the derivative there.
template <class Spec, shape In>
void undoes_tanh() {
    using bench = laws::bench_of<float, Spec, In, 2>;
    using x_view = typename bench::x_view;
    const auto b = std::make_unique<bench>(5);
    const auto undone = std::make_unique<typename bench::x_type>();
    b->forward();
    b->layer.backward_input(b->p, x_view(b->x), typename bench::y_view(b->y), typename bench::y_view(b->dy), b->memory,
                            undone->view(), trilobite::tanh::finish_backward<x_view>{x_view(b->x)});
    b->backward();
    for (std::size_t row = 0; row < 2; ++row)
        for (std::size_t i = 0; i < In.size(); ++i) {
            CAPTURE(row, i);
            const float x = b->x(row, i);
            CHECK((*undone)(row, i) == Approx(b->dx(row, i) * (1 - x * x)).margin(1e-6));
        }
}

constexpr float NaN = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();

}

TEST_CASE("max_pool2d obeys the laws of layers", "[layers]") {
    laws::check_layer<max_pool2d<2>, shape{3, 4, 37}, 3>();
    laws::check_layer<max_pool2d<3, 2>, shape{5, 6, 3}, 2>();
    laws::check_layer<max_pool2d<2, 2, padding::same>, shape{3, 3, 8}, 2>();
}

TEST_CASE("max_pool2d is its reference", "[layers]") {
    using pooling::check_against, pooling::max_pool;
    check_against<double, max_pool2d<2>, shape{5, 7, 1}>(max_pool, {{5, 7, 1}, 2, 2});
    check_against<float, max_pool2d<3, 2>, shape{8, 5, 37}>(max_pool, {{8, 5, 37}, 3, 2});
    check_against<double, max_pool2d<2, 3>, shape{7, 8, 16}>(max_pool, {{7, 8, 16}, 2, 3});
    check_against<float, max_pool2d<3, 2, padding::same>, shape{6, 5, 8}>(max_pool, {{6, 5, 8}, 3, 2, padding::same});
    // So many windows that their places fill several words; windows of more than 16 places, wider than the image.
    check_against<float, max_pool2d<5, 1, padding::same>, shape{9, 4, 3}>(max_pool, {{9, 4, 3}, 5, 1, padding::same});
}

TEST_CASE("max_pool2d finishes what it stores", "[layers]") {
    pooling::check_finishes_forward<max_pool2d<2>, shape{4, 4, 16}>();
    pooling::check_finishes_forward<max_pool2d<2, 2, padding::same>, shape{3, 3, 3}>();
}

TEST_CASE("max_pool2d undoes the activation before it", "[layers]") {
    undoes_tanh<max_pool2d<2>, shape{4, 4, 16}>();
    undoes_tanh<max_pool2d<2, 2, padding::same>, shape{3, 3, 3}>();
    undoes_tanh<max_pool2d<3, 2>, shape{5, 5, 8}>();
}

TEST_CASE("max_pool2d at a known point", "[layers]") {
    laws::bench_of<float, max_pool2d<2>, shape{2, 12, 1}, 2> b(1);
    // By hand. Of equal values the first is the largest; so is NaN; and there may be nothing larger than -infinity.
    const std::array<float, 24> x{1, 3, 2, 2, -5, -7, 0, 0, 9, NaN, -inf, -inf, //
                                  2, 0, 1, 2, -6, -8, 4, 4, 8, 7,   -inf, -inf};
    std::copy(x.begin(), x.end(), &b.x(0, 0));
    for (std::size_t i = 0; i < 6; ++i)
        b.dy(0, i) = static_cast<float>(i + 1);
    b.forward();
    CHECK(b.y(0, 0) == 3);
    CHECK(b.y(0, 1) == 2);
    CHECK(b.y(0, 2) == -5);
    CHECK(b.y(0, 3) == 4);
    CHECK(std::isnan(b.y(0, 4)));
    CHECK(b.y(0, 5) == -inf);
    b.infer();
    CHECK(b.y(0, 0) == 3);
    CHECK(std::isnan(b.y(0, 4)));
    b.backward();
    const std::array<float, 24> dx{0, 1, 2, 0, 3, 0, 0, 0, 0, 5, 6, 0, //
                                   0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0};
    for (std::size_t i = 0; i < 24; ++i) {
        CAPTURE(i);
        CHECK(b.dx(0, i) == dx[i]);
    }
}

TEST_CASE("NaN stays wherever it is in a window", "[layers]") {
    laws::bench_of<float, max_pool2d<3>, shape{3, 3, 16}, 9> b(1);
    for (std::size_t place = 0; place < 9; ++place)
        b.x(place, 16 * place + 5) = NaN;
    b.forward();
    for (std::size_t place = 0; place < 9; ++place)
        for (std::size_t channel = 0; channel < 16; ++channel) {
            CAPTURE(place, channel);
            CHECK(std::isnan(b.y(place, channel)) == (channel == 5));
        }
    b.backward();
    for (std::size_t place = 0; place < 9; ++place)
        CHECK(b.dx(place, 16 * place + 5) == b.dy(place, 5));
}
