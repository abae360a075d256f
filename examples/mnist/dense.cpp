#include "networks.hpp"
#include "study.hpp"

// The two of chapters 5 and 8 stand in one file: much of what the compiler writes for the one it can use for the other.

using shallow = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;

// The book counts them by hand; here the compiler does.
static_assert(shallow::parameter_count == 50'890);

int study_shallow(const options& chosen, const data::digits& digits) {
    return study<shallow, 1, 32, 64, 128>("Stochastic gradient descent", quadratic{}, sgd{0.01f}, 200, chosen, digits);
}

using intermediate = network<input<784>, dense<64>, relu, dense<64>, relu, dense<10>, softmax>;
static_assert(intermediate::parameter_count == 55'050);

int study_intermediate(const options& chosen, const data::digits& digits) {
    return study<intermediate, 1, 32, 64, 128>("Stochastic gradient descent", cross_entropy{}, sgd{0.1f}, 20, chosen,
                                               digits);
}
