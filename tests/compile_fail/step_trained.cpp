// expect: step has no derivative, so it cannot be trained through
#include <trilobite/trilobite.hpp>

#include <vector>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
using net = network<input<2>, dense<2>, sigmoid, dense<1>, sigmoid>;
#else
using net = network<input<2>, dense<2>, trilobite::step, dense<1>, sigmoid>;
#endif

void train(net& n, const std::vector<float>& x, const std::vector<float>& y) {
    fit<4>(n, quadratic{}, sgd{}, data_view{x, y}, no_validation{}, {});
}
