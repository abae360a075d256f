#pragma once
/// Draws a glyph on a small page, by a hand and with a pen that differ from sample to sample.

#include <trilobite/core/random.hpp>
#include <trilobite/data/glyphs.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace trilobite::data::drawing {

/// What is random about one sample, draw after draw.
class sample_random {
public:
    sample_random(std::uint64_t seed, std::uint64_t stream) : key_(random_key::from_seed(seed).derive(stream)) {}

    std::uint64_t bits() {
        if (drawn_ % 2 == 0)
            block_ = philox(key_, drawn_ / 2);
        const std::size_t first = 2 * (drawn_++ % 2);
        return std::uint64_t{block_[first]} << 32 | block_[first + 1];
    }

    /// Uniform in [from, to).
    float uniform(float from, float to) { return from + (to - from) * (static_cast<float>(bits() >> 40) * 0x1p-24f); }

    /// Near enough to the standard normal distribution, and cheap: the sum of four uniforms, which ends at +-3.46.
    float normal() {
        const std::uint64_t b = bits();
        const std::uint64_t sum = (b & 0xffff) + (b >> 16 & 0xffff) + (b >> 32 & 0xffff) + (b >> 48);
        return (static_cast<float>(sum) - 131070.0f) * (1.7320508f / 65536.0f);
    }

private:
    random_key key_;
    philox_block block_{};
    std::uint64_t drawn_ = 0;
};

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

}
