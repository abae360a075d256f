#include "pooling_reference.hpp"

#include <trilobite/layers/spatial_dropout.hpp>

using namespace trilobite;

namespace {

constexpr std::size_t places = 6, channels = 40, samples = 200;
using bench = laws::bench_of<float, spatial_dropout<0.2>, shape{3, 2, channels}, samples>;

/// The factor of a sample's channel, which is that of all its places, forward and backward.
float factor_of(const bench& b, const bench::y_type& y, std::size_t row, std::size_t channel) {
    const float factor = y(row, channel) == 0 ? 0 : 1.25f;
    bool holds = true;
    for (std::size_t i = channel; i < places * channels; i += channels)
        holds = holds && y(row, i) == factor * b.x(row, i) && b.dx(row, i) == factor * b.dy(row, i);
    if (!holds) {
        CAPTURE(row, channel, factor);
        CHECK(holds);
    }
    return factor;
}

}

TEST_CASE("spatial_dropout obeys the laws of layers", "[layers]") {
    laws::check_layer<spatial_dropout<0.2>, shape{4, 16}, 3>();
    laws::check_layer<spatial_dropout<0.5>, shape{2, 2, 37}, 2>();
    laws::check_layer<spatial_dropout<0.5>, shape{3, 1}, 3>();
}

TEST_CASE("spatial_dropout finishes what it stores", "[layers]") {
    pooling::check_finishes<spatial_dropout<0.5>, shape{3, 16}>();
}

TEST_CASE("spatial_dropout drops channels of samples, and multiplies the rest by what makes up for it", "[layers]") {
    bench b(1);
    b.forward();
    const bench::y_type y = b.y;
    b.backward();
    std::size_t kept = 0, next_too = 0, next_sample_too = 0;
    std::array<std::array<bool, channels>, samples> is_kept;
    for (std::size_t row = 0; row < samples; ++row)
        for (std::size_t c = 0; c < channels; ++c)
            is_kept[row][c] = factor_of(b, y, row, c) != 0;
    for (std::size_t row = 0; row + 1 < samples; ++row)
        for (std::size_t c = 0; c + 1 < channels; ++c) {
            kept += is_kept[row][c];
            next_too += is_kept[row][c] && is_kept[row][c + 1];
            next_sample_too += is_kept[row][c] && is_kept[row + 1][c];
        }
    // Five standard deviations of 7,800 tosses; and neighbours are kept independently.
    const double tosses = (samples - 1) * (channels - 1);
    CHECK(static_cast<double>(kept) / tosses == Approx(0.8).margin(0.023));
    CHECK(static_cast<double>(next_too) / tosses == Approx(0.64).margin(0.04));
    CHECK(static_cast<double>(next_sample_too) / tosses == Approx(0.64).margin(0.04));
}

TEST_CASE("spatial_dropout draws anew in each step, and is the identity in inference", "[layers]") {
    bench a(1), b(1);
    a.forward();
    ++b.p.step;
    b.forward();
    CHECK_FALSE(laws::same_bits(a.y, b.y));
    b.infer();
    CHECK(laws::same_bits(b.y, b.x));
}
