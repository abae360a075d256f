#include "networks.hpp"
#include "study.hpp"

// LeNet-5 as the book builds it: two layers of filters that look for the same small patterns everywhere in the image, a
// pooling layer that keeps what they found and forgets where exactly, and a dense layer that makes digits of it.
using lenet = network<input<28, 28, 1>, conv2d<32, 3>, relu, conv2d<64, 3>, relu, max_pool2d<2>, dropout<0.25>, flatten,
                      dense<128>, relu, dropout<0.5>, dense<10>, softmax>;
static_assert(lenet::parameter_count == 1'199'882);

int study_lenet(const options& chosen, const data::digits& digits) {
    return study<lenet, 128>("Adam", cross_entropy{}, adam{}, 10, chosen, digits);
}
