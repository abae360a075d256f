#pragma once

/// A data set of handwritten-looking digits that the program draws itself, so that nothing has to be downloaded.
///
/// A digit is a few pen strokes, written in one of several ways; each sample moves their points about, bends, slants,
/// turns, stretches and shifts the whole, and draws it with a pen of its own. Only + - * / and sqrt are used, which
/// IEEE 754 rounds alike everywhere: with -ffp-contract=off the pictures are the same on every machine.

#include <trilobite/data/digits.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace trilobite::data {

namespace detail::drawing {

/// The n-th draw is a function of the key and of n alone. (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom
/// number generators", 2014: SplitMix64.)
class sample_random {
public:
    sample_random(std::uint64_t seed, std::uint64_t stream) : state_(mix(mix(seed + increment) ^ mix(stream))) {}

    std::uint64_t bits() { return mix(state_ += increment); }

    /// Uniform in [from, to).
    float uniform(float from, float to) { return from + (to - from) * (static_cast<float>(bits() >> 40) * 0x1p-24f); }

    /// Near enough to the standard normal distribution: the sum of four uniforms, which ends at +-3.46.
    float normal() {
        const std::uint64_t b = bits();
        const std::uint64_t sum = (b & 0xffff) + (b >> 16 & 0xffff) + (b >> 32 & 0xffff) + (b >> 48);
        return (static_cast<float>(sum) - 131070.0f) * (1.7320508f / 65536.0f);
    }

private:
    static constexpr std::uint64_t increment = 0x9e3779b97f4a7c15;
    static std::uint64_t mix(std::uint64_t z) {
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
    }

