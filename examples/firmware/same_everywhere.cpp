// One type of network, one training, the same bits on every machine.
//
// Compile this file for a desktop, or for a microcontroller without an operating system, with whatever registers it
// has: the network starts from the same random weights, sees the same samples, and ends with the same parameters.
// What a library that only runs networks on devices cannot do, and one that trains there by code of its own, is to
// check the one machine against the other like that: here a number of 32 bits is enough.

#include "fingerprint.hpp"
#include "print.hpp"

#include <trilobite/core/batch_piece.hpp>
#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/dropout.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/optimizers/adam.hpp>
#include <trilobite/training/train_step.hpp>

#include <cstddef>
#include <cstdint>

using namespace trilobite;

// Have two numbers the same sign? Dropout is there to show that random numbers are the same everywhere too.
using net_type = network<input<2>, dense<24>, trilobite::tanh, dropout<0.1>, dense<2>, softmax>;
static_assert(net_type::parameter_count == 122);

constexpr std::size_t batch = 16;
constexpr std::uint32_t everywhere = 0x28b214b5;

// All that it takes, as variables: there is no heap.
net_type net;
training_state<net_type, adam> state;
working_memory<net_type, batch, true> memory;

int main() {
    initialise(net, 1);
    const auto draw = random_key::from_seed(2);
    float cost = 0;
    for (std::uint64_t step = 0; step < 1000; ++step) {
        const auto sample = [&](std::size_t row, float* x, float* y) {
            const std::uint64_t i = step * batch + row;
            x[0] = uniform<float>(draw, 2 * i, -1.0f, 1.0f);
            x[1] = uniform<float>(draw, 2 * i + 1, -1.0f, 1.0f);
            y[0] = x[0] * x[1] > 0 ? 1.0f : 0.0f;
            y[1] = 1 - y[0];
        };
        cost = train_step<whole_batch>(net, cross_entropy{}, adam{0.02f}, state, memory, batch, sample).mean().cost;
    }
    print("cost ", decimals{cost, 4}, ", fingerprint ", hex{fingerprint(net)}, "\n");
    return fingerprint(net) == everywhere ? 0 : 1;
}
