#include "networks.hpp"
#include "study.hpp"

using intermediate = network<input<784>, dense<64>, relu, dense<64>, relu, dense<10>, softmax>;
static_assert(intermediate::parameter_count == 55'050);

int study_intermediate(const options& chosen, const data::digits& digits) {
    return study<intermediate, 1, 32, 64, 128>("Stochastic gradient descent", cross_entropy{}, sgd{0.1f}, 20, chosen,
                                               digits);
}
