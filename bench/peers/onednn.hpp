#pragma once
/// oneDNN's sgemm.

#include "by_hand.hpp"

#include <oneapi/dnnl/dnnl.h>

#include <cstddef>

namespace bench::peers {

struct onednn_product {
    static constexpr const char* name = "oneDNN";

    template <std::size_t M, std::size_t N, std::size_t K, standing A, standing B>
    static void multiply(float alpha, const float* a, const float* b, float beta, float* c) {
        constexpr auto form = [](standing s) { return s == standing::as_is ? 'N' : 'T'; };
        constexpr dnnl_dim_t lda = A == standing::as_is ? K : M, ldb = B == standing::as_is ? N : K;
        dnnl_sgemm(form(A), form(B), M, N, K, alpha, a, lda, b, ldb, beta, c, N);
    }
};

using onednn = by_hand<onednn_product>;

}
