#pragma once
/// A network of libtorch's behind an interface without its headers.

#include "rules.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

namespace bench::peers {

class torch_network {
public:
    enum class activation { linear, relu, tangent, sigmoid, softmax };
    struct dense {
        std::size_t in, out;
        activation f;
    };
    struct convolution {
        std::size_t channels, filters, window;
        activation f;
    };
    struct max_pooling {
        std::size_t window;
    };
    struct flatten {};
    using module = std::variant<dense, convolution, max_pooling, flatten>;
    /// Sums over the samples of a mini-batch.
    struct outcome {
        float cost;
        std::size_t correct;
    };

    /// sample: its sizes, the number of channels first.
    torch_network(std::size_t batch, const std::vector<std::size_t>& sample, const std::vector<module>& modules,
                  std::variant<gradient_descent, adam> rule);
    ~torch_network();

    const float* predict(const float* x);
    /// Cross-entropy for labels, else the mean squared error.
    outcome train_step(const float* x, const std::uint8_t* labels);
    outcome train_step(const float* x, const float* targets);

    /// layer: of those with parameters; in: an input, or a channel's row and column of a window.
    float& weight(std::size_t layer, std::size_t in, std::size_t out) const;
    float& bias(std::size_t layer, std::size_t out) const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}
