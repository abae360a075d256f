#pragma once
/// What stretch of numbers an axis shows, and where its marks are.

#include <algorithm>
#include <cmath>
#include <vector>

namespace trilobite::report::detail {

struct axis {
    double low, high;
    std::vector<double> marks;
};

/// 1, 2 or 5 times a power of ten, so that a stretch holds about five of it.
inline double step_for(double stretch) {
    const double fifth = stretch / 5;
    const double power = std::pow(10.0, std::floor(std::log10(fifth)));
    const double digit = fifth / power;
    return power * (digit <= 1.0 ? 1 : digit <= 2.0 ? 2 : digit <= 5.0 ? 5 : 10);
}

/// The multiples of a step from low to high, both included though they may be a rounding beyond.
inline std::vector<double> multiples(double step, double low, double high) {
    std::vector<double> all;
    const double first = std::ceil(low / step - 1e-9), last = std::floor(high / step + 1e-9);
    for (int i = 0; i <= last - first; ++i)
        all.push_back((first + i) * step);
    return all;
}

/// From low to high as they are. whole: between whole numbers there is nothing to mark.
inline axis linear_axis(double low, double high, bool whole) {
    if (high - low <= 1e-12 * std::max(std::abs(low), std::abs(high))) { // no marks could be told apart
        const double half = whole ? 0.5 : low == 0 ? 1 : std::abs(low) / 10;
        low -= half;
        high += half;
    }
    const double step = step_for(high - low);
    return {low, high, multiples(whole ? std::max(step, 1.0) : step, low, high)};
}

/// The same, from mark to mark.
inline axis rounded_axis(double low, double high) {
    const axis within = linear_axis(low, high, false);
    const double step = step_for(within.high - within.low);
    const double first = std::floor(within.low / step + 1e-9) * step,
                 last = std::ceil(within.high / step - 1e-9) * step;
    return {first, last, multiples(step, first, last)};
}

/// Of positive numbers, every tenfold as long as the one before; with some room at both ends.
inline axis log_axis(double low, double high) {
    const double room = low == high ? 1.5 : std::pow(high / low, 0.04);
    axis made{low / room, high * room, {}};
    const double decades = std::log10(made.high / made.low);
    const int stride = std::max(1, static_cast<int>(std::ceil(decades / 6)));
    for (int power = static_cast<int>(std::floor(std::log10(made.low))); std::pow(10.0, power) <= made.high; ++power)
        for (const int digit : {1, 2, 5}) {
            const double mark = digit * std::pow(10.0, power);
            if (mark >= made.low && mark <= made.high && power % stride == 0 && (digit == 1 || decades < 2.5))
                made.marks.push_back(mark);
        }
    if (made.marks.size() < 2)
        made.marks = multiples(step_for(made.high - made.low), made.low, made.high);
    return made;
}

}
