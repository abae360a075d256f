#pragma once
/// Trilobite: a network's topology is a type. All of the library but what is for computers with files: trilobite/data/,
/// metrics/, diagnosis/, io/ and report/. Only `fit` and `early_stopping` take memory from the heap.

#include <trilobite/core/constant.hpp>
#include <trilobite/core/math.hpp>
#include <trilobite/core/matrix.hpp>
#include <trilobite/core/permutation.hpp>
#include <trilobite/core/random.hpp>
#include <trilobite/core/shape.hpp>
#include <trilobite/core/simd.hpp>

#include <trilobite/layers/average_pool2d.hpp>
#include <trilobite/layers/batch_norm.hpp>
#include <trilobite/layers/contract.hpp>
#include <trilobite/layers/conv2d.hpp>
#include <trilobite/layers/conv2d_transposed.hpp>
#include <trilobite/layers/depthwise_conv2d.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/dropout.hpp>
#include <trilobite/layers/elu.hpp>
#include <trilobite/layers/flatten.hpp>
#include <trilobite/layers/frozen.hpp>
#include <trilobite/layers/gelu.hpp>
#include <trilobite/layers/global_pooling.hpp>
#include <trilobite/layers/hard_sigmoid.hpp>
#include <trilobite/layers/initialised.hpp>
#include <trilobite/layers/input.hpp>
#include <trilobite/layers/layer_norm.hpp>
#include <trilobite/layers/leaky_relu.hpp>
#include <trilobite/layers/linear.hpp>
#include <trilobite/layers/log_softmax.hpp>
#include <trilobite/layers/max_pool2d.hpp>
#include <trilobite/layers/penalty.hpp>
#include <trilobite/layers/regularised.hpp>
#include <trilobite/layers/relu.hpp>
#include <trilobite/layers/reshape.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/layers/softplus.hpp>
#include <trilobite/layers/spatial_dropout.hpp>
#include <trilobite/layers/step.hpp>
#include <trilobite/layers/swish.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/layers/upsample2d.hpp>

#include <trilobite/costs/binary_cross_entropy.hpp>
#include <trilobite/costs/class_weighted.hpp>
#include <trilobite/costs/cross_entropy.hpp>
#include <trilobite/costs/hinge.hpp>
#include <trilobite/costs/huber.hpp>
#include <trilobite/costs/mean_absolute_error.hpp>
#include <trilobite/costs/negative_log_likelihood.hpp>
#include <trilobite/costs/penalised.hpp>
#include <trilobite/costs/quadratic.hpp>

#include <trilobite/network/network.hpp>
#include <trilobite/network/predict.hpp>

#include <trilobite/training/callbacks/early_stopping.hpp>
#include <trilobite/training/callbacks/reduce_on_plateau.hpp>
#include <trilobite/training/evaluate.hpp>
#include <trilobite/training/fit.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/optimizers/adadelta.hpp>
#include <trilobite/training/optimizers/adagrad.hpp>
#include <trilobite/training/optimizers/adam.hpp>
#include <trilobite/training/optimizers/adamw.hpp>
#include <trilobite/training/optimizers/clip_by_norm.hpp>
#include <trilobite/training/optimizers/clip_by_value.hpp>
#include <trilobite/training/optimizers/momentum.hpp>
#include <trilobite/training/optimizers/nesterov.hpp>
#include <trilobite/training/optimizers/rmsprop.hpp>
#include <trilobite/training/optimizers/scheduled.hpp>
#include <trilobite/training/optimizers/schedules.hpp>
#include <trilobite/training/optimizers/sgd.hpp>
#include <trilobite/training/orthogonal.hpp>
#include <trilobite/training/train_step.hpp>
