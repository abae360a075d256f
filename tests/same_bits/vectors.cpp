#include "networks.hpp"
#include "train.hpp"

#include <trilobite/costs/binary_cross_entropy.hpp>
#include <trilobite/costs/class_weighted.hpp>
#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/costs/hinge.hpp>
#include <trilobite/costs/huber.hpp>
#include <trilobite/costs/mean_absolute_error.hpp>
#include <trilobite/costs/negative_log_likelihood.hpp>
#include <trilobite/costs/penalised.hpp>
#include <trilobite/costs/quadratic.hpp>
#include <trilobite/layers/batch_norm.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/dropout.hpp>
#include <trilobite/layers/elu.hpp>
#include <trilobite/layers/frozen.hpp>
#include <trilobite/layers/gelu.hpp>
#include <trilobite/layers/hard_sigmoid.hpp>
#include <trilobite/layers/initialised.hpp>
#include <trilobite/layers/layer_norm.hpp>
#include <trilobite/layers/leaky_relu.hpp>
#include <trilobite/layers/linear.hpp>
#include <trilobite/layers/log_softmax.hpp>
#include <trilobite/layers/regularised.hpp>
#include <trilobite/layers/relu.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/layers/softplus.hpp>
#include <trilobite/layers/step.hpp>
#include <trilobite/layers/swish.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/network/composites/concat.hpp>
#include <trilobite/network/composites/residual.hpp>
#include <trilobite/training/optimizers/adadelta.hpp>
#include <trilobite/training/optimizers/adagrad.hpp>
#include <trilobite/training/optimizers/adam.hpp>
#include <trilobite/training/optimizers/clip_by_norm.hpp>
#include <trilobite/training/optimizers/clip_by_value.hpp>
#include <trilobite/training/optimizers/momentum.hpp>
#include <trilobite/training/optimizers/nesterov.hpp>
#include <trilobite/training/optimizers/rmsprop.hpp>
#include <trilobite/training/optimizers/scheduled.hpp>
#include <trilobite/training/optimizers/schedules.hpp>
#include <trilobite/training/optimizers/sgd.hpp>
#include <trilobite/training/orthogonal.hpp>

#include <array>

using namespace trilobite;

namespace same_bits {

// Wide enough for several tiles of registers, and of sizes that no register divides.
outcome digits_by_sgd() {
    using net = network<input<150>, dense<70>, sigmoid, dense<10>, softmax>;
    return train<net, targets::classes>(quadratic{}, sgd{1.0f}, glorot_uniform{});
}

outcome regression_by_momentum() {
    using net = network<input<13>, dense<24>, trilobite::tanh, hard_sigmoid, dense<2>, linear>;
    return train<net, targets::numbers>(mean_absolute_error{}, scheduled{momentum{0.05f}, step_decay{0.5f, 30}},
                                        lecun_uniform{});
}

outcome regularised_by_adam() {
    using net = network<input<17>, regularised<dense<20>, l1{1e-4}>, relu, batch_norm<>, dropout<0.2>, swish, dense<3>,
                        softmax>;
    return train<net, targets::classes>(
        cross_entropy{.label_smoothing = 0.1f} + l2{1e-4},
        scheduled{clip_by_value{adam{0.01f}, 0.5f}, warm_up{10, cosine_decay{.steps = 120}}}, he_normal{});
}

outcome normalised_by_rmsprop() {
    using net = network<input<9>, initialised<dense<18>, orthogonal>, elu<>, layer_norm<>, gelu, dense<4>, log_softmax>;
    return train<net, targets::classes>(negative_log_likelihood{},
                                        scheduled{clip_by_norm{rmsprop{0.005f}, 1.0f}, inverse_time_decay{0.01f}},
                                        he_uniform{});
}

outcome weighted_by_nesterov() {
    using net = network<input<30>, dense<20>, softplus, leaky_relu<>, dense<1>, sigmoid>;
    return train<net, targets::classes>(class_weighted{binary_cross_entropy{}, std::array{1.0f, 1.5f}},
                                        scheduled{nesterov{0.05f}, exponential_decay{0.5f, 100}}, lecun_normal{});
}

// Small enough to be one piece of code without a loop.
outcome frozen_by_adagrad() {
    using net = network<input<3>, frozen<dense<8>>, trilobite::step, dense<2>>;
    return train<net, targets::classes>(hinge{} + l1{1e-4} + l2{1e-4}, adagrad{0.1f}, standard_normal{});
}

outcome composite_by_adadelta() {
    using net = network<input<8>, concat<branch<dense<10>, relu>, branch<>>,
                        residual<projection<initialised<dense<4>, zeros>>, dense<4>, trilobite::tanh>>;
    return train<net, targets::numbers>(huber{.delta = 0.25f}, adadelta{}, truncated_normal{0.3f});
}

}
