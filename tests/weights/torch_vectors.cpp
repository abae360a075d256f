#include "with_torch.hpp"

using namespace with_torch;

namespace {

template <class T>
using vectors = basic_network<T, input<6>, dense<16>, batch_norm<0.9, 1e-5>, trilobite::tanh, dense<8>, relu,
                              dense<classes>, softmax>;

}

TEST_CASE("a network over vectors that PyTorch trained predicts the same here, and has the same gradient",
          "[weights]") {
    compare<vectors>("vectors", 8);
}
