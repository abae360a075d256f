#include <trilobite/data/augmentation.hpp>

#include "../catch.hpp"

#include <trilobite/data/split.hpp>
#include <trilobite/data/synthetic_digits.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/training/data_view.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <numeric>
#include <vector>

using namespace trilobite;
using data::augment;
using data::direction;
using data::distort;
using data::distortion;
using data::surroundings;

namespace {

/// A picture without symmetry: noise, and a bright spot.
template <class T = float>
std::vector<T> noise(std::size_t size) {
    std::vector<T> picture(size);
    for (std::size_t i = 0; i < size; ++i)
        picture[i] = uniform<T>(random_key::from_seed(1), i);
    return picture;
}

template <shape Picture, class T>
std::vector<T> distorted(std::vector<T> picture, const distortion& d, surroundings beyond = surroundings::zero) {
    distort<Picture>(picture.data(), d, beyond);
    return picture;
}

/// What `distort` says it does, pixel after pixel, in double and with the C library: where the new pixel comes from by
/// undoing the shift, the turn, the zoom and the mirror one after the other.
double reference(const std::vector<float>& old, int rows, int columns, int row, int column, const distortion& d,
                 surroundings beyond) {
    const auto pixel = [&](int r, int c) {
        const bool inside = r >= 0 && r < rows && c >= 0 && c < columns;
        if (!inside && beyond == surroundings::zero)
            return 0.0;
        if (beyond == surroundings::reflected) {
            r = r < 0 ? -1 - r : r >= rows ? 2 * rows - 1 - r : r;
            c = c < 0 ? -1 - c : c >= columns ? 2 * columns - 1 - c : c;
        }
        r = std::clamp(r, 0, rows - 1);
        c = std::clamp(c, 0, columns - 1);
        return static_cast<double>(old[static_cast<std::size_t>(r * columns + c)]);
    };
    // In a plane whose y points up, where anticlockwise is as in mathematics.
    const double turn = static_cast<double>(d.rotation) * std::numbers::pi / 180, zoom = static_cast<double>(d.zoom);
    const double x = column - (columns - 1) / 2.0 - static_cast<double>(d.right);
    const double y = -(row - (rows - 1) / 2.0 - static_cast<double>(d.down));
    const double x_before = (std::cos(-turn) * x - std::sin(-turn) * y) / zoom;
    const double y_before = (std::sin(-turn) * x + std::cos(-turn) * y) / zoom;
    const double c = (columns - 1) / 2.0 + (d.mirrored ? -x_before : x_before), r = (rows - 1) / 2.0 - y_before;
    const int left = static_cast<int>(std::floor(c)), top = static_cast<int>(std::floor(r));
    const double right = c - left, down = r - top;
    return (1 - down) * ((1 - right) * pixel(top, left) + right * pixel(top, left + 1)) +
           down * ((1 - right) * pixel(top + 1, left) + right * pixel(top + 1, left + 1));
}

using net = network<input<784>, dense<10>>;
using picture = std::array<float, 784>;

const data::labelled_images& digits() {
    static const auto drawn = data::synthetic_digits(200, 0, 1).training;
    return drawn;
}

data_view<std::uint8_t, std::uint8_t> pixels() {
    return {digits().pixels, digits().labels};
}

template <class Data>
picture sample(const Data& from, std::size_t i) {
    picture x;
    std::array<float, 10> y;
    from.template copy<net>(i, x.data(), y.data());
    return x;
}

double sum(const picture& x) {
    return std::accumulate(x.begin(), x.end(), 0.0);
}

}

TEST_CASE("a direction is the cosine and the sine of its angle", "[data]") {
    for (float angle = -180; angle <= 180; angle += 0.0625f) {
        const direction d = direction::from_degrees(angle);
        const double radians = static_cast<double>(angle) * std::numbers::pi / 180;
        const double error = std::max(std::abs(static_cast<double>(d.cosine) - std::cos(radians)),
                                      std::abs(static_cast<double>(d.sine) - std::sin(radians)));
        if (!(error < 1e-7))
            FAIL_CHECK("an error of " << error << " at " << angle << " degrees");
    }
    const auto is = [](float angle, float cosine, float sine) {
        const direction d = direction::from_degrees(angle);
        return d.cosine == cosine && d.sine == sine;
    };
    CHECK(is(0, 1, 0));
    CHECK(is(90, 0, 1));
    CHECK(is(-90, 0, -1));
    CHECK(is(180, -1, 0));
    CHECK(is(-180, -1, 0));
}

