// Predictions and training steps whose stack is promised (network/stack.hpp): prints what is promised, and what a
// device left in a painted stack. check.py compares both with the compiler's report about the functions below, which
// it knows by name.

#include <board/board.hpp>
#include <print.hpp>

#include <trilobite/costs/binary_cross_entropy.hpp>
#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/costs/negative_log_likelihood.hpp>
#include <trilobite/costs/quadratic.hpp>
#include <trilobite/layers/average_pool2d.hpp>
#include <trilobite/layers/batch_norm.hpp>
#include <trilobite/layers/conv2d.hpp>
#include <trilobite/layers/conv2d_transposed.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/depthwise_conv2d.hpp>
#include <trilobite/layers/dropout.hpp>
#include <trilobite/layers/elu.hpp>
#include <trilobite/layers/flatten.hpp>
#include <trilobite/layers/frozen.hpp>
#include <trilobite/layers/gelu.hpp>
#include <trilobite/layers/global_pooling.hpp>
#include <trilobite/layers/hard_sigmoid.hpp>
#include <trilobite/layers/initialised.hpp>
#include <trilobite/layers/layer_norm.hpp>
#include <trilobite/layers/leaky_relu.hpp>
#include <trilobite/layers/log_softmax.hpp>
#include <trilobite/layers/max_pool2d.hpp>
#include <trilobite/layers/regularised.hpp>
#include <trilobite/layers/relu.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/layers/softplus.hpp>
#include <trilobite/layers/spatial_dropout.hpp>
#include <trilobite/layers/swish.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/layers/upsample2d.hpp>
#include <trilobite/network/composites/concat.hpp>
#include <trilobite/network/composites/residual.hpp>
#include <trilobite/network/stack.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/optimizers/adam.hpp>
#include <trilobite/training/optimizers/momentum.hpp>
#include <trilobite/training/optimizers/rmsprop.hpp>
#include <trilobite/training/optimizers/sgd.hpp>
#include <trilobite/training/train_step.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

using namespace trilobite;

namespace {

using neuron = network<input<20>, dense<1>, trilobite::tanh>;
using shallow = network<input<8>, dense<11>, sigmoid>;
using tiles = network<input<9>, dense<30>, trilobite::tanh>;
using tiny = network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>;
using small = network<input<4>, dense<32>, relu, dense<16>, relu, dense<2>>;
using book = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;
using wide = network<input<128>, dense<128>, relu, dropout<0.2>, dense<128>, relu, dense<10>, softmax>;
using image = network<input<12, 12, 1>, conv2d<4, 3>, relu, max_pool2d<2>, flatten, dense<10>, softmax>;
using deep = network<input<12, 12, 1>, conv2d<8, 3>, relu, max_pool2d<2>, conv2d<16, 3, 1, padding::same>, relu,
                     average_pool2d<5>, flatten, dense<10>, softmax>;
using curved = network<input<16>, dense<24>, elu<>, dense<16>, gelu, dense<12>, swish, dense<10>, softplus, dense<8>,
                       leaky_relu<>, dense<6>, hard_sigmoid, dense<4>, log_softmax>;
using normed =
    network<input<12>, dense<48>, batch_norm<>, relu, dense<32>, layer_norm<>, trilobite::tanh, dense<4>, softmax>;
using separable = network<input<12, 12, 3>, depthwise_conv2d<3>, relu, conv2d<16, 1>, relu, spatial_dropout<0.1>,
                          global_average_pool2d, dense<4>, softmax>;
using enlarged = network<input<4, 4, 4>, conv2d_transposed<8, 3>, relu, upsample2d<2>, conv2d<6, 3>, relu,
                         global_max_pool2d, dense<4>, softmax>;
using shortcuts = network<input<20>, dense<24>, relu, residual<dense<32>, relu, dense<24>>, relu,
                          concat<branch<dense<12>, relu>, branch<dense<20>>>, dense<4>, softmax>;
using blocks = network<input<8, 8, 3>, conv2d<6, 3, 1, padding::same>, relu,
                       residual<conv2d<6, 3, 1, padding::same>, batch_norm<>, relu, conv2d<6, 3, 1, padding::same>>,
                       relu, concat<branch<conv2d<4, 1>, relu>, branch<>>, global_average_pool2d, dense<4>, softmax>;
using wrapped = network<input<20>, regularised<dense<40>, l2{0.001}>, relu, frozen<dense<24>>, relu,
                        initialised<dense<4>, he_normal>, softmax>;

template <class Net>
Net net;
template <class Net>
std::array<float, Net::input_size> sample;
template <class Net>
prediction<Net> target;
template <class Net, class Optimizer>
training_state<Net, Optimizer> state;
template <class Net, std::size_t Batch>
working_memory<Net, Batch, true> memory;

template <class Net>
TRILOBITE_INLINE void run_prediction() {
    target<Net> = predict(net<Net>, sample<Net>);
}

template <class Net, std::size_t Batch, class Cost, class Optimizer>
TRILOBITE_INLINE void run_step() {
    train_step(net<Net>, Cost{}, Optimizer{}, state<Net, Optimizer>, memory<Net, Batch>, Batch,
               [](std::size_t, float* x, float* y) {
                   std::copy(sample<Net>.begin(), sample<Net>.end(), x);
                   std::copy(target<Net>.begin(), target<Net>.end(), y);
               });
}

}

