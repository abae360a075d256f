/// Whole training steps: fetch the samples, forward, cost, backward, update.

#include "groups.hpp"
#include "training.hpp"

void bench::add_training_steps() {
    const sgd slowly{1e-3f};
    measure(training_figure<128, intermediate, cross_entropy>("784-64 relu-64 relu-10 softmax, batch 128, in order",
                                                              slowly, digits, {.of_peak = 0.88}));
    measure(training_figure<128, intermediate, cross_entropy, peers::libraries, order::shuffled>(
        "784-64 relu-64 relu-10 softmax, batch 128, shuffled", slowly, digits, {}));
    measure(training_figure<4, xor_network, quadratic, peers::all>("2-8 tanh-1 sigmoid, batch 4", slowly, corners,
                                                                   {.times_as_fast = 1.24}));
}
