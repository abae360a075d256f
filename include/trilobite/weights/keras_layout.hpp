#pragma once
/// What Keras calls the parameters of a layer, and in which order it has them.

#include <trilobite/core/members.hpp>
#include <trilobite/weights/named_tensor.hpp>
#include <trilobite/weights/tensors.hpp>
#include <trilobite/weights/torch_layout.hpp>

#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace trilobite {

/// How the variables of a layer are listed: add(name, matrix, shape) for each, in the order in which Keras has them.
/// Their values stand here as they do in Keras, channels last. kind: the class's name, as files have it. A layer of
/// one's own that is one of Keras' too says so by a specialisation.
template <class Spec>
struct keras_layout;

template <std::size_t Out, std::size_t In>
struct keras_layout<dense<Out, In>> {
    static constexpr const char* kind = "dense";
    static void list(auto& layer, auto add) {
        add("kernel", layer.weights, {layer.weights.rows, Out});
        add("bias", layer.bias, {Out});
    }
};

template <std::size_t Filters, std::size_t Kernel, std::size_t Stride, padding Padding>
struct keras_layout<conv2d<Filters, Kernel, Stride, Padding>> {
    static constexpr const char* kind = "conv2d";
    static void list(auto& layer, auto add) {
        add("kernel", layer.weights, {Kernel, Kernel, layer.weights.rows / (Kernel * Kernel), Filters});
        add("bias", layer.bias, {Filters});
    }
};

template <std::size_t Filters, std::size_t Kernel, std::size_t Stride, padding Padding>
struct keras_layout<conv2d_transposed<Filters, Kernel, Stride, Padding>> {
    static constexpr const char* kind = "conv2d_transpose";
    static void list(auto& layer, auto add) {
        add("kernel", layer.weights, {Kernel, Kernel, Filters, layer.weights.columns});
        add("bias", layer.bias, {Filters});
    }
};

template <std::size_t Kernel, std::size_t Stride, padding Padding>
struct keras_layout<depthwise_conv2d<Kernel, Stride, Padding>> {
    static constexpr const char* kind = "depthwise_conv2d";
    static void list(auto& layer, auto add) {
        add("kernel", layer.weights, {Kernel, Kernel, layer.weights.columns, 1});
        add("bias", layer.bias, {layer.bias.columns});
    }
};

template <constant Momentum, constant Epsilon>
struct keras_layout<batch_norm<Momentum, Epsilon>> {
    static constexpr const char* kind = "batch_normalization";
    static void list(auto& layer, auto add) {
        add("gamma", layer.scale, {layer.scale.columns});
        add("beta", layer.shift, {layer.shift.columns});
        add("moving_mean", layer.running_mean, {layer.running_mean.columns});
        add("moving_variance", layer.running_variance, {layer.running_variance.columns});
    }
};

template <constant Epsilon>
struct keras_layout<layer_norm<Epsilon>> {
    static constexpr const char* kind = "layer_normalization";
    static void list(auto& layer, auto add) {
        add("gamma", layer.scale, {layer.scale.columns});
        add("beta", layer.shift, {layer.shift.columns});
    }
};

/// A layer that has variables. path: its place in the network, as tensors_of has it: "3", or "3.shortcut.0".
template <class T>
struct keras_layer {
    std::string path, kind;
    std::vector<named_tensor<T>> variables;
};

namespace detail {

/// The axes of a matrix that others take for a tensor of that shape: the last extents make the columns.
template <class Matrix>
std::vector<tensor_axis> axes_of(const std::vector<std::size_t>& shape) {
    std::vector<tensor_axis> axes(shape.size());
    std::size_t inside = 1, step = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        if (inside == Matrix::columns)
            step = Matrix::stride;
        axes[i] = {shape[i], step};
        inside *= shape[i];
        step *= shape[i];
    }
    return axes;
}

template <class T>
struct keras_lister {
    std::vector<keras_layer<T>> found;

    template <class Chain>
    void list_chain(Chain& layers, const std::string& path) {
        unroll<Chain::depth>([&](auto i) {
            list_layer<bare_name<std::remove_const_t<Chain>, i>>(layers.template layer<i>(), path + std::to_string(i));
        });
    }

private:
    template <class Spec, class Layer>
    void list_layer(Layer& layer, const std::string& path) {
        if constexpr (requires { keras_layout<Spec>::kind; }) {
            keras_layer<T>& one = found.emplace_back(keras_layer<T>{path, keras_layout<Spec>::kind, {}});
            keras_layout<Spec>::list(layer, [&](const char* name, auto& matrix, std::vector<std::size_t> shape) {
                one.variables.push_back({name, matrix.values, axes_of<std::remove_cvref_t<decltype(matrix)>>(shape)});
            });
        } else if constexpr (HasBranches<Layer>) {
            unroll<Layer::branch_count>([&](auto i) {
                const std::string branch = is_concat<Layer> ? std::to_string(i) + "." : i == 0 ? "" : "shortcut.";
                list_chain(layer.template branch<i>(), path + "." + branch);
            });
        } else {
            static_assert(value_count<Layer> == 0, "trilobite: Keras' names for the parameters of this layer are not "
                                                   "known; say them by a specialisation of keras_layout");
        }
    }
};

}

/// The layers of a network that have variables, those of composites among them, in their order.
template <class Net>
auto keras_layers_of(Net& net) {
    using value_type = typename Net::value_type;
    detail::keras_lister<std::conditional_t<std::is_const_v<Net>, const value_type, value_type>> lister;
    lister.list_chain(net, "");
    return std::move(lister.found);
}

}
