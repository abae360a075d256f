#include "networks.hpp"

#include <trilobite/core/compiler.hpp>

namespace same_bits {

std::span<const training> trainings() {
    static constexpr training all[]{
        {"digits_by_sgd", digits_by_sgd, 0xad1b7cd6efcc2be5, 0xc101091300ba5b1c},
        {"regression_by_momentum", regression_by_momentum, 0x4c167cf9dceb6e31, 0xb4381ec6d82a05bb},
        {"regularised_by_adam", regularised_by_adam, 0x8d56595191b8d8d2, 0x83f0aaac5238a2c8},
        {"normalised_by_rmsprop", normalised_by_rmsprop, 0xb57d6acc7dfdf8be, 0xbaa5b120c36944ef},
        {"weighted_by_nesterov", weighted_by_nesterov, 0xa6e146a98320e12b, 0xae6f33d7a6143728},
        {"frozen_by_adagrad", frozen_by_adagrad, 0x1978e8b3bf64b685, 0xf0f5667df3052678},
        {"composite_by_adadelta", composite_by_adadelta, 0x1690d42a3bb32015, 0xb40aad77dbe77e70},
        {"convolution_by_adam", convolution_by_adam, 0x7861d42f364876db, 0xa03087d1119564b5},
        {"residual_by_adamw", residual_by_adamw, 0xdfefc932aa4f7454, 0xb4b0158af81441b6},
        {"generator_by_rmsprop", generator_by_rmsprop, 0x4dea60b31fbe597d, 0x1813212bf2e265fd},
        {"doubles_by_adam", doubles_by_adam, 0x759a9e4a455412bf, 0x27044518d64108d5},
    };
    return all;
}

std::uint64_t expected(const training& t) {
    return trilobite::has_fused_multiply_add ? t.fused : t.rounded_twice;
}

}
