#pragma once
/// What PyTorch calls the parameters of a layer, and in which order it has them.

#include <trilobite/layers/batch_norm.hpp>
#include <trilobite/layers/conv2d.hpp>
#include <trilobite/layers/conv2d_transposed.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/depthwise_conv2d.hpp>
#include <trilobite/layers/frozen.hpp>
#include <trilobite/layers/initialised.hpp>
#include <trilobite/layers/layer_norm.hpp>
#include <trilobite/layers/regularised.hpp>
#include <trilobite/weights/named_tensor.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace trilobite {

/// The name of a layer without what is around it and matters to training only: frozen, regularised, initialised.
template <class Spec>
struct bare_layer {
    using type = Spec;
};
template <class Spec>
struct bare_layer<frozen<Spec>> : bare_layer<Spec> {};
template <class Spec, auto Penalty>
struct bare_layer<regularised<Spec, Penalty>> : bare_layer<Spec> {};
template <class Spec, class Initialiser>
struct bare_layer<initialised<Spec, Initialiser>> : bare_layer<Spec> {};

/// How the tensors of a layer are listed: add(name, matrix, axes) for each. in, out: the order of the values of the
/// layer's input and output, where these are vectors. Not defined for layers that PyTorch does not have.
template <class Spec>
struct torch_layout;

/// nn.Linear: [out][in].
template <std::size_t Out, std::size_t In>
struct torch_layout<dense<Out, In>> {
    static void list(auto& layer, const value_order& in, const value_order& out, auto add) {
        add("weight", layer.weights, {{Out, 1, out}, {layer.weights.rows, layer.weights.stride, in}});
        add("bias", layer.bias, {{Out, 1, out}});
    }
};

/// nn.Conv2d: [out][in][height][width].
template <std::size_t Filters, std::size_t Kernel, std::size_t Stride, padding Padding>
struct torch_layout<conv2d<Filters, Kernel, Stride, Padding>> {
    static void list(auto& layer, const value_order&, const value_order&, auto add) {
        const std::size_t step = layer.weights.stride, channels = layer.weights.rows / (Kernel * Kernel);
        add("weight", layer.weights,
            {{Filters, 1}, {channels, step}, {Kernel, Kernel * channels * step}, {Kernel, channels * step}});
        add("bias", layer.bias, {{Filters, 1}});
    }
};

/// nn.ConvTranspose2d: [in][out][height][width].
template <std::size_t Filters, std::size_t Kernel, std::size_t Stride, padding Padding>
struct torch_layout<conv2d_transposed<Filters, Kernel, Stride, Padding>> {
    static void list(auto& layer, const value_order&, const value_order&, auto add) {
        const std::size_t step = layer.weights.stride;
        add("weight", layer.weights,
            {{layer.weights.columns, 1}, {Filters, step}, {Kernel, Kernel * Filters * step}, {Kernel, Filters * step}});
        add("bias", layer.bias, {{Filters, 1}});
    }
};

/// nn.Conv2d with a group for each channel: [channel][1][height][width].
template <std::size_t Kernel, std::size_t Stride, padding Padding>
struct torch_layout<depthwise_conv2d<Kernel, Stride, Padding>> {
    static void list(auto& layer, const value_order&, const value_order&, auto add) {
        const std::size_t step = layer.weights.stride, channels = layer.weights.columns;
        add("weight", layer.weights, {{channels, 1}, {1, 0}, {Kernel, Kernel * step}, {Kernel, step}});
        add("bias", layer.bias, {{channels, 1}});
    }
};

/// nn.BatchNorm1d, nn.BatchNorm2d.
template <constant Momentum, constant Epsilon>
struct torch_layout<batch_norm<Momentum, Epsilon>> {
    static void list(auto& layer, const value_order& in, const value_order&, auto add) {
        const std::size_t channels = layer.scale.columns;
        add("weight", layer.scale, {{channels, 1, in}});
        add("bias", layer.shift, {{channels, 1, in}});
        add("running_mean", layer.running_mean, {{channels, 1, in}});
        add("running_var", layer.running_variance, {{channels, 1, in}});
    }
};

/// nn.LayerNorm.
template <constant Epsilon>
struct torch_layout<layer_norm<Epsilon>> {
    static void list(auto& layer, const value_order& in, const value_order&, auto add) {
        const std::size_t channels = layer.scale.columns;
        add("weight", layer.scale, {{channels, 1, in}});
        add("bias", layer.shift, {{channels, 1, in}});
    }
};

}
