#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/network/predict.hpp>

using namespace trilobite;
using net = network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>;

template prediction<net> trilobite::predict(const net&, std::span<const float, net::input_size>);
