#pragma once
/// A whole epoch of `fit` over pixels that are bytes, shuffling and turning them into brightness included.

#include "networks.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace bench {

class epoch {
    std::shared_ptr<intermediate> net_ = random_network<intermediate>();
    std::shared_ptr<training_state<intermediate, sgd>> state_ = std::make_shared<training_state<intermediate, sgd>>();
    std::shared_ptr<const std::vector<std::uint8_t>> pixels_, labels_;

public:
    static constexpr std::size_t batch = 128;

    explicit epoch(const data_set<std::uint8_t>& digits)
        : labels_(std::make_shared<const std::vector<std::uint8_t>>(digits.targets)) {
        std::vector<std::uint8_t> pixels(digits.inputs.size());
        std::transform(digits.inputs.begin(), digits.inputs.end(), pixels.begin(),
                       [](float x) { return static_cast<std::uint8_t>(x * 255); });
        pixels_ = std::make_shared<const std::vector<std::uint8_t>>(std::move(pixels));
    }

    template <std::size_t Threads>
    void run(std::size_t epochs = 1) const {
        fit<batch, Threads>(*net_, *state_, cross_entropy{}, sgd{1e-6f}, data_view{*pixels_, *labels_}, no_validation{},
                            {.epochs = epochs});
    }
    const intermediate& net() const { return *net_; }
};

}
