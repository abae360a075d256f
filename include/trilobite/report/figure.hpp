#pragma once
/// What a figure is: one pair of axes, and what is drawn between them. report/svg.hpp draws it.

#include <cstddef>
#include <string>
#include <vector>

namespace trilobite::report {

enum class mark { line, points, bars };

/// Numbers that are drawn alike. Values that are not finite are gaps, and so are those not above zero on a logarithmic
/// axis.
struct series {
    std::string name;      ///< in the legend; empty: not there
    std::vector<double> x; ///< empty: 0, 1, 2, ...
    std::vector<double> y;
    mark drawn_as = mark::line;

    double x_at(std::size_t i) const { return x.empty() ? static_cast<double>(i) : x[i]; }
};

/// A ring around a point, and what is to be said of it.
struct note {
    double x = 0, y = 0;
    std::string text;
};

/// One pair of axes and what is drawn between them:
///
///     const figure rates{.title = "Learning rate", .x_label = "step", .log_y = true, .series = {{"rate", {}, rates}}};
///     if (const auto saved = save(rates, "rates.svg"); !saved)
///         complain(saved.error());
struct figure {
    std::string title;
    std::string x_label = {};
    std::string y_label = {};
    bool log_x = false;
    bool log_y = false;
    std::vector<report::series> series = {};
    std::vector<note> notes = {};
    std::vector<std::string> x_names = {}; ///< names for x = 0, 1, 2, ... instead of numbers
    unsigned width = 400;                  ///< in pixels, as the other panels of the same picture
    unsigned height = 290;
};

}
