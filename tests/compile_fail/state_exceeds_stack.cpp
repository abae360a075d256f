// expect: the gradient and what the optimizer remembers are too large for fit to put on the stack
// expect: training_state_fits<[0-9]+[ul]*, *2097152[ul]*>
#include <trilobite/trilobite.hpp>

#include <memory>
#include <vector>

using namespace trilobite;

using net = network<input<1024>, dense<1024>, sigmoid>;

void train(net& n, const std::vector<float>& x, const std::vector<float>& y) {
#ifdef TRILOBITE_FIXED
    const auto state = std::make_unique<training_state<net, sgd>>();
    fit<32>(n, *state, quadratic{}, sgd{}, data_view{x, y}, no_validation{}, {});
#else
    fit<32>(n, quadratic{}, sgd{}, data_view{x, y}, no_validation{}, {});
#endif
}
