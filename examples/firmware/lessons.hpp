#pragma once
/// What is learned here, by a desktop and by a device: XOR, a sine, and 200 digits of 8 x 8 pixels. Nothing is taken
/// from a heap: networks, gradients and working memory are variables, whose bytes the linker counts.

#include "digits.hpp" // written by draw_digits
#include "fingerprint.hpp"

#include <trilobite/core/batch_piece.hpp>
#include <trilobite/core/sine.hpp>
#include <trilobite/costs/binary_cross_entropy.hpp>
#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/costs/quadratic.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/relu.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/training/evaluate.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/optimizers/adam.hpp>
#include <trilobite/training/optimizers/sgd.hpp>
#include <trilobite/training/train_epoch.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace lessons {

using namespace trilobite;

using xor_net = network<input<2>, dense<4>, trilobite::tanh, dense<1>, sigmoid>;
using sine_net = network<input<1>, dense<16>, trilobite::tanh, dense<16>, trilobite::tanh, dense<1>>;
using digit_net = network<input<64>, dense<16>, relu, dense<10>, softmax>;

inline xor_net exclusive_or;
inline sine_net wave;
inline digit_net reader;

/// What a lesson comes to. Two machines that give the same fingerprint agree in every bit of every parameter.
struct outcome {
    metrics<float> quality;
    std::uint32_t fingerprint;
};

/// A network's training from its first random weights on, in mini-batches of Batch samples.
template <std::size_t Batch, class Net, class Cost, class Optimizer, class Data>
void train(Net& net, const Cost& cost, const Optimizer& optimizer, const Data& data, std::size_t epochs) {
    static training_state<Net, Optimizer> state;
    static working_memory<Net, Batch, true, reads_in_place<Net, Data>> memory;
    initialise(net, 1);
    for (std::size_t epoch = 1; epoch <= epochs; ++epoch)
        train_epoch<whole_batch>(net, cost, optimizer, state, memory, Batch, data, epoch,
                                 [](const auto&) { return true; });
}

inline constexpr std::size_t evaluation_stack = 2 * 1024; ///< bytes, at most

inline outcome learn_xor() {
    static constexpr std::array<float, 8> questions{0, 0, 0, 1, 1, 0, 1, 1};
    static constexpr std::array<float, 4> answers{0, 1, 1, 0};
    const data_view cases{questions, answers};
    train<4>(exclusive_or, binary_cross_entropy{}, sgd{0.5f}, cases, 500);
    return {evaluate<evaluation_stack>(exclusive_or, binary_cross_entropy{}, cases), fingerprint(exclusive_or)};
}

inline outcome learn_sine() {
    constexpr std::size_t points = 64;
    static constexpr auto x = [] {
        std::array<float, points> all{};
        for (std::size_t i = 0; i < points; ++i)
            all[i] = static_cast<float>(i) / (points / 2) - 1;
        return all;
    }();
    static constexpr auto y = [] {
        auto all = x; // sin(pi x), and its symmetry where |x| > 1/2
        for (float& v : all)
            v = math::sin_pi(v > 0.5f ? 1 - v : v < -0.5f ? -1 - v : v);
        return all;
    }();
    const data_view curve{x, y};
    train<16>(wave, quadratic{}, adam{.learning_rate = 0.01f}, curve, 200);
    return {evaluate<evaluation_stack>(wave, quadratic{}, curve), fingerprint(wave)};
}

inline outcome learn_digits() {
    const data_view training{drawn::training_pixels, drawn::training_labels};
    const data_view test{drawn::test_pixels, drawn::test_labels};
    train<10>(reader, cross_entropy{}, sgd{0.2f}, training, 60);
    return {evaluate<evaluation_stack>(reader, cross_entropy{}, test), fingerprint(reader)};
}

}
