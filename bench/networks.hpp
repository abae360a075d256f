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
template <std::size_t H>
using square = network<input<H>, dense<H>, trilobite::tanh, dense<H>, relu>;

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

/// Values in [0, 1).
inline void fill_randomly(float* first, std::size_t count, std::uint64_t seed) {
    const auto key = random_key::from_seed(seed);
    for (std::size_t i = 0; i < count; ++i)
        first[i] = uniform<float>(key, i, 0.0f, 1.0f);
}

/// As many pixels as fill the caches several times over.
struct digits {
    static constexpr std::size_t size = 16'384, pixels = 784, classes = 10;
    std::vector<float> inputs = std::vector<float>(size * pixels);
    std::vector<std::uint8_t> labels = std::vector<std::uint8_t>(size);

    digits() {
        fill_randomly(inputs.data(), inputs.size(), 1);
        for (std::size_t i = 0; i < size; ++i)
            labels[i] = static_cast<std::uint8_t>(i * 7 % classes);
    }
    data_view<float, std::uint8_t> view() const { return {inputs, labels}; }
};

}
