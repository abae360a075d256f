#pragma once
#include <trilobite/core/math.hpp>
#include <trilobite/kernels/rows.hpp>
#include <trilobite/layers/contract.hpp>

namespace trilobite {

/// y_i = exp(x_i - max x) / sum_j exp(x_j - max x), over all values of a sample (Bridle 1990).
/// dx_i = y_i (dy_i - sum_j dy_j y_j).
struct softmax {
    static constexpr inferred infer(shape in) { return {.output = in, .needed = {in.size()}}; }

    template <class T, shape In>
    struct layer {
        static constexpr std::size_t size = In.size();
        static constexpr shape output = In;
        static constexpr operation_count operations{4 * size, 0, 4 * size};
        static constexpr bool ignores_pass = true;
        static constexpr stack_arrays arrays{};

        template <class X, class Y>
        constexpr void forward(auto, X x, Y y, no_memory&) const {
            using V = typename Y::simd_type;
            for (std::size_t row = 0; row < Y::rows; ++row) {
                T largest = x(row, 0);
                for (std::size_t i = 1; i < size; ++i)
                    largest = x(row, i) > largest ? x(row, i) : largest;
                for (std::size_t column = 0; column < Y::stride; column += V::lanes) {
                    const V e = math::exp(V::load(x.row(row) + column) - V(largest));
                    kernels::where_real<size>(e, column, T{0}).store(y.row(row) + column);
                }
                T sum = 0;
                for (std::size_t i = 0; i < size; ++i)
                    sum += y(row, i);
                for (std::size_t column = 0; column < Y::stride; column += V::lanes)
                    (V::load(y.row(row) + column) / V(sum)).store(y.row(row) + column);
            }
        }

        template <class X, class Y, class DX>
        constexpr void backward_input(auto, X, Y y, Y dy, no_memory&, DX dx) const {
            using V = typename Y::simd_type;
            for (std::size_t row = 0; row < Y::rows; ++row) {
                T sum = 0;
                for (std::size_t i = 0; i < size; ++i)
                    sum = multiply_add(dy(row, i), y(row, i), sum);
                for (std::size_t column = 0; column < Y::stride; column += V::lanes) {
                    const V here = V::load(y.row(row) + column) * (V::load(dy.row(row) + column) - V(sum));
                    here.store(dx.row(row) + column);
                }
            }
        }
    };
};

}
