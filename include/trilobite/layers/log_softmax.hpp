#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/kernels/rows.hpp>
#include <trilobite/layers/contract.hpp>

#include <algorithm>
#include <numeric>

namespace trilobite {

/// y_i = x_i - max x - ln sum_j exp(x_j - max x): the logarithm of a softmax, over all values of a sample. It does not
/// run out of digits where a probability is tiny. For the cost negative_log_likelihood.
/// dx_i = dy_i - exp(y_i) sum_j dy_j.
struct log_softmax {
    static constexpr inferred infer(shape in) { return {.output = in, .needed = {in.size()}}; }

    template <class T, shape In>
    struct layer {
        static constexpr std::size_t size = In.size();
        static constexpr shape output = In;
        static constexpr operation_count operations{5 * size, 0, 4 * size};
        static constexpr bool ignores_pass = true;
        static constexpr stack_arrays arrays{};

        template <class X, class Y>
        constexpr void forward(auto, X x, Y y, no_memory&) const {
            using V = typename Y::simd_type;
            for (std::size_t row = 0; row < Y::rows; ++row) {
                const V largest = *std::max_element(x.row(row), x.row(row) + size);
                for (std::size_t column = 0; column < Y::stride; column += V::lanes)
                    math::exp(V::load(x.row(row) + column) - largest).store(y.row(row) + column);
                const V log_sum = math::log(std::accumulate(y.row(row), y.row(row) + size, T{0}));
                for (std::size_t column = 0; column < Y::stride; column += V::lanes)
                    (V::load(x.row(row) + column) - largest - log_sum).store(y.row(row) + column);
            }
        }

        template <class X, class Y, class DX>
        constexpr void backward_input(auto, X, Y y, Y dy, no_memory&, DX dx) const {
            using V = typename Y::simd_type;
            for (std::size_t row = 0; row < Y::rows; ++row) {
                const V sum = std::accumulate(dy.row(row), dy.row(row) + size, T{0});
                for (std::size_t column = 0; column < Y::stride; column += V::lanes) {
                    const V here = V::fma(-math::exp(V::load(y.row(row) + column)), sum, V::load(dy.row(row) + column));
                    kernels::where_real<size>(here, column, T{0}).store(dx.row(row) + column);
                }
            }
        }
    };
};

}
