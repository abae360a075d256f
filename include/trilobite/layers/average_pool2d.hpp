#pragma once
#include <trilobite/layers/contract.hpp>
#include <trilobite/layers/window_sums.hpp>

#include <cstddef>

namespace trilobite {

namespace detail {

/// The layer of average_pool2d, for windows of any size.
template <class T, windows Rows, windows Columns, std::size_t Channels>
struct average_pooling {
    using means = window_sums<T, Rows, Columns, Channels, true>;
    using walk = typename means::walk;
    static constexpr shape output = walk::output;
    static constexpr operation_count operations{walk::places, 0, output.size() + (walk::overlap ? walk::places : 0)};
    static constexpr bool ignores_pass = true;
    static constexpr bool backward_reads_output = false;
    static constexpr stack_arrays arrays{};

    template <class X, class Y, FinishWhere<walk::finishes_windows> Finish = kernels::as_is>
    constexpr void forward(auto, X x, Y y, no_memory&, Finish finish = {}) const {
        means::sum(x, y, finish);
    }

    template <class X, class Y, class DX, FinishWhere<walk::finishes_places> Finish = kernels::as_is>
    constexpr void backward_input(training_pass, X, Y, Y dy, no_memory&, DX dx, Finish finish = {}) const {
        means::spread(dy, dx, finish);
    }
};

}

/// The mean of each Size x Size window of an image, for each channel; windows are Stride apart. With padding::same it
/// is the mean of those of its values that are inside the image.
/// x: H x W x C, y: H' x W' x C (windows::count).  dx = the sum of dy / n over the windows that a place is in, each of
/// which is the mean of n values.  (LeCun, Bottou, Bengio, Haffner 1998; Keras' AveragePooling2D)
template <std::size_t Size, std::size_t Stride = Size, padding Padding = padding::valid>
struct average_pool2d {
    static_assert(Size > 0 && Stride > 0,
                  "trilobite: the windows of an average_pool2d have a size and a stride of at least 1");

    static constexpr inferred infer(shape in) {
        return infer_windows(in, {in[0], Size, Stride, Padding}, {in[1], Size, Stride, Padding}, in[2]);
    }

    template <class T, shape In>
    struct layer : detail::average_pooling<T, windows{In[0], Size, Stride, Padding},
                                           windows{In[1], Size, Stride, Padding}, In[2]> {};
};

}
