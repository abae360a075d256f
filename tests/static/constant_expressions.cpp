// Networks in constant expressions: compiling this file is the test. That the bits are those of run time is seen to by
// constant_*.cpp in the folders of layers, costs and optimizers.
#include "../catch.hpp"

#include <trilobite/trilobite.hpp>

#include <array>
#include <cstddef>

using namespace trilobite;

namespace {

// Which weights solve XOR is plain: two of eight hidden units say "at least one" and "both", the answer is the first
// without the second.
using xor_net = network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>;
constexpr xor_net by_hand = [] {
    xor_net net;
    for (std::size_t i = 0; i < 2; ++i) {
        net.layer<0>().weights(i, 0) = 4;
        net.layer<0>().weights(i, 1) = 4;
    }
    net.layer<0>().bias(0, 0) = -2;
    net.layer<0>().bias(0, 1) = -6;
    net.layer<2>().weights(0, 0) = 4;
    net.layer<2>().weights(1, 0) = -4;
    net.layer<2>().bias(0, 0) = -4;
    return net;
}();
static_assert(predict(by_hand, std::array{0.f, 0.f})[0] < 0.1f && predict(by_hand, std::array{0.f, 1.f})[0] > 0.9f);
static_assert(predict(by_hand, std::array{1.f, 1.f})[0] < 0.1f && predict_class(by_hand, std::array{1.f, 0.f}) == 1);

constexpr std::array corners{0.f, 0.f, 0.f, 1.f, 1.f, 0.f, 1.f, 1.f};
constexpr std::array answers{0.f, 1.f, 1.f, 0.f};
static_assert(evaluate<4096>(by_hand, binary_cross_entropy{}, data_view{corners, answers}).accuracy == 1);

/// What XOR costs before each of some steps, from equal initial weights on.
template <std::size_t Steps, class Optimizer>
constexpr std::array<float, Steps> costs(const Optimizer& optimizer) {
    xor_net net;
    initialise(net, 1);
    training_state<xor_net, Optimizer> state{};
    working_memory<xor_net, 4, true> memory;
    std::array<float, Steps> all{};
    for (float& cost : all)
        cost = train_step(net, binary_cross_entropy{}, optimizer, state, memory, 4,
                          [](std::size_t row, float* x, float* y) {
                              x[0] = corners[2 * row];
                              x[1] = corners[2 * row + 1];
                              y[0] = answers[row];
                          })
                   .cost;
    return all;
}

template <std::size_t N>
constexpr bool falls(const std::array<float, N>& values) {
    for (std::size_t i = 1; i < N; ++i)
        if (!(values[i] < values[i - 1]))
            return false;
    return true;
}

static_assert(falls(costs<6>(sgd{0.5f})));
static_assert(falls(costs<6>(momentum{0.1f})));
static_assert(falls(costs<6>(adam{0.05f})));

}
