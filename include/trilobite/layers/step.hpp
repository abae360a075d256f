#pragma once
#include <trilobite/kernels/rows.hpp>
#include <trilobite/layers/contract.hpp>

namespace trilobite {

/// y = 1 where x > 0, else 0: the perceptron's output (Rosenblatt 1958). It has no useful derivative, so a network
/// that holds it predicts but does not train.
struct step {
    static constexpr inferred infer(shape in) { return {.output = in, .needed = in}; }

    template <class T, shape In>
    struct layer {
        static constexpr shape output = In;
        static constexpr operation_count operations{In.size(), 0, 0};
        static constexpr bool ignores_pass = true;
        static constexpr stack_arrays arrays{};

        template <class X, class Y>
        constexpr void forward(auto, X x, Y y, no_memory&) const {
            using V = typename Y::simd_type;
            kernels::for_each_register<Y>(Y::rows, [&](std::size_t row, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                V::select(V::load(x.row(row) + column) > V(T{0}), V(T{1}), V(T{0})).store(y.row(row) + column);
            });
        }

        template <class X, class Y, class DX>
        constexpr void backward_input(auto, X, Y, Y, no_memory&, DX) const {
            static_assert(sizeof(X) == 0, "trilobite: step has no derivative, so it cannot be trained through; use "
                                          "sigmoid or tanh for training");
        }
    };
};

}