    std::uint64_t state_;
};

/// What the pen does at a point of a glyph: run smoothly through it, turn sharply, or leave the paper.
enum class pen : std::uint8_t { smooth, corner, lift };
using enum pen;

/// A point that the pen passes, in hundredths of the glyph's height from its centre; y points down.
struct node {
    std::int8_t x, y;
    pen then = smooth;
};

// clang-format off
inline constexpr node zero_oval[] = {{6, -50}, {-20, -36}, {-31, 0}, {-21, 38}, {1, 50}, {24, 36}, {31, 0}, {20, -38}, {2, -50}};
inline constexpr node zero_loop[] = {{-6, -44}, {-24, -18}, {-24, 24}, {-4, 50}, {18, 36}, {25, -6}, {14, -42}, {-8, -46}, {-16, -34}};
inline constexpr node one_stroke[] = {{0, -50}, {0, 0}, {0, 50}};
inline constexpr node one_flag[] = {{-17, -28}, {3, -50, corner}, {2, 0}, {1, 50}};
inline constexpr node one_foot[] = {{-16, -32}, {1, -50, corner}, {1, 49, lift}, {-22, 50}, {23, 49}};
inline constexpr node two_plain[] = {{-27, -27}, {-12, -47}, {14, -46}, {23, -25}, {7, 6}, {-29, 48, corner}, {2, 46}, {31, 47}};
inline constexpr node two_loop[] = {{-24, -31}, {-5, -50}, {20, -42}, {21, -15}, {0, 20}, {-22, 45}, {-32, 36}, {-17, 28}, {8, 43}, {32, 42}};
inline constexpr node two_sharp[] = {{-26, -40}, {4, -48}, {24, -34}, {4, 6}, {-28, 44, corner}, {30, 48}};
inline constexpr node three_round[] = {{-25, -37}, {-2, -50}, {21, -35}, {13, -11}, {-8, -4, corner}, {19, 7}, {25, 28}, {3, 50}, {-27, 38}};
inline constexpr node three_flat[] = {{-25, -47}, {24, -48, corner}, {-5, -9, corner}, {20, 4}, {24, 31}, {0, 50}, {-27, 39}};
inline constexpr node three_looped[] = {{-23, -40}, {0, -50}, {20, -34}, {3, -7}, {-10, -3}, {4, -5}, {24, 18}, {12, 46}, {-14, 48}, {-28, 34}};
inline constexpr node four_open[] = {{-19, -47}, {-24, -16}, {-26, 9, corner}, {4, 8}, {31, 7, lift}, {15, -42}, {13, 4}, {11, 50}};
inline constexpr node four_closed[] = {{14, -50, corner}, {-31, 14, corner}, {33, 13, lift}, {14, -50}, {13, 50}};
inline constexpr node four_curved[] = {{-23, -46}, {-28, -14}, {-16, 4}, {4, 2}, {19, -10, lift}, {21, -48}, {17, 0}, {12, 50}};
inline constexpr node four_peaked[] = {{8, -49, corner}, {-24, -2}, {-10, 5}, {20, 0, lift}, {8, -49}, {15, -10}, {12, 50}};
inline constexpr node five_hat[] = {{28, -48}, {-18, -47, corner}, {-23, -6, corner}, {3, -13}, {25, 10}, {16, 41}, {-7, 50}, {-29, 40}};
inline constexpr node five_apart[] = {{-17, -44}, {-21, -8, corner}, {5, -13}, {25, 13}, {10, 45}, {-27, 44, lift}, {-17, -44}, {29, -50}};
inline constexpr node five_curved[] = {{26, -46}, {-2, -48}, {-19, -32}, {-6, -9}, {19, 12}, {17, 40}, {-8, 50}, {-28, 38}};
inline constexpr node six_curved[] = {{20, -49}, {-8, -27}, {-25, 13}, {-13, 46}, {13, 46}, {24, 23}, {8, 4}, {-20, 20}};
inline constexpr node six_straight[] = {{4, -50}, {-16, -10}, {-24, 26}, {-6, 50}, {20, 38}, {17, 12}, {-6, 10}, {-22, 32}};
inline constexpr node six_hooked[] = {{24, -40}, {6, -50}, {-17, -29}, {-26, 10}, {-16, 44}, {8, 50}, {24, 28}, {9, 6}, {-15, 17}, {-22, 32}};
inline constexpr node seven_plain[] = {{-28, -46}, {28, -47, corner}, {6, 2}, {-7, 50}};
inline constexpr node seven_crossed[] = {{-27, -46}, {27, -48, corner}, {4, 4}, {-8, 50, lift}, {-17, 2}, {22, -1}};
inline constexpr node seven_ticked[] = {{-27, -30}, {-25, -46, corner}, {27, -46, corner}, {8, -6}, {0, 50}};
inline constexpr node seven_curved[] = {{-28, -38}, {-6, -44}, {18, -48}, {24, -34}, {6, 6}, {-3, 50}};
inline constexpr node eight_ess[] = {{18, -39}, {-6, -50}, {-21, -33}, {-5, -7}, {20, 17}, {14, 44}, {-10, 48}, {-23, 26}, {-3, -2}, {19, -26}, {12, -45}};
inline constexpr node eight_rings[] = {{2, -50}, {-18, -30}, {0, -5}, {19, -28}, {0, -50, lift}, {0, -5}, {-25, 22}, {0, 50}, {25, 22}, {2, -6}};
inline constexpr node eight_crossed[] = {{22, -46}, {-4, -48}, {-16, -32}, {4, -4}, {20, 26}, {4, 50}, {-18, 36}, {-4, 2}, {16, -22}, {26, -42}};
inline constexpr node nine_straight[] = {{22, -33}, {0, -50}, {-23, -30}, {-10, -6}, {13, -13}, {23, -34, corner}, {20, 8}, {18, 50}};
inline constexpr node nine_curved[] = {{21, -37}, {0, -50}, {-24, -28}, {-7, -4}, {17, -16}, {24, -40, corner}, {22, 10}, {9, 43}, {-19, 46}};
inline constexpr node nine_looped[] = {{12, -40}, {-8, -48}, {-22, -28}, {-8, -8}, {14, -22}, {18, -46, corner}, {10, 4}, {-4, 50}};
// clang-format on

using glyph = std::span<const node>;

/// The ways of writing each digit; one is chosen at random, each as often as the others, so that a frequent one is
/// listed twice.
inline constexpr glyph zero_ways[] = {zero_oval, zero_loop};
inline constexpr glyph one_ways[] = {one_stroke, one_stroke, one_flag, one_foot};
inline constexpr glyph two_ways[] = {two_plain, two_loop, two_sharp};
inline constexpr glyph three_ways[] = {three_round, three_flat, three_looped};
inline constexpr glyph four_ways[] = {four_open, four_closed, four_curved, four_peaked};
inline constexpr glyph five_ways[] = {five_hat, five_apart, five_curved};
inline constexpr glyph six_ways[] = {six_curved, six_straight, six_hooked};
inline constexpr glyph seven_ways[] = {seven_plain, seven_crossed, seven_ticked, seven_curved};
inline constexpr glyph eight_ways[] = {eight_ess, eight_rings, eight_crossed};
inline constexpr glyph nine_ways[] = {nine_straight, nine_curved, nine_looped};
inline constexpr std::array<std::span<const glyph>, 10> ways_of_writing = {
    zero_ways, one_ways, two_ways, three_ways, four_ways, five_ways, six_ways, seven_ways, eight_ways, nine_ways};

struct point {
    float x = 0, y = 0;
    friend point operator+(point a, point b) { return {a.x + b.x, a.y + b.y}; }
    friend point operator-(point a, point b) { return {a.x - b.x, a.y - b.y}; }
    friend point operator*(float s, point a) { return {s * a.x, s * a.y}; }
};

inline constexpr int side = 28; // of a picture, in pixels

/// How one writer writes one digit: from the glyph's hundredths to pixels.
class hand {
public:
    explicit hand(sample_random& random) {
        const float slant = 0.12f + 0.21f * random.normal();
        const float size = 20 * (1 + 0.06f * random.normal());
        const float width = size * (1 + 0.18f * random.normal());
        // A rotation by 2 atan(t), without sine and cosine.
        const float t = 0.07f * random.normal();
        const float cosine = (1 - t * t) / (1 + t * t);
        const float sine = 2 * t / (1 + t * t);
        // x' = width (x - slant y), y' = size y, then the rotation.
        x_ = {cosine * width * 0.01f, sine * width * 0.01f};
        y_ = {(-cosine * width * slant - sine * size) * 0.01f, (cosine * size - sine * width * slant) * 0.01f};
        centre_ = {0.5f * side + 1.05f * random.normal(), 0.5f * side + 1.05f * random.normal()};
        for (point& bend : bends_)
            bend = {7.5f * random.normal(), 7.5f * random.normal()};
    }

