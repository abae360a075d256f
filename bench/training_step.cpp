/// Whole training steps: fetch the samples, forward, cost, backward, update.

#include "groups.hpp"
#include "training.hpp"

void bench::add_training_steps() {
    // So small that the network stays as it is: units that die in the course of the training would leave moments too
    // small for a normal float, which processors are slow at.
    constexpr float rate = 1e-6f;
    const sgd descent{rate};
    const adam moments{.learning_rate = rate};
    const auto pairs = [] { return regression(1024, 4, 2); };

    measure(training_figure<128, intermediate, cross_entropy>("784-64 relu-64 relu-10 softmax, sgd, batch 128", descent,
                                                              digits, {.of_peak = 0.88}));
    measure(training_figure<128, intermediate, cross_entropy, peers::libraries, permutation>(
        "784-64 relu-64 relu-10 softmax, sgd, batch 128, shuffled", descent, digits, {}));
    measure(training_figure<32, intermediate, cross_entropy>("784-64 relu-64 relu-10 softmax, adam, batch 32", moments,
                                                             digits, {.of_peak = 0.72}));
    measure(training_figure<32, controller, quadratic>("4-32 relu-16 relu-2, adam, batch 32", moments, pairs,
                                                       {.times_as_fast = 2}));
    measure(training_figure<32, classifier, cross_entropy>("16-32 relu-10 softmax, sgd, batch 32", descent,
                                                           [] { return labelled(1024, 16); }, {}));
    measure(training_figure<4, xor_network, quadratic, peers::all>("2-8 tanh-1 sigmoid, sgd, batch 4", descent, corners,
                                                                   {.times_as_fast = 1.24}));
}
