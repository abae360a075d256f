#pragma once
/// LeNet by libtorch, in the manner of its tutorials.

#include "image_networks.hpp"
#include "torch_network.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace bench::peers {

/// libtorch's images stand channel by channel, ours pixel by pixel.
class lenet_of_torch final : public lenet_network {
    using a = torch_network::activation;
    torch_network net_;

    /// What a layer's inputs are; a dense layer behind another has channels of one value.
    struct inputs {
        std::size_t pixels, channels, outputs;
    };
    static constexpr std::array<inputs, 4> layers{{{9, 1, 32}, {9, 32, 64}, {144, 64, 128}, {1, 128, 10}}};

    /// f(ours, theirs), parameter by parameter
    template <class Parameters, class F>
    void for_each_pair(Parameters& ours, F f) const {
        for (std::size_t l = 0; l < layers.size(); ++l) {
            const auto [pixels, channels, outputs] = layers[l];
            for (std::size_t out = 0; out < outputs; ++out) {
                f(ours[l].bias[out], net_.bias(l, out));
                for (std::size_t p = 0; p < pixels; ++p)
                    for (std::size_t c = 0; c < channels; ++c)
                        f(ours[l].weights[(p * channels + c) * outputs + out], net_.weight(l, c * pixels + p, out));
            }
        }
    }

public:
    lenet_of_torch(std::size_t batch, const lenet_parameters& ours, const adam& rule)
        : net_(batch, {1, 28, 28},
               {torch_network::convolution{1, 32, 3, a::relu}, torch_network::convolution{32, 64, 3, a::relu},
                torch_network::max_pooling{2}, torch_network::flatten{}, torch_network::dense{9216, 128, a::relu},
                torch_network::dense{128, 10, a::softmax}},
               rule) {
        for_each_pair(ours, [](float from, float& to) { to = from; });
    }

    const float* predict(const float* x) override { return net_.predict(x); }
    void train_step(const float* x, const std::uint8_t* labels) override {
        const torch_network::outcome step = net_.train_step(x, labels);
        sums_.cost += step.cost;
        sums_.correct += step.correct;
    }
    lenet_parameters parameters() const override {
        lenet_parameters ours;
        for (std::size_t l = 0; l < layers.size(); ++l) {
            const auto [pixels, channels, outputs] = layers[l];
            ours[l] = {std::vector<float>(pixels * channels * outputs), std::vector<float>(outputs)};
        }
        for_each_pair(ours, [](float& to, float from) { to = from; });
        return ours;
    }
};

}
