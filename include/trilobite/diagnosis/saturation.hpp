#pragma once
#include <trilobite/diagnosis/outputs.hpp>

#include <array>
#include <cstddef>
#include <limits>

namespace trilobite {

/// By layer, the share of outputs, over all units and samples, at which the layer's activation has a slope of less than
/// `slope` (in absolute value): saturated sigmoids and tanhs, dead rectified linear units. Such units hardly learn. NaN
/// for layers that are not activations whose slope is a function of their output (gelu and swish are not), and where
/// there are no samples. The default: a sigmoid below .053 or above .947, a tanh beyond +-.975.  (Deep Learning
/// Illustrated, fig. 8.1)
template <std::size_t Batch = 64, class Net, class Data>
std::array<double, Net::depth> saturation(const Net& net, const Data& data, double slope = 0.05) {
    using T = typename Net::value_type;
    std::array<std::size_t, Net::depth> saturated{}, all{};
    for_each_output<Batch>(net, data, [&](auto place, auto output, std::size_t rows) {
        using activation = typename Net::template name<place>;
        if constexpr (Elementwise<activation>) {
            for (std::size_t row = 0; row < rows; ++row)
                for (std::size_t i = 0; i < output.columns; ++i) {
                    const double d = static_cast<double>(activation::derivative(simd<T, 1>(output(row, i))).value);
                    saturated[place] += d < slope && d > -slope ? 1 : 0;
                }
            all[place] += rows * output.columns;
        }
    });
    std::array<double, Net::depth> shares{};
    for (std::size_t i = 0; i < Net::depth; ++i)
        shares[i] = all[i] == 0 ? std::numeric_limits<double>::quiet_NaN()
                                : static_cast<double>(saturated[i]) / static_cast<double>(all[i]);
    return shares;
}

}
