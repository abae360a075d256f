#pragma once
/// How values are spread, at every scale at once.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace trilobite {

namespace detail {

/// 1e-12, and on by factors of 1.1 as long as it is below 1e20, mirrored below zero, with zero between and the largest
/// double at both ends: the limits of TensorFlow (core/lib/histogram/histogram.cc), which are repeated products.
inline constexpr auto bucket_limits = [] {
    constexpr std::size_t side = [] {
        std::size_t count = 1;
        for (double limit = 1e-12; limit < 1e20; limit *= 1.1)
            ++count;
        return count;
    }();
    std::array<double, 2 * side + 1> limits{};
    double limit = 1e-12;
    for (std::size_t i = 0; i < side; ++i, limit *= 1.1) {
        const double magnitude = i + 1 == side ? std::numeric_limits<double>::max() : limit;
        limits[side + 1 + i] = magnitude;
        limits[side - 1 - i] = -magnitude;
    }
    return limits;
}();

}

/// Counts values into buckets whose limits grow by a tenth. A bucket holds what is less than its limit and not less
/// than the limit before it. Values that are not finite have no place and are left out.
class value_histogram {
public:
    void add(double value) {
        if (!std::isfinite(value))
            return;
        const auto& limits = detail::bucket_limits;
        // The largest double itself belongs into the last bucket: there is none above.
        const auto limit = std::upper_bound(limits.begin(), limits.end() - 1, value);
        ++counts_[static_cast<std::size_t>(limit - limits.begin())];
        smallest_ = count_ == 0 ? value : std::min(smallest_, value);
        largest_ = count_ == 0 ? value : std::max(largest_, value);
        ++count_;
        sum_ += value;
        sum_of_squares_ += value * value;
    }

    void add(auto values) {
        for (const auto value : values)
            add(static_cast<double>(value));
    }

    /// Zeros where nothing was added.
    double smallest() const { return smallest_; }
    double largest() const { return largest_; }
    std::size_t count() const { return count_; }
    double sum() const { return sum_; }
    double sum_of_squares() const { return sum_of_squares_; }

    /// f(limit, count) for every bucket in rising order, where a run of empty buckets is one.
    template <class F>
    void for_each_bucket(F f) const {
        for (std::size_t i = 0; i < counts_.size(); ++i)
            if (counts_[i] != 0 || i + 1 == counts_.size() || counts_[i + 1] != 0)
                f(detail::bucket_limits[i], counts_[i]);
    }

private:
    std::array<std::size_t, detail::bucket_limits.size()> counts_{};
    double smallest_ = 0, largest_ = 0, sum_ = 0, sum_of_squares_ = 0;
    std::size_t count_ = 0;
};

}
