#include <trilobite/network/architecture.hpp>
#include <trilobite/trilobite.hpp>

#include "../catch.hpp"
#include "../laws/toy_layers.hpp"

using namespace trilobite;

// Whatever the compiler, these are the words.
static_assert(layer_words<dense<64>> == "dense<64>" && layer_words<dense<64, 784>> == "dense<64>");
static_assert(layer_words<max_pool2d<2>> == "max_pool2d<2, 2, valid>");
static_assert(layer_words<depthwise_conv2d<3, 2, padding::same>> == "depthwise_conv2d<3, 2, same>");
static_assert(layer_words<conv2d<32, 3>> == "conv2d<32, 3, 1, valid>");
static_assert(layer_words<leaky_relu<>> == "leaky_relu<0.01>" && layer_words<elu<2>> == "elu<2>");
static_assert(layer_words<reshape<7, 7, 20>> == "reshape<7, 7, 20>" && layer_words<flatten> == "flatten");
static_assert(layer_words<global_average_pool2d> == "global_average_pool2d");
static_assert(layer_words<residual<projection<conv2d<8, 1, 2>>, conv2d<8, 3, 2, padding::same>, batch_norm<>>> ==
              "residual<projection<conv2d<8, 1, 2, valid>>, conv2d<8, 3, 2, same>, batch_norm<0.99, 0.001>>");
static_assert(layer_words<concat<branch<dense<2>, relu>, branch<>>> == "concat<branch<dense<2>, relu>, branch<>>");
static_assert(layer_words<toys::centre> == "centre");

// What matters to training only is not in them.
static_assert(layer_words<frozen<regularised<initialised<dense<8>, he_normal>, l2{0.1}>>> == "dense<8>");
static_assert(layer_words<dropout<0.2>> == "dropout<0>" && layer_words<spatial_dropout<0.2>> == "spatial_dropout<0>");

namespace {

using shallow = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;
using frozen_shallow = network<input<784>, frozen<dense<64>>, sigmoid, dense<10, 64>, softmax>;
using in_doubles = basic_network<double, input<784>, dense<64>, sigmoid, dense<10>, softmax>;
using with_tanh = network<input<784>, dense<64>, trilobite::tanh, dense<10>, softmax>;

}

// But a training is told from others by them.
static_assert(trained_architecture<shallow> == architecture<shallow>);
static_assert(trained_architecture<frozen_shallow> == "input<784>, frozen<dense<64>>, sigmoid, dense<10>, softmax");
using with_penalties = network<input<1>, residual<regularised<initialised<dense<1>, he_normal>, l2{0.1}>>,
                               regularised<frozen<dense<1>>, l1{0.5} + l2{0.25}>>;
static_assert(trained_architecture<with_penalties> == "input<1>, residual<regularised<dense<1>, l2{0.1}>>, "
                                                      "regularised<frozen<dense<1>>, l1{0.5} + l2{0.25}>");

using with_dropout = network<input<4>, residual<dropout<0.25>, dense<4>>, dropout<0.5>>;
using with_another = network<input<4>, residual<dropout<0.1>, dense<4>>, dropout<0>>;
static_assert(trained_architecture<with_dropout> == "input<4>, residual<dropout<0.25>, dense<4>>, dropout<0.5>");
static_assert(architecture<with_dropout> == "input<4>, residual<dropout<0>, dense<4>>, dropout<0>");
static_assert(architecture<with_dropout> == architecture<with_another>);
static_assert(architecture_hash<with_dropout> == architecture_hash<with_another>);

static_assert(architecture<shallow> == "input<784>, dense<64>, sigmoid, dense<10>, softmax");
// Computed apart, with Python.
static_assert(architecture_hash<shallow> == 0xcaf65ee6399b366d);
static_assert(architecture_hash<shallow> == architecture_hash<frozen_shallow>);
static_assert(architecture_hash<shallow> == architecture_hash<in_doubles>);
static_assert(architecture_hash<shallow> != architecture_hash<with_tanh>);