    /// Bends the plane by the products x y, x^2 and y^2 (by 7.5 hundredths or so at the edge), then the rest.
    point operator()(point p) const {
        const float x = p.x * 0.02f;
        const float y = p.y * 0.02f;
        const point q = p + (x * y) * bends_[0] + (x * x) * bends_[1] + (y * y) * bends_[2];
        return centre_ + q.x * x_ + q.y * y_;
    }

private:
    point x_, y_, centre_;
    std::array<point, 3> bends_;
};

/// A page of floats on which round brushes leave the darkest of what they touch.
class canvas {
public:
    /// A line of a given width, in pixels, its edges one pixel wide.
    void line(point from, point to, float width) {
        const float reach = 0.5f * width + 0.5f;
        const point along = to - from;
        const float scale = 1 / std::max(along.x * along.x + along.y * along.y, 1e-6f);
        const auto [left, right] = pixels_within(std::min(from.x, to.x) - reach, std::max(from.x, to.x) + reach);
        const auto [top, bottom] = pixels_within(std::min(from.y, to.y) - reach, std::max(from.y, to.y) + reach);
        for (int row = top; row < bottom; ++row)
            for (int column = left; column < right; ++column) {
                const point offset = point{static_cast<float>(column) + 0.5f, static_cast<float>(row) + 0.5f} - from;
                const float t = std::clamp((offset.x * along.x + offset.y * along.y) * scale, 0.0f, 1.0f);
                const point apart = offset - t * along;
                const float distance = std::sqrt(apart.x * apart.x + apart.y * apart.y);
                float& ink = at(row, column);
                ink = std::max(ink, std::clamp(reach - distance, 0.0f, 1.0f));
            }
    }

    /// The kernel (softness, 1 - 2 softness, softness) along the rows, then along the columns.
    void blur(float softness) {
        const auto pass = [softness](auto&& pixel) {
            for (int line = 0; line < side; ++line) {
                float before = 0;
                for (int i = 0; i < side; ++i) {
                    const float after = i + 1 < side ? pixel(line, i + 1) : 0.0f;
                    const float here = pixel(line, i);
                    pixel(line, i) = here + softness * (before - 2 * here + after);
                    before = here;
                }
            }
        };
        pass([this](int line, int i) -> float& { return at(line, i); });
        pass([this](int line, int i) -> float& { return at(i, line); });
    }

    float& at(int row, int column) { return ink_[static_cast<std::size_t>(row * side + column)]; }
    std::span<const float> pixels() const { return ink_; }

private:
    static std::pair<int, int> pixels_within(float from, float to) {
        return {static_cast<int>(std::clamp(from, 0.0f, 1.0f * side)),
                static_cast<int>(std::clamp(to + 1, 0.0f, 1.0f * side))};
    }

