#pragma once
#include <trilobite/layers/contract.hpp>
#include <trilobite/layers/window_sums.hpp>

#include <cstddef>

namespace trilobite {

/// An image Factor times as high and as wide: each value becomes a square of Factor x Factor, for each channel.
/// x: H x W x C, y: Factor H x Factor W x C.  dx = the sum of dy over the square.  (Keras' UpSampling2D, nearest
/// neighbour)
template <std::size_t Factor>
struct upsample2d {
    static_assert(Factor > 0, "trilobite: the factor of an upsample2d is at least 1");

    static constexpr inferred infer(shape in) {
        return {.output = {Factor * in[0], Factor * in[1], in[2]}, .needed = as_image(in)};
    }

    template <class T, shape In>
    struct layer {
        static constexpr shape output = infer(In).output;
        static constexpr operation_count operations{0, 0, output.size() - In.size()};
        static constexpr bool ignores_pass = true;
        static constexpr stack_arrays arrays{};
        static constexpr bool backward_reads_output = false;

        /// The squares are the windows of the larger image.
        using squares =
            window_sums<T, windows{output[0], Factor, Factor}, windows{output[1], Factor, Factor}, In[2], false>;

        template <class X, class Y, FinishWhere<squares::walk::finishes_places> Finish = kernels::as_is>
        constexpr void forward(auto, X x, Y y, no_memory&, Finish finish = {}) const {
            squares::spread(x, y, finish);
        }

        template <class X, class Y, class DX, FinishWhere<squares::walk::finishes_windows> Finish = kernels::as_is>
        constexpr void backward_input(training_pass, X, Y, Y dy, no_memory&, DX dx, Finish finish = {}) const {
            squares::sum(dy, dx, finish);
        }
    };
};

}
