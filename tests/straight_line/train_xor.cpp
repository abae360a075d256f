#include <trilobite/costs/quadratic.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/training/optimizers/sgd.hpp>
#include <trilobite/training/train_step.hpp>

using namespace trilobite;
using net = network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>;

/// All four corners in one step: forward, cost, backward and update.
totals<float> train_xor(net& n, const sgd& optimizer, training_state<net, sgd>& state,
                        working_memory<net, 4, true>& memory, const float* corners, const float* answers) {
    return train_step(n, quadratic{}, optimizer, state, memory, 4, [=](std::size_t row, float* x, float* y) {
        x[0] = corners[2 * row];
        x[1] = corners[2 * row + 1];
        y[0] = answers[row];
    });
}
