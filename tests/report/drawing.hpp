#pragma once
/// Whether there is a gnuplot to test with.

#include <trilobite/report/gnuplot.hpp>

#include "../catch.hpp"

inline bool gnuplot_is_here() {
    static const auto version = trilobite::report::detail::run_gnuplot("");
    if (!version)
        WARN("SKIPPED: " << version.error());
    return static_cast<bool>(version);
}