TEST_CASE("a picture that is not distorted keeps its bits", "[data]") {
    const auto old = noise(7 * 5);
    CHECK(distorted<shape{7, 5}>(old, {}) == old);
    CHECK(distorted<shape{7, 5}>(old, {}, surroundings::reflected) == old);
}

TEST_CASE("shifts by whole pixels, turns by 90 degrees and mirrors are exact", "[data]") {
    const std::vector<float> old{1, 2, 3, 4, 5, 6, 7, 8, 9};
    using square = std::vector<float>;
    CHECK(distorted<shape{3, 3}>(old, {.right = 1}) == square{0, 1, 2, 0, 4, 5, 0, 7, 8});
    CHECK(distorted<shape{3, 3}>(old, {.right = -1, .down = 1}) == square{0, 0, 0, 2, 3, 0, 5, 6, 0});
    CHECK(distorted<shape{3, 3}>(old, {.down = -2}, surroundings::nearest) == square{7, 8, 9, 7, 8, 9, 7, 8, 9});
    CHECK(distorted<shape{3, 3}>(old, {.right = 2}, surroundings::reflected) == square{2, 1, 1, 5, 4, 4, 8, 7, 7});
    CHECK(distorted<shape{3, 3}>(old, {.down = -4}, surroundings::reflected) == square{4, 5, 6, 1, 2, 3, 1, 2, 3});
    CHECK(distorted<shape{3, 3}>(old, {.rotation = 90}) == square{3, 6, 9, 2, 5, 8, 1, 4, 7});
    CHECK(distorted<shape{3, 3}>(old, {.rotation = -90}) == square{7, 4, 1, 8, 5, 2, 9, 6, 3});
    CHECK(distorted<shape{3, 3}>(old, {.rotation = 180}) == square{9, 8, 7, 6, 5, 4, 3, 2, 1});
    CHECK(distorted<shape{3, 3}>(old, {.mirrored = true}) == square{3, 2, 1, 6, 5, 4, 9, 8, 7});
    CHECK(distorted<shape{3, 3}>(old, {.rotation = 90, .mirrored = true}) == square{1, 4, 7, 2, 5, 8, 3, 6, 9});

    const auto even = noise(28 * 28);
    auto turned = even;
    for (int quarter = 0; quarter < 4; ++quarter)
        turned = distorted<shape{28, 28}>(turned, {.rotation = 90});
    CHECK(turned == even);
    auto reversed = noise(6 * 4);
    std::ranges::reverse(reversed);
    CHECK(distorted<shape{6, 4}>(noise(6 * 4), {.rotation = 180}) == reversed);
}

TEST_CASE("a distorted picture is what the definition says", "[data]") {
    const auto old = noise(9 * 6);
    auto draw = [drawn = std::uint64_t{0}](float low, float high) mutable {
        return uniform(random_key::from_seed(2), drawn++, low, high);
    };
    for (std::size_t i = 0; i < 300; ++i) {
        const float right = draw(-4, 4), down = draw(-4, 4), rotation = draw(-180, 180), zoom = draw(0.4f, 2);
        const distortion d{right, down, rotation, zoom, i % 2 == 0};
        const auto beyond = std::array{surroundings::zero, surroundings::nearest, surroundings::reflected}[i % 3];
        const auto got = distorted<shape{9, 6}>(old, d, beyond);
        for (int row = 0; row < 9; ++row)
            for (int column = 0; column < 6; ++column) {
                const double expected = reference(old, 9, 6, row, column, d, beyond);
                const double found = static_cast<double>(got[static_cast<std::size_t>(row * 6 + column)]);
                if (!(std::abs(expected - found) < 2e-5))
                    FAIL_CHECK("distortion " << i << ", pixel (" << row << ", " << column << "): " << found
                                             << " instead of " << expected);
            }
    }
}

