#include "networks.hpp"

#include <trilobite/core/compiler.hpp>

namespace same_bits {

std::span<const training> trainings() {
    static constexpr training all[]{
        {"digits_by_sgd", digits_by_sgd, 0xad1b7cd6efcc2be5, 0},
        {"regression_by_momentum", regression_by_momentum, 0x32bbbdaa46a385a4, 0},
        {"regularised_by_adam", regularised_by_adam, 0x6c6854954338c297, 0},
        {"normalised_by_rmsprop", normalised_by_rmsprop, 0x15cbe712829f19d3, 0},
        {"weighted_by_nesterov", weighted_by_nesterov, 0xd31db7efecf5cfe3, 0},
        {"frozen_by_adagrad", frozen_by_adagrad, 0x78c5e2fdd49f67da, 0},
        {"composite_by_adadelta", composite_by_adadelta, 0xc5a4ac249cbb4afd, 0},
        {"convolution_by_adam", convolution_by_adam, 0x7861d42f364876db, 0},
        {"residual_by_adamw", residual_by_adamw, 0xdd574e35751d25e5, 0},
        {"generator_by_rmsprop", generator_by_rmsprop, 0x8f98b5b62ee599db, 0},
        {"doubles_by_adam", doubles_by_adam, 0x150a3f7475a6236e, 0},
    };
    return all;
}

std::uint64_t expected(const training& t) {
    return trilobite::has_fused_multiply_add ? t.fused : t.rounded_twice;
}

}
