#pragma once
/// Where the words of a note go: near its point, and where they cover least of the curves.

#include <cstddef>
#include <limits>
#include <vector>

namespace trilobite::report::detail {

/// A place in a plot, or an extent: fractions of its width and its height, from the lower left corner.
struct plot_place {
    double x, y;
};

/// The words end at the point or begin there, and stand so many lines above it, or below it.
struct note_place {
    bool ends_there;
    int lines_above;
};

/// The nearest of the places in the plot that cover the least of the curves, which are lines from place to place. words:
/// their extent. line: from one line of words to the next.
inline note_place place_of_note(plot_place point, plot_place words, double line,
                                const std::vector<std::vector<plot_place>>& curves) {
    const auto covered = [&](note_place at) {
        const double left = at.ends_there ? point.x - words.x : point.x,
                     low = point.y + at.lines_above * line - words.y / 2;
        const auto is_there = [&](double x, double y) {
            return x >= left && x <= left + words.x && y >= low && y <= low + words.y;
        };
        constexpr int parts = 64;        // of a curve's line, each covered or not
        constexpr double end = 1 + 1e-9; // for the last point of a curve
        const bool is_inside = left >= 0 && left + words.x <= end && low >= 0 && low + words.y <= end;
        std::size_t count = is_inside ? 0 : 1'000'000;
        for (const auto& curve : curves)
            for (std::size_t i = 1; i < curve.size(); ++i)
                for (int part = 0; part <= parts; ++part) {
                    const double t = double(part) / parts;
                    const plot_place &a = curve[i - 1], &b = curve[i];
                    count += is_there(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
                }
        return count;
    };
    const bool right = point.x > 0.5; // where there is less room
    const int up = point.y > 0.5 ? -1 : 1;
    note_place best{right, up};
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (const int lines : {up, 2 * up, 3 * up, 4 * up, 5 * up})
        for (const note_place at : {note_place{right, lines}, note_place{right, -lines}, note_place{!right, lines},
                                    note_place{!right, -lines}})
            if (const std::size_t now = covered(at); now < least) {
                best = at;
                least = now;
            }
    return best;
}

}