TEST_CASE("the channels of a picture are distorted alike, in both types", "[data]") {
    const distortion d{.right = 0.3f, .down = -1.2f, .rotation = 33, .zoom = 1.1f, .mirrored = true};
    const auto colours = noise<double>(5 * 4 * 3);
    const auto together = distorted<shape{5, 4, 3}>(colours, d);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        std::vector<double> one;
        for (std::size_t i = channel; i < colours.size(); i += 3)
            one.push_back(colours[i]);
        one = distorted<shape{5, 4}>(one, d);
        for (std::size_t i = 0; i < one.size(); ++i)
            CHECK(together[3 * i + channel] == one[i]);
    }
}

TEST_CASE("a distortion beyond all bounds does no harm", "[data]") {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    for (const float wild : {infinity, -infinity, std::numeric_limits<float>::quiet_NaN(), 1e30f})
        for (const auto& d : {distortion{.right = wild}, distortion{.down = wild}, distortion{.rotation = wild},
                              distortion{.zoom = wild}, distortion{.right = wild, .zoom = 0}}) {
            for (const auto beyond : {surroundings::nearest, surroundings::reflected}) {
                const auto got = distorted<shape{3, 3}>(std::vector<float>(9, 1), d, beyond);
                CHECK(std::ranges::all_of(got, [](float x) { return x == 1; }));
            }
        }
}

TEST_CASE("bounds of zero leave pictures and targets as they are", "[data]") {
    const auto same = augment<28, 28>(pixels(), {}, 1).for_epoch(3);
    CHECK(same.size<net>() == 200);
    for (const std::size_t i : {0U, 57U, 199U})
        CHECK(sample(same, i) == sample(pixels(), i));

    const auto wild = augment<28, 28>(pixels(), {.shift = 9, .rotation = 180, .noise = 1}, 1);
    for (std::size_t i = 0; i < 20; ++i) {
        picture x;
        std::array<float, 10> y, expected;
        wild.copy<net>(i, x.data(), y.data());
        pixels().copy_target<net>(i, expected.data());
        CHECK(y == expected);
    }
}

TEST_CASE("an augmented picture depends on seed, epoch and index alone", "[data]") {
    const data::augmentation bounds{.shift = 2, .rotation = 10, .scale = 0.1f, .noise = 0.02f};
    const auto augmented = augment<28, 28>(pixels(), bounds, 1);
    const auto first = augmented.for_epoch(1), second = augmented.for_epoch(2);
    const auto other = augment<28, 28>(pixels(), bounds, 2).for_epoch(1);
    for (const std::size_t i : {0U, 57U, 199U}) {
        CHECK(sample(first, i) != sample(pixels(), i));
        CHECK(sample(first, i) != sample(second, i));
        CHECK(sample(first, i) != sample(other, i));
        CHECK(sample(first, i) == sample(second.for_epoch(1), i));
    }
    // Two samples of the same picture are distorted differently.
    auto twice = digits().pixels;
    std::copy_n(twice.begin(), 784, twice.begin() + 784);
    const auto pair = augment<28, 28>(data_view{twice, digits().labels}, bounds, 1);
    CHECK(sample(pair, 0) != sample(pair, 1));
}

TEST_CASE("distortions fill their bounds evenly", "[data]") {
    // One bright pixel in the middle of an odd picture, whose centre of mass tells the shift.
    using tiny = network<input<121>, dense<1>>;
    constexpr std::size_t n = 2000;
    std::vector<float> spots(121 * n);
    for (std::size_t i = 0; i < n; ++i)
        spots[121 * i + 60] = 1;
    const std::vector<float> targets(n);
    const auto shifted = augment<11, 11>(data_view{spots, targets}, {.shift = 3}, 1);
    std::array<double, 2> least{9, 9}, largest{-9, -9}, means{};
    for (std::size_t i = 0; i < n; ++i) {
        std::array<float, 121> x;
        float y;
        shifted.copy<tiny>(i, x.data(), &y);
        std::array<double, 2> centre{};
        for (std::size_t j = 0; j < x.size(); ++j) {
            centre[0] += static_cast<double>(x[j]) * (static_cast<double>(j / 11) - 5);
            centre[1] += static_cast<double>(x[j]) * (static_cast<double>(j % 11) - 5);
        }
        for (std::size_t axis = 0; axis < 2; ++axis) {
            least[axis] = std::min(least[axis], centre[axis]);
            largest[axis] = std::max(largest[axis], centre[axis]);
            means[axis] += centre[axis] / n;
        }
    }
    for (std::size_t axis = 0; axis < 2; ++axis) {
        CHECK(least[axis] == Approx(-3).margin(0.02));
        CHECK(largest[axis] == Approx(3).margin(0.02));
        CHECK(means[axis] == Approx(0).margin(0.15)); // whose deviation is 3 / sqrt(3 n) = 0.039
    }
}

