#pragma once
/// OpenBLAS's sgemm.

#include "by_hand.hpp"

#include <cblas.h>

#include <cstddef>

namespace bench::peers {

struct openblas_product {
    static constexpr const char* name = "OpenBLAS";

    template <std::size_t M, std::size_t N, std::size_t K, standing A, standing B>
    static void multiply(float alpha, const float* a, const float* b, float beta, float* c) {
        constexpr auto form = [](standing s) { return s == standing::as_is ? CblasNoTrans : CblasTrans; };
        constexpr int lda = A == standing::as_is ? K : M, ldb = B == standing::as_is ? N : K;
        cblas_sgemm(CblasRowMajor, form(A), form(B), int(M), int(N), int(K), alpha, a, lda, b, ldb, beta, c, int(N));
    }
};

using openblas = by_hand<openblas_product>;

}
