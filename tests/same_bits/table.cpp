#include "networks.hpp"

#include <trilobite/core/compiler.hpp>

namespace same_bits {

std::span<const training> trainings() {
    static constexpr training all[]{
        {"digits_by_sgd", digits_by_sgd, 0xad1b7cd6efcc2be5, 0},
        {"regression_by_momentum", regression_by_momentum, 0x4c167cf9dceb6e31, 0},
        {"regularised_by_adam", regularised_by_adam, 0x8d56595191b8d8d2, 0},
        {"normalised_by_rmsprop", normalised_by_rmsprop, 0xb57d6acc7dfdf8be, 0},
        {"weighted_by_nesterov", weighted_by_nesterov, 0xa6e146a98320e12b, 0},
        {"frozen_by_adagrad", frozen_by_adagrad, 0x1978e8b3bf64b685, 0},
        {"composite_by_adadelta", composite_by_adadelta, 0x1690d42a3bb32015, 0},
        {"convolution_by_adam", convolution_by_adam, 0x7861d42f364876db, 0},
        {"residual_by_adamw", residual_by_adamw, 0xdfefc932aa4f7454, 0},
        {"generator_by_rmsprop", generator_by_rmsprop, 0x4dea60b31fbe597d, 0},
        {"doubles_by_adam", doubles_by_adam, 0x759a9e4a455412bf, 0},
    };
    return all;
}

std::uint64_t expected(const training& t) {
    return trilobite::has_fused_multiply_add ? t.fused : t.rounded_twice;
}

}