TEST_CASE("turned and shifted digits keep their ink, magnified ones have more", "[data]") {
    const auto turned = augment<28, 28>(pixels(), {.shift = 1, .rotation = 15}, 1);
    const auto scaled = augment<28, 28>(pixels(), {.scale = 0.1f}, 1);
    double before = 0, after = 0, least = 9, largest = 0;
    for (std::size_t i = 0; i < 200; ++i) {
        const double ink = sum(sample(pixels(), i));
        before += ink;
        after += sum(sample(turned, i));
        least = std::min(least, sum(sample(scaled, i)) / ink);
        largest = std::max(largest, sum(sample(scaled, i)) / ink);
    }
    CHECK(after / before == Approx(1).margin(0.02));
    CHECK(least == Approx(0.9 * 0.9).margin(0.02));
    CHECK(largest > 1.17); // some ink is beyond the edge then
    CHECK(largest < 1.1 * 1.1 + 0.02);
}

TEST_CASE("noise has the deviation that is asked for", "[data]") {
    const auto noisy = augment<28, 28>(pixels(), {.noise = 0.05f}, 1);
    double mean = 0, squares = 0;
    for (std::size_t i = 0; i < 200; ++i) {
        const picture old = sample(pixels(), i), now = sample(noisy, i);
        for (std::size_t j = 0; j < now.size(); ++j) {
            const double added = static_cast<double>(now[j] - old[j]);
            mean += added / (784 * 200);
            squares += added * added / (784 * 200);
        }
    }
    CHECK(mean == Approx(0).margin(0.0005));
    CHECK(std::sqrt(squares) == Approx(0.05).epsilon(0.01));
}

TEST_CASE("every other picture is mirrored", "[data]") {
    const auto flipped = augment<28, 28>(pixels(), {.flip = true}, 1);
    int mirrored = 0;
    for (std::size_t i = 0; i < 200; ++i) {
        const picture old = sample(pixels(), i), now = sample(flipped, i);
        picture mirror;
        for (std::size_t j = 0; j < 784; ++j)
            mirror[j] = old[j / 28 * 28 + 27 - j % 28];
        CHECK((now == old || now == mirror));
        mirrored += now == mirror ? 1 : 0;
    }
    CHECK(mirrored == Approx(100).margin(28)); // whose deviation is 7
}

TEST_CASE("data that are augmented and split draw anew in every epoch", "[data]") {
    const data::augmentation bounds{.shift = 2};
    const auto parts = data::split_shuffled<net>(augment<28, 28>(pixels(), bounds, 1), 0.2, 1);
    const auto place = static_cast<std::size_t>(parts.training.order(0));
    CHECK(parts.training.for_epoch(4).fits<net>());
    CHECK(sample(parts.training.for_epoch(4), 0) == sample(augment<28, 28>(pixels(), bounds, 1).for_epoch(4), place));

    const auto twice = augment<28, 28>(augment<28, 28>(pixels(), bounds, 1), {}, 2);
    CHECK(sample(twice.for_epoch(4), place) == sample(parts.training.for_epoch(4), 0));
}

TEST_CASE("augmented pictures are the same bits on every machine with fused multiply-adds", "[data]") {
    if constexpr (has_fused_multiply_add) {
        const auto augmented =
            augment<28, 28>(pixels(), {.shift = 2, .rotation = 10, .scale = 0.1f, .noise = 0.02f}, 1);
        std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
        for (std::size_t i = 0; i < 200; ++i)
            for (const float x : sample(augmented, i))
                hash = (hash ^ std::bit_cast<std::uint32_t>(x)) * 0x100000001b3;
        CHECK(hash == 0x35bf87cdc18c7668);
    }
}
