#include "networks.hpp"
#include "train.hpp"

#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/costs/quadratic.hpp>
#include <trilobite/layers/average_pool2d.hpp>
#include <trilobite/layers/batch_norm.hpp>
#include <trilobite/layers/conv2d.hpp>
#include <trilobite/layers/conv2d_transposed.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/depthwise_conv2d.hpp>
#include <trilobite/layers/flatten.hpp>
#include <trilobite/layers/global_pooling.hpp>
#include <trilobite/layers/max_pool2d.hpp>
#include <trilobite/layers/relu.hpp>
#include <trilobite/layers/reshape.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/layers/spatial_dropout.hpp>
#include <trilobite/layers/upsample2d.hpp>
#include <trilobite/network/composites/concat.hpp>
#include <trilobite/network/composites/residual.hpp>
#include <trilobite/training/optimizers/adam.hpp>
#include <trilobite/training/optimizers/adamw.hpp>
#include <trilobite/training/optimizers/rmsprop.hpp>

using namespace trilobite;

namespace same_bits {

outcome convolution_by_adam() {
    using net = network<input<9, 9, 2>, conv2d<5, 3, 1, padding::same>, relu, max_pool2d<2>, spatial_dropout<0.25>,
                        conv2d<20, 2>, relu, flatten, dense<4>, softmax>;
    return train<net, targets::classes>(cross_entropy{}, adam{0.01f}, glorot_normal{});
}

outcome residual_by_adamw() {
    using block = residual<conv2d<16, 3, 1, padding::same>, batch_norm<>>;
    using module = concat<branch<conv2d<4, 1>>, branch<average_pool2d<3, 1, padding::same>>>;
    using net = network<input<5, 5, 16>, block, relu, module, depthwise_conv2d<3>, global_average_pool2d, softmax>;
    return train<net, targets::classes>(cross_entropy{}, adamw{0.01f}, he_normal{});
}

outcome generator_by_rmsprop() {
    using net = network<input<18>, dense<32>, relu, reshape<4, 4, 2>, upsample2d<2>, conv2d_transposed<6, 3, 2>,
                        conv2d<1, 5, 2>, global_max_pool2d, sigmoid>;
    return train<net, targets::numbers>(quadratic{}, rmsprop{0.005f}, glorot_uniform{});
}

}
