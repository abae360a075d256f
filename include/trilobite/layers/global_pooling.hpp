#pragma once
/// Pooling over the whole image: H x W x C -> C.

#include <trilobite/layers/average_pool2d.hpp>
#include <trilobite/layers/max_pool2d.hpp>

namespace trilobite {

namespace detail {

template <template <class, windows, windows, std::size_t> class Pooling>
struct global_pooling {
    static constexpr inferred infer(shape in) { return {.output = {in[2]}, .needed = as_image(in)}; }

    template <class T, shape In>
    struct layer : Pooling<T, windows{In[0], In[0], 1}, windows{In[1], In[1], 1}, In[2]> {
        static constexpr shape output{In[2]};
    };
};

}

/// The mean of each channel over the whole image.  dx = dy / (H W).  (Lin, Chen, Yan 2014; Keras'
/// GlobalAveragePooling2D)
struct global_average_pool2d : detail::global_pooling<detail::average_pooling> {};

/// The largest value of each channel of the whole image, with the gradient of max_pool2d.  (Keras' GlobalMaxPooling2D)
struct global_max_pool2d : detail::global_pooling<detail::max_pooling> {};

}
