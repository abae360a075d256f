#pragma once
/// How fast each layer learns: Euclidean norms of gradients, and of what training changes.

#include <trilobite/diagnosis/outputs.hpp>
#include <trilobite/training/callbacks.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

namespace trilobite {

/// By layer, the Euclidean norm of its part of something network-shaped, untrained values left out. In double.
template <class Net>
std::array<double, Net::depth> norms(const Net& net) {
    std::array<double, Net::depth> all{};
    unroll<Net::depth>([&](auto place) {
        double squares = 0;
        for_each_matrix(
            [&]<class M>(const M& m) {
                if constexpr (!is_untrained<M>)
                    for (const auto value : m.flat())
                        squares += static_cast<double>(value) * static_cast<double>(value);
            },
            net.template layer<place>());
        all[place] = std::sqrt(squares);
    });
    return all;
}

/// By layer, the norm of the gradient of a cost, a mean over all the samples: zeros for layers without trained
/// parameters. Allocates a gradient and working memory. Penalties on weights are left out.
template <std::size_t Batch = 64, class Net, class Cost, class Data>
std::array<double, Net::depth> gradient_norms(const Net& net, const Cost& cost, const Data& data) {
    const auto gradient = std::make_unique<Net>();
    const std::size_t samples = data.template size<Net>();
    for_each_training_pass<Batch>(net, data, [&](auto& memory, const training_pass& p) {
        add_gradient(net, cost, p, samples, memory, *gradient);
    });
    return norms(*gradient);
}

/// A callback of `fit` that notes by how much each epoch changes each layer: the norm of the difference between a
/// layer's parameters after the epoch and before it. (Deep Learning Illustrated's "speed of learning", chapter 9.)
template <class Net>
class update_norms {
public:
    /// The training begins with these parameters.
    explicit update_norms(const Net& net)
        : before_(std::make_unique<Net>(net)), difference_(std::make_unique<Net>(net)) {}

    template <class Optimizer>
    void after_epoch(const epoch_report<Net, Optimizer>& report) {
        for_each_matrix(
            [](auto& d, auto& before, const auto& now) {
                for (std::size_t i = 0; i < d.flat().size(); ++i) {
                    d.values[i] = now.values[i] - before.values[i];
                    before.values[i] = now.values[i];
                }
            },
            *difference_, *before_, report.net);
        by_epoch_.push_back(norms(*difference_));
    }

    /// An entry an epoch, a norm a layer.
    const std::vector<std::array<double, Net::depth>>& by_epoch() const { return by_epoch_; }

private:
    std::unique_ptr<Net> before_, difference_;
    std::vector<std::array<double, Net::depth>> by_epoch_;
};

}
