#include "networks.hpp"
#include "study.hpp"

using shallow = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;

// The book counts them by hand; here the compiler does.
static_assert(shallow::parameter_count == 50'890);

int study_shallow(const options& chosen, const data::digits& digits) {
    return study<shallow, 1, 32, 64, 128>("Stochastic gradient descent", quadratic{}, sgd{0.01f}, 200, chosen, digits);
}
