// Predictions and training steps whose stack is promised (network/stack.hpp): prints what is promised, and what a
// device left in a painted stack. check.py compares both with the compiler's report about the functions below, which
// it knows by name.

#include <board/board.hpp>
#include <print.hpp>

#include <trilobite/costs/binary_cross_entropy.hpp>
#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/costs/quadratic.hpp>
#include <trilobite/layers/average_pool2d.hpp>
#include <trilobite/layers/conv2d.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/dropout.hpp>
#include <trilobite/layers/flatten.hpp>
#include <trilobite/layers/max_pool2d.hpp>
#include <trilobite/layers/relu.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/network/stack.hpp>
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

using tiny = network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>;
using small = network<input<4>, dense<32>, relu, dense<16>, relu, dense<2>>;
using book = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;
using wide = network<input<128>, dense<128>, relu, dropout<0.2>, dense<128>, relu, dense<10>, softmax>;
using image = network<input<12, 12, 1>, conv2d<4, 3>, relu, max_pool2d<2>, flatten, dense<10>, softmax>;
using deep = network<input<12, 12, 1>, conv2d<8, 3>, relu, max_pool2d<2>, conv2d<16, 3, 1, padding::same>, relu,
                     average_pool2d<5>, flatten, dense<10>, softmax>;

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
}

namespace {

struct promise {
    const char* function;
    void (*run)();
    std::size_t bytes;
    bool close; ///< to what is taken: within 15 %
};

constexpr promise promises[]{
    {"predict_tiny", predict_tiny, inference_stack_bytes<tiny>, false},
    {"predict_small", predict_small, inference_stack_bytes<small>, true},
    {"predict_book", predict_book, inference_stack_bytes<book>, true},
    {"predict_wide", predict_wide, inference_stack_bytes<wide>, true},
    {"predict_image", predict_image, inference_stack_bytes<image>, true},
    {"predict_deep", predict_deep, inference_stack_bytes<deep>, true},
    {"train_tiny", train_tiny, training_stack_bytes<tiny, momentum>, false},
    {"train_small", train_small, training_stack_bytes<small, adam>, true},
    {"train_book", train_book, training_stack_bytes<book, sgd>, true},
    {"train_wide", train_wide, training_stack_bytes<wide, rmsprop>, true},
    {"train_image", train_image, training_stack_bytes<image, adam>, true},
    {"train_deep", train_deep, training_stack_bytes<deep, sgd>, false},
};

}

int main() {
    for (const promise& p : promises)
        print(p.function, " ", p.bytes, p.close ? " close " : " bound ", board::stack_of(p.run), "\n");
}
