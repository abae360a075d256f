#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/relu.hpp>
#include <trilobite/network/predict.hpp>

using namespace trilobite;
using net = network<input<4>, dense<32>, relu, dense<16>, relu, dense<2>>;

template prediction<net> trilobite::predict(const net&, std::span<const float, net::input_size>);
