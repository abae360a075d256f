#pragma once
/// No library: loops of fixed sizes, left to the compiler.

#include "by_hand.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace bench::peers {

struct plain_loops {
    static constexpr const char* name = "plain loops";

    template <std::size_t M, std::size_t N, std::size_t K, standing A, standing B>
    static void multiply(float alpha, const float* a, const float* b, float beta, float* c) {
        for (std::size_t i = 0; i < M; ++i) {
            std::array<float, N> sums{};
            for (std::size_t k = 0; k < K; ++k) {
                const float factor = a[A == standing::as_is ? i * K + k : k * M + i];
                for (std::size_t j = 0; j < N; ++j)
                    sums[j] = std::fma(factor, b[B == standing::as_is ? k * N + j : j * K + k], sums[j]);
            }
            for (std::size_t j = 0; j < N; ++j)
                c[i * N + j] = beta == 0 ? alpha * sums[j] : std::fma(alpha, sums[j], beta * c[i * N + j]);
        }
    }
};

using plain = by_hand<plain_loops>;

}
