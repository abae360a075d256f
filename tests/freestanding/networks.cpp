// What a device links: predictions and training steps, the network and all it needs in memory of the caller's.
#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/costs/quadratic.hpp>
#include <trilobite/layers/batch_norm.hpp>
#include <trilobite/layers/conv2d.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/dropout.hpp>
#include <trilobite/layers/flatten.hpp>
#include <trilobite/layers/max_pool2d.hpp>
#include <trilobite/layers/relu.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/network/predict.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/optimizers/adam.hpp>
#include <trilobite/training/optimizers/sgd.hpp>
#include <trilobite/training/train_step.hpp>

using namespace trilobite;

template <class Net, class Cost, class Optimizer>
struct device {
    static constexpr std::size_t batch = 4;
    Net net;
    training_state<Net, Optimizer> state;
    working_memory<Net, batch, true> memory;

    float step(const float* samples, const float* targets) {
        return train_step(net, Cost{}, Optimizer{}, state, memory, batch,
                          [=](std::size_t row, float* x, float* y) {
                              for (std::size_t i = 0; i < Net::input_size; ++i)
                                  x[i] = samples[row * Net::input_size + i];
                              for (std::size_t i = 0; i < Net::output_size; ++i)
                                  y[i] = targets[row * Net::output_size + i];
                          })
            .cost;
    }
};

using dense_net = network<input<40>, dense<32>, batch_norm<>, relu, dropout<0.2>, dense<10>, softmax>;
using conv_net = network<input<12, 12, 1>, conv2d<8, 3>, relu, max_pool2d<2>, flatten, dense<10>, softmax>;
using tiny_net = network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>;

template prediction<dense_net> trilobite::predict(const dense_net&, std::span<const float, 40>);
template prediction<conv_net> trilobite::predict(const conv_net&, std::span<const float, 144>);
template prediction<tiny_net> trilobite::predict(const tiny_net&, std::span<const float, 2>);

template struct device<dense_net, cross_entropy, adam>;
template struct device<conv_net, cross_entropy, adam>;
template struct device<tiny_net, quadratic, sgd>;

void start(tiny_net& net) {
    initialise(net, 1);
}
