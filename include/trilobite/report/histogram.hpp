#pragma once
/// How values are spread, as bars.

#include <trilobite/report/figure.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

namespace trilobite::report {

/// So many bars of the same width from the least value to the greatest; one bar where all are the same. What is not
/// finite is left out.
template <class Values>
series histogram(std::string name, const Values& values, std::size_t bins = 30) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const auto value : values)
        if (std::isfinite(value)) {
            low = std::min(low, static_cast<double>(value));
            high = std::max(high, static_cast<double>(value));
        }
    series bars{.name = std::move(name), .x = {}, .y = {}, .drawn_as = mark::bars};
    if (low > high)
        return bars;
    if (low == high)
        bins = 1;
    const double width = (high - low) / static_cast<double>(bins);
    bars.y.resize(bins);
    for (std::size_t i = 0; i < bins; ++i)
        bars.x.push_back(low + (static_cast<double>(i) + 0.5) * width);
    for (const auto value : values)
        if (std::isfinite(value)) {
            const double place = low == high ? 0 : (static_cast<double>(value) - low) / width;
            ++bars.y[std::min(static_cast<std::size_t>(place), bins - 1)];
        }
    return bars;
}

}
