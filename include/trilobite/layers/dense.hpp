#pragma once
/// The fully connected layer.

#include <trilobite/kernels/dense.hpp>
#include <trilobite/layers/contract.hpp>

namespace trilobite {

/// y = x W + b.  x: B x In, W: In x Out, b: Out, y: B x Out.
/// dW += x^T dy, db += sum over the batch of dy, dx = dy W^T.  (Rumelhart, Hinton, Williams 1986)
///
/// In is inferred from the layer before; it can be stated, and is then checked. Weights are initialised by the
/// network's initialiser (fan-in In, fan-out Out), biases by zero.
template <std::size_t Out, std::size_t In = 0>
struct dense {
    static_assert(Out > 0, "trilobite: a dense layer has at least 1 unit");

    static constexpr inferred infer(shape in) { return {.output = {Out}, .needed = {In != 0 ? In : in.size()}}; }

    template <class T, shape Input>
    struct layer {
        BOOST_HANA_DEFINE_STRUCT(layer, (matrix<T, Input.size(), Out>, weights), (unpenalised<vector<T, Out>>, bias));

        static constexpr shape output{Out};
        static constexpr std::size_t products = 2 * Input.size() * Out;
        static constexpr operation_count operations{products, products, products};
        static constexpr bool ignores_pass = true;
        static constexpr bool backward_reads_output = false;
        static constexpr bool takes_sample_rows = true;
        /// How the product of a forward pass over B samples is cut (network/stack.hpp).
        template <std::size_t B>
        using forward_tiling = kernels::tiling<T, B, Out, Input.size(), kernels::forward_chains<Input.size(), Out>>;

        template <class X, class Y, class Finish = kernels::as_is>
        TRILOBITE_INLINE void forward(auto, X x, Y y, no_memory&, Finish finish = {}) const {
            kernels::dense_forward(x, weights.view(), bias.view(), y, finish);
        }

        template <class X, class Y, class Gradient>
        TRILOBITE_INLINE void backward_parameters(auto, X x, Y, Y dy, no_memory&, Gradient& gradient) const {
            kernels::dense_backward_parameters(x, dy, sink(gradient, &layer::weights), sink(gradient, &layer::bias));
        }

        template <class X, class Y, class DX, class Finish = kernels::as_is>
        TRILOBITE_INLINE void backward_input(auto, X, Y, Y dy, no_memory&, DX dx, Finish finish = {}) const {
            kernels::dense_backward_input(dy, weights.view(), dx, finish);
        }

        constexpr void initialise(const auto& initialiser, random_key key) {
            initialiser(weights.view(), Input.size(), Out, key);
            bias = {};
        }
    };
};

}
