// The code of a prediction by the network that the book begins with, for its size to be taken.

#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/network/predict.hpp>

using namespace trilobite;

using net = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;
template prediction<net> trilobite::predict(const net&, std::span<const float, net::input_size>);
