#include "networks.hpp"
#include "train.hpp"

#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/layers/conv2d.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/dropout.hpp>
#include <trilobite/layers/flatten.hpp>
#include <trilobite/layers/gelu.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/training/optimizers/adam.hpp>

using namespace trilobite;

namespace same_bits {

outcome doubles_by_adam() {
    using net = basic_network<double, input<6, 6, 1>, conv2d<3, 3>, gelu, dropout<0.2>, flatten, dense<3>, softmax>;
    return train<net, targets::classes>(cross_entropy{}, adam{0.01f}, he_normal{});
}

}
