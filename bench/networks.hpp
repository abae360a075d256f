#pragma once
/// The networks and the data that the benchmarks share.

#include <trilobite/trilobite.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace bench {

using namespace trilobite;

using intermediate = network<input<784>, dense<64>, relu, dense<64>, relu, dense<10>, softmax>;
using shallow = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;
using xor_network = network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>;
using controller = network<input<4>, dense<32>, relu, dense<16>, relu, dense<2>>;
using classifier = network<input<16>, dense<32>, relu, dense<10>, softmax>;
/// H inputs, H tanh, H relu, H outputs.
template <std::size_t H>
using square = network<input<H>, dense<H>, trilobite::tanh, dense<H>, relu, dense<H>>;

/// The dense layers of a network, every second one of its list; an activation behind the last may be missing. What
/// their products cost is what figures are reckoned by.
template <class Net>
struct dense_layers {
    static constexpr std::size_t count = (Net::depth + 1) / 2;

    template <std::size_t I>
    static constexpr std::size_t inputs = Net::shapes[2 * I].size();
    template <std::size_t I>
    static constexpr std::size_t outputs = Net::shapes[2 * I + 1].size();

    template <std::size_t I>
    static auto activation_of() {
        if constexpr (2 * I + 1 < Net::depth)
            return typename Net::template name<2 * I + 1>{};
        else
            return linear{};
    }
    template <std::size_t I>
    using activation = decltype(activation_of<I>());

    /// Floating-point operations for one sample: a product forward, and two backward, of which the first layer needs
    /// one.
    static constexpr std::size_t inference_flops =
        with_indices<count>([](auto... i) { return (... + (2 * inputs<i> * outputs<i>)); });
    static constexpr std::size_t training_flops = 3 * inference_flops - 2 * inputs<0> * outputs<0>;
};

/// A network with random weights, and biases that are not zero either.
template <class Net>
std::shared_ptr<Net> random_network() {
    auto net = std::make_shared<Net>();
    initialise(*net, 1);
    for_each_matrix(
        []<class M>(M& m) {
            if constexpr (M::rows == 1)
                for (std::size_t i = 0; i < M::columns; ++i)
                    m(0, i) = typename M::value_type(0.1);
        },
        *net);
    return net;
}

/// Values in [low, 1).
inline void fill_randomly(float* first, std::size_t count, std::uint64_t seed, float low = 0) {
    const auto key = random_key::from_seed(seed);
    for (std::size_t i = 0; i < count; ++i)
        first[i] = uniform<float>(key, i, low, 1.0f);
}

/// Samples one after the other. Target: float, or std::uint8_t for labels.
template <class Target>
struct data_set {
    using target_type = Target;
    std::vector<float> inputs;
    std::vector<Target> targets;
    data_view<float, Target> view() const { return {inputs, targets}; }
};

/// As many as fill the caches several times over.
inline constexpr std::size_t digit_count = 16'384;

/// Random inputs, and labels of 10 classes.
inline data_set<std::uint8_t> labelled(std::size_t size, std::size_t inputs) {
    data_set<std::uint8_t> data{std::vector<float>(size * inputs), std::vector<std::uint8_t>(size)};
    fill_randomly(data.inputs.data(), data.inputs.size(), 1);
    for (std::size_t i = 0; i < size; ++i)
        data.targets[i] = static_cast<std::uint8_t>(i * 7 % 10);
    return data;
}
inline data_set<std::uint8_t> digits() {
    return labelled(digit_count, 784);
}

/// Random inputs and outputs, on both sides of zero, so that hardly a unit is dead.
inline data_set<float> regression(std::size_t size, std::size_t inputs, std::size_t outputs) {
    data_set<float> data{std::vector<float>(size * inputs), std::vector<float>(size * outputs)};
    fill_randomly(data.inputs.data(), data.inputs.size(), 1, -1);
    fill_randomly(data.targets.data(), data.targets.size(), 2, -1);
    return data;
}

/// The four corners of the square and whether their coordinates differ.
inline data_set<float> corners() {
    return {{0, 0, 0, 1, 1, 0, 1, 1}, {0, 1, 1, 0}};
}

}
