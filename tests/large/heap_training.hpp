#pragma once
/// Training steps of networks that no stack holds: parameters and working memory stand on the heap.

#include "../catch.hpp"
#include "../static/book_networks.hpp"

#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

namespace large {

using namespace trilobite;

/// Trains on two pictures of noise, again and again; the costs before each step.
template <class Net>
std::vector<float> costs_of_training(std::size_t steps, float learning_rate) {
    std::vector<float> pixels(2 * Net::input_size);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = uniform<float>(random_key::from_seed(1), i, 0, 1);
    const std::vector<int> labels{3, 14};
    const data_view data{pixels, labels};

    const auto net = std::make_unique<Net>();
    const auto state = std::make_unique<training_state<Net, sgd>>();
    const auto memory = std::make_unique<working_memory<Net, 2, true>>();
    initialise(*net, 1);
    std::vector<float> costs;
    for (std::size_t i = 0; i < steps; ++i) {
        const auto sums = train_step(*net, cross_entropy{}, sgd{learning_rate}, *state, *memory, 2,
                                     sample_range<Net, decltype(data), in_order>{data, {}, 0, 2});
        costs.push_back(sums.cost / 2);
    }
    CHECK(state->steps == steps);
    return costs;
}

}