    std::array<float, side * side> ink_{};
};

/// Where a stroke is at t in [0, 1] between two of its points: a cubic with given tangents at its ends (Hermite).
inline point between(point a, point b, point tangent_a, point tangent_b, float t) {
    const float s = 1 - t;
    return (s * s * (1 + 2 * t)) * a + (t * t * (3 - 2 * t)) * b + (t * s * s) * tangent_a - (t * t * s) * tangent_b;
}

/// Draws a glyph with a hand and a pen of its own.
inline canvas write(glyph strokes, sample_random& random) {
    constexpr std::size_t most_nodes = 16;
    constexpr int lines_per_segment = 5;
    constexpr float jitter = 3.8f; // in hundredths
    assert(strokes.size() <= most_nodes);
    const hand transform(random);
    const float width = std::max(1.2f, 2.4f + 0.7f * random.normal());
    std::array<point, most_nodes> at;
    std::array<float, most_nodes> widths;
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        const point ideal{static_cast<float>(strokes[i].x), static_cast<float>(strokes[i].y)};
        at[i] = transform(ideal + point{jitter * random.normal(), jitter * random.normal()});
        widths[i] = width * (1 + 0.12f * random.normal());
    }

    // Through a smooth point the stroke runs in parallel to its neighbours (Catmull-Rom); at its ends and at corners,
    // straight towards the next point.
    canvas page;
    const auto runs_on = [&](std::size_t i) {
        return i > 0 && i + 1 < strokes.size() && strokes[i].then == smooth && strokes[i - 1].then != lift;
    };
    for (std::size_t i = 0; i + 1 < strokes.size(); ++i) {
        if (strokes[i].then == lift)
            continue;
        const point chord = at[i + 1] - at[i];
        const point leaving = runs_on(i) ? 0.5f * (at[i + 1] - at[i - 1]) : chord;
        const point arriving = runs_on(i + 1) ? 0.5f * (at[i + 2] - at[i]) : chord;
        point from = at[i];
        for (int k = 1; k <= lines_per_segment; ++k) {
            const float t = static_cast<float>(k) / lines_per_segment;
            const point to = between(at[i], at[i + 1], leaving, arriving, t);
            page.line(from, to, widths[i] + t * (widths[i + 1] - widths[i]));
            from = to;
        }
    }
    return page;
}

/// Sample `index` of a half of the data set: its label, and its pixels into `pixels`.
inline std::uint8_t draw_sample(std::uint64_t seed, std::uint64_t half, std::uint64_t index,
                                std::span<std::uint8_t> pixels) {
    // Each ten samples are a shuffle of the ten digits, so that all digits are equally frequent.
    sample_random shuffling(seed, 4 * (index / 10) + half);
    std::array<std::uint8_t, 10> order = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[shuffling.bits() % i]);
    const std::uint8_t label = order[index % 10];

    sample_random random(seed, 4 * index + 2 + half);
    const std::span<const glyph> ways = ways_of_writing[label];
    canvas page = write(ways[random.bits() % ways.size()], random);
    page.blur(random.uniform(0.03f, 0.20f));

    const float darkness = random.uniform(220.0f, 320.0f);
    const float grain = random.uniform(0.0f, 16.0f);
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const float grey = darkness * page.pixels()[i] + grain * random.normal();
        pixels[i] = static_cast<std::uint8_t>(std::clamp(grey, 0.0f, 255.0f));
    }
    return label;
}

inline labelled_images draw_half(std::size_t size, std::uint64_t seed, std::uint64_t half) {
    constexpr std::size_t area = std::size_t{side} * side;
    labelled_images drawn{.rows = side,
                          .columns = side,
                          .pixels = std::vector<std::uint8_t>(size * area),
                          .labels = std::vector<std::uint8_t>(size)};
    for (std::size_t i = 0; i < size; ++i)
        drawn.labels[i] = draw_sample(seed, half, i, std::span(drawn.pixels).subspan(i * area, area));
    return drawn;
}

}

/// Draws a data set in the form of MNIST: 28 x 28 pixels, white ink on black. Learning from 60,000, softmax regression
/// gets 89 % of the test right and a 784-64-64-10 relu network 98 %; of the real MNIST they get 93 % and 98 %.
///
/// Every ten samples in a row hold each digit once. A sample depends on the seed, on which half it is of and on its
/// index alone: a longer set begins with the shorter one, and the test pictures are the same for any number of training
/// pictures.
inline digits synthetic_digits(std::size_t training, std::size_t test, std::uint64_t seed) {
    return {.training = detail::drawing::draw_half(training, seed, 0),
            .test = detail::drawing::draw_half(test, seed, 1)};
}

}
