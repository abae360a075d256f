#pragma once
#include <trilobite/diagnosis/outputs.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace trilobite {

/// How many values fall into each of some equal bins from `low` to `high`. A value on a border belongs to the bin above
/// it, `high` itself to the last; what is outside, or NaN, is counted apart.
struct histogram {
    double low, high;
    std::vector<std::size_t> counts;
    std::size_t outside = 0;

    histogram(double from, double to, std::size_t bins) : low(from), high(to), counts(bins) {}

    void add(double value) {
        if (!(value >= low && value <= high)) {
            ++outside;
            return;
        }
        const double bins = static_cast<double>(counts.size());
        ++counts[std::min(static_cast<std::size_t>((value - low) / (high - low) * bins), counts.size() - 1)];
    }

    std::size_t inside() const { return std::accumulate(counts.begin(), counts.end(), std::size_t{0}); }
    double border(std::size_t i) const { ///< the lower one of bin i
        return low + (high - low) * static_cast<double>(i) / static_cast<double>(counts.size());
    }
};

/// The outputs of the layer at place Layer, counted from 0, over all units and samples, as in training.
template <std::size_t Layer, std::size_t Batch = 64, class Net, class Data>
histogram activation_histogram(const Net& net, const Data& data, double low, double high, std::size_t bins = 20) {
    static_assert(!Net::joined[Layer + 1],
                  "trilobite: the activation after this layer takes the place of its outputs: ask for the activation");
    histogram all(low, high, bins);
    for_each_output<Batch>(net, data, [&](auto place, auto output, std::size_t rows) {
        if constexpr (place == Layer)
            for (std::size_t row = 0; row < rows; ++row)
                for (std::size_t i = 0; i < output.columns; ++i)
                    all.add(static_cast<double>(output(row, i)));
    });
    return all;
}

}
