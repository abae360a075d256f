#include "with_torch.hpp"

using namespace with_torch;

namespace {

template <class T>
using composites = basic_network<T, input<5>, dense<36>, relu, reshape<3, 3, 4>, conv2d_transposed<3, 2, 2>, elu<>,
                                 depthwise_conv2d<3>,
                                 residual<projection<conv2d<4, 1>>, conv2d<4, 3, 1, padding::same>, trilobite::tanh>,
                                 concat<branch<conv2d<2, 1>>, branch<>>, average_pool2d<2>, flatten,
                                 residual<dense<24>, trilobite::tanh>, layer_norm<1e-5>, dense<classes>, softmax>;

}

TEST_CASE("a network of composite layers that PyTorch trained predicts the same here, and has the same gradient",
          "[weights]") {
    compare<composites>("composites", 18);
}
