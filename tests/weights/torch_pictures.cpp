#include "with_torch.hpp"

using namespace with_torch;

namespace {

template <class T>
using pictures = basic_network<T, input<10, 10, 2>, conv2d<6, 3>, batch_norm<0.9, 1e-5>, relu, max_pool2d<2>,
                               conv2d<4, 3, 1, padding::same>, relu, average_pool2d<2>, flatten, batch_norm<0.9, 1e-5>,
                               dense<classes>, softmax>;

}

TEST_CASE("a network over pictures that PyTorch trained predicts the same here, and has the same gradient",
          "[weights]") {
    compare<pictures>("pictures", 10);
}
