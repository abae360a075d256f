#pragma once
/// LeNet and the products of a convolution as others do them, checked to give what ours gives before they are measured.

#include "measure.hpp"
#include "networks.hpp"
#include "peers/images.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bench {

/// The largest difference, relative to the largest of the expected values.
inline double deviation(const float* values, const std::vector<float>& expected) {
    double difference = 0, largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        largest = std::fmax(largest, std::fabs(double(expected[i])));
        const double here = std::fabs(double(values[i]) - double(expected[i]));
        difference = here <= difference ? difference : here; // NaN stays
    }
    return difference / largest;
}

/// The rows of a matrix without padding between them.
template <class M>
std::vector<float> values_of(const M& m) {
    std::vector<float> values;
    for (std::size_t i = 0; i < M::rows; ++i)
        values.insert(values.end(), m.row(i), m.row(i) + M::columns);
    return values;
}

/// What peers take over from a LeNet.
template <class Net>
peers::lenet_parameters lenet_parameters(const Net& net) {
    const auto of = [](const auto& layer) {
        return peers::layer_parameters{values_of(layer.weights.view()), values_of(layer.bias.view())};
    };
    return {of(net.template layer<0>()), of(net.template layer<2>()), of(net.template layer<6>()),
            of(net.template layer<8>())};
}

/// How far apart two trained networks are, relative to how far training has moved the first.
inline double apart_of_step(const peers::lenet_parameters& before, const peers::lenet_parameters& after,
                            const peers::lenet_parameters& theirs) {
    double moved = 0, apart = 0;
    const auto compare = [&](const std::vector<float>& was, const std::vector<float>& is,
                             const std::vector<float>& other) {
        for (std::size_t i = 0; i < was.size(); ++i) {
            moved += (double(is[i]) - double(was[i])) * (double(is[i]) - double(was[i]));
            apart += (double(is[i]) - double(other[i])) * (double(is[i]) - double(other[i]));
        }
    };
    for (std::size_t l = 0; l < before.size(); ++l) {
        compare(before[l].weights, after[l].weights, theirs[l].weights);
        compare(before[l].bias, after[l].bias, theirs[l].bias);
    }
    return std::sqrt(apart / moved);
}

/// Adds the peers' forward passes over B samples. expected: what ours gives.
template <std::size_t B>
void add_lenet_forward(std::vector<contender>& all, const peers::lenet_parameters& ours, std::vector<float> inputs,
                       const std::vector<float>& expected, std::string& error) {
    const auto x = std::make_shared<const std::vector<float>>(std::move(inputs));
    for (const auto& peer : peers::lenet_peers<B>()) {
        const std::shared_ptr<peers::lenet_network> them = peer.make(peers::purpose::prediction, ours, {});
        if (!(deviation(them->predict(x->data()), expected) < 1e-4))
            error += peer.name + " predicts something else; ";
        all.emplace_back(peer.name, [=] { them->predict(x->data()); });
    }
}

/// Adds the peers' training steps over mini-batches of Batch. Trainer: ours, which is made of an optimizer.
template <std::size_t Batch, class Trainer>
void add_lenet_steps(std::vector<contender>& all, adam optimizer, std::string& error) {
    const auto rule_of = [](adam a) { return peers::adam{a.learning_rate, a.beta1, a.beta2, a.epsilon}; };
    // A first step of learning_rate g / (|g| + 1), wherever Adam's formula has its epsilon. The usual one is the sign
    // of g, even where g is nothing but rounding.
    const adam check{.learning_rate = 100, .beta2 = 0, .epsilon = 1};
    const auto us = std::make_shared<Trainer>(check);
    const auto before = lenet_parameters(us->net);
    const auto step = us->step();
    const auto after = lenet_parameters(us->net);
    for (const auto& peer : peers::lenet_peers<Batch>()) {
        const auto they = peer.make(peers::purpose::training, before, rule_of(check));
        they->train_step(us->inputs.data(), us->labels.data());
        const double apart = apart_of_step(before, after, they->parameters());
        if (!(apart < 1e-3) || !(std::fabs(they->totals().cost - step.cost) < 1e-4f * step.cost) ||
            they->totals().correct != step.correct)
            error += peer.name + " learns something else (" + std::to_string(apart) + " of a step); ";
        const std::shared_ptr<peers::lenet_network> them =
            peer.make(peers::purpose::training, before, rule_of(optimizer));
        all.emplace_back(peer.name, [them, us, first = std::size_t{0}]() mutable {
            them->train_step(us->inputs.data() + first * 784, us->labels.data() + first);
            first = (first + Batch) % us->labels.size();
        });
    }
}

/// Adds the peers' product of a convolution. expected: what ours gives.
inline void add_convolution(std::vector<contender>& all, peers::product what, const peers::convolution_sizes& sizes,
                            const peers::convolution_values& values, const std::vector<float>& expected,
                            std::string& error) {
    peers::for_each_way_of_onednn([&](const char* name, peers::ways which) {
        const auto theirs = peers::onednn_convolution(which, what, sizes, values);
        theirs.run();
        if (!(deviation(theirs.result().data(), expected) < 1e-4))
            error += std::string(name) + " gives something else; ";
        all.emplace_back(name, theirs.run);
    });
}

}
