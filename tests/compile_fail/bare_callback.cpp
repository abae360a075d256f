// expect: a callback of fit is on_epoch\(f\), on_batch\(f\), or an object
#include <trilobite/trilobite.hpp>

#include <vector>

using namespace trilobite;

using net = network<input<2>, dense<1>, sigmoid>;

void train(net& n, const std::vector<float>& x, const std::vector<float>& y) {
    const auto stop = [](const auto&) { return false; };
#ifdef TRILOBITE_FIXED
    fit<4>(n, quadratic{}, sgd{}, data_view{x, y}, no_validation{}, {}, on_epoch(stop));
#else
    fit<4>(n, quadratic{}, sgd{}, data_view{x, y}, no_validation{}, {}, stop);
#endif
}