extern "C" {
void predict_neuron() {
    run_prediction<neuron>();
}
void predict_shallow() {
    run_prediction<shallow>();
}
void predict_tiles() {
    run_prediction<tiles>();
}
void predict_tiny() {
    run_prediction<tiny>();
}
void predict_small() {
    run_prediction<small>();
}
void predict_book() {
    run_prediction<book>();
}
void predict_wide() {
    run_prediction<wide>();
}
void predict_image() {
    run_prediction<image>();
}
void predict_deep() {
    run_prediction<deep>();
}
void predict_curved() {
    run_prediction<curved>();
}
void predict_normed() {
    run_prediction<normed>();
}
void predict_separable() {
    run_prediction<separable>();
}
void predict_enlarged() {
    run_prediction<enlarged>();
}
void predict_shortcuts() {
    run_prediction<shortcuts>();
}
void predict_blocks() {
    run_prediction<blocks>();
}
void predict_wrapped() {
    run_prediction<wrapped>();
}
void train_tiny() {
    run_step<tiny, 4, binary_cross_entropy, momentum>();
}
void train_small() {
    run_step<small, 8, quadratic, adam>();
}
void train_book() {
    run_step<book, 8, cross_entropy, sgd>();
}
void train_wide() {
    run_step<wide, 16, cross_entropy, rmsprop>();
}
void train_image() {
    run_step<image, 4, cross_entropy, adam>();
}
void train_deep() {
    run_step<deep, 2, cross_entropy, sgd>();
}
void train_curved() {
    run_step<curved, 4, negative_log_likelihood, momentum>();
}
void train_normed() {
    run_step<normed, 8, cross_entropy, adam>();
}
void train_separable() {
    run_step<separable, 4, cross_entropy, sgd>();
}
void train_enlarged() {
    run_step<enlarged, 4, cross_entropy, adam>();
}
void train_shortcuts() {
    run_step<shortcuts, 4, cross_entropy, adam>();
}
void train_blocks() {
    run_step<blocks, 4, cross_entropy, momentum>();
}
void train_wrapped() {
    run_step<wrapped, 4, cross_entropy, sgd>();
}
}

namespace {

struct promise {
    const char* function;
    void (*run)();
    std::size_t bytes;
};

constexpr promise promises[]{
    {"predict_neuron", predict_neuron, inference_stack_bytes<neuron>},
    {"predict_shallow", predict_shallow, inference_stack_bytes<shallow>},
    {"predict_tiles", predict_tiles, inference_stack_bytes<tiles>},
    {"predict_tiny", predict_tiny, inference_stack_bytes<tiny>},
    {"predict_small", predict_small, inference_stack_bytes<small>},
    {"predict_book", predict_book, inference_stack_bytes<book>},
    {"predict_wide", predict_wide, inference_stack_bytes<wide>},
    {"predict_image", predict_image, inference_stack_bytes<image>},
    {"predict_deep", predict_deep, inference_stack_bytes<deep>},
    {"predict_curved", predict_curved, inference_stack_bytes<curved>},
    {"predict_normed", predict_normed, inference_stack_bytes<normed>},
    {"predict_separable", predict_separable, inference_stack_bytes<separable>},
    {"predict_enlarged", predict_enlarged, inference_stack_bytes<enlarged>},
    {"predict_shortcuts", predict_shortcuts, inference_stack_bytes<shortcuts>},
    {"predict_blocks", predict_blocks, inference_stack_bytes<blocks>},
    {"predict_wrapped", predict_wrapped, inference_stack_bytes<wrapped>},
    {"train_tiny", train_tiny, training_stack_bytes<tiny, momentum>},
    {"train_small", train_small, training_stack_bytes<small, adam>},
    {"train_book", train_book, training_stack_bytes<book, sgd>},
    {"train_wide", train_wide, training_stack_bytes<wide, rmsprop>},
    {"train_image", train_image, training_stack_bytes<image, adam>},
    {"train_deep", train_deep, training_stack_bytes<deep, sgd>},
    {"train_curved", train_curved, training_stack_bytes<curved, momentum>},
    {"train_normed", train_normed, training_stack_bytes<normed, adam>},
    {"train_separable", train_separable, training_stack_bytes<separable, sgd>},
    {"train_enlarged", train_enlarged, training_stack_bytes<enlarged, adam>},
    {"train_shortcuts", train_shortcuts, training_stack_bytes<shortcuts, adam>},
    {"train_blocks", train_blocks, training_stack_bytes<blocks, momentum>},
    {"train_wrapped", train_wrapped, training_stack_bytes<wrapped, sgd>},
};

}

int main() {
    for (const promise& p : promises)
        print(p.function, " ", p.bytes, " ", board::stack_of(p.run), "\n");
}
