#pragma once
/// Between them they hold every layer, cost, optimizer, schedule and initialiser of the library.

#include "same_bits.hpp"

namespace same_bits {

// vectors.cpp
outcome digits_by_sgd();
outcome regression_by_momentum();
outcome regularised_by_adam();
outcome normalised_by_rmsprop();
outcome weighted_by_nesterov();
outcome frozen_by_adagrad();
outcome composite_by_adadelta();

// images.cpp
outcome convolution_by_adam();
outcome residual_by_adamw();
outcome generator_by_rmsprop();

// doubles.cpp
outcome doubles_by_adam();

}
