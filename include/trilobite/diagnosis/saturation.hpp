#pragma once
#include <trilobite/diagnosis/outputs.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>

namespace trilobite {

/// By layer, the share of outputs, over all units and samples, at which the layer's activation has a slope of less than
/// `slope` (in absolute value): saturated sigmoids and tanhs, dead rectified linear units. Such units hardly learn. NaN
/// for layers that are not activations, and where there are no samples. The default: a sigmoid below .053 or above .947,
/// a tanh beyond +-.975, a gelu of less than -2.4.  (Deep Learning Illustrated, fig. 8.1)
template <std::size_t Batch = 64, class Net, class Data>
std::array<double, Net::depth> saturation(const Net& net, const Data& data, double slope = 0.05) {
    using T = typename Net::value_type;
    std::array<std::size_t, Net::depth> saturated{}, all{};
    for_each_training_pass<Batch>(net, data, [&](const auto& memory, const training_pass& p) {
        unroll<Net::depth>([&](auto place) {
            using activation = std::type_identity<typename Net::template name<place>>;
            const auto count = [&]<class Activation>(std::type_identity<Activation>, auto at) {
                for (std::size_t row = 0; row < p.rows; ++row)
                    for (std::size_t i = 0; i < at.columns; ++i) {
                        const double d = static_cast<double>(Activation::derivative(simd<T, 1>(at.row(row)[i])).value);
                        saturated[place] += d < slope && d > -slope ? 1 : 0;
                    }
                all[place] += p.rows * at.columns;
            };
            if constexpr (Elementwise<typename activation::type>)
                count(activation{}, memory.record.template output<place>());
            else if constexpr (ElementwiseOfInput<typename activation::type>) {
                if constexpr (place == 0)
                    count(activation{}, memory.inputs());
                else
                    count(activation{}, memory.record.template output<place - 1>());
            }
        });
    });
    std::array<double, Net::depth> shares{};
    for (std::size_t i = 0; i < Net::depth; ++i)
        shares[i] = all[i] == 0 ? std::numeric_limits<double>::quiet_NaN()
                                : static_cast<double>(saturated[i]) / static_cast<double>(all[i]);
    return shares;
}

}
