#pragma once
/// network<input<784>, dense<64>, sigmoid, dense<10>, softmax>: a topology as a type, and its parameters as a value.

#include <trilobite/layers/input.hpp>
#include <trilobite/network/backward.hpp>
#include <trilobite/network/forward.hpp>

#include <cstddef>

namespace trilobite {

/// A list that does not begin with input<...>.
template <class T, class... Layers>
struct basic_network {
    static_assert(sizeof(T) == 0, "trilobite: a network begins with the shape of one sample: input<...>");
};

/// The parameters of the layers, zero until initialised; put it where you like: static storage, a struct,
/// std::make_unique, the stack. Gradients and whatever else has the shape of the parameters are of the same type.
/// T: float or double.
template <class T, std::size_t... Extents, class... Layers>
struct basic_network<T, input<Extents...>, Layers...> : basic_chain<T, input<Extents...>::output, 1, Layers...> {
    static_assert(sizeof...(Layers) > 0, "trilobite: a network has at least one layer after its input");
    using chain_type = basic_chain<T, input<Extents...>::output, 1, Layers...>;

    static constexpr std::size_t input_size = chain_type::input_shape.size();
    static constexpr std::size_t output_size = chain_type::output_shape.size();

    /// How many values the layers hold, and how many of them are trained.
    static constexpr std::size_t parameter_count = value_count<chain_type>;
    static constexpr std::size_t trained_parameter_count = trained_value_count<chain_type>;
    /// Their bytes, with the padding of rows to registers: sizeof the network.
    static constexpr std::size_t parameter_bytes = sizeof(chain_type);

    /// The working memory, in bytes, of passes over B samples, inputs included.
    template <std::size_t B = 1>
    static constexpr std::size_t inference_bytes = sizeof(matrix<T, B, input_size>) +
                                                   sizeof(tape<chain_type, B, false>);
    template <std::size_t B>
    static constexpr std::size_t training_bytes = sizeof(matrix<T, B, input_size>) + sizeof(matrix<T, B, output_size>) +
                                                  sizeof(tape<chain_type, B, true, true>) +
                                                  sizeof(backward_room<chain_type, B, false, true>);

    /// Floating-point operations for one sample, a multiply-add counted as two: to predict, and to train (forward and
    /// backward; the gradient with respect to the data is not computed).
    static constexpr std::size_t inference_flops = chain_type::operations.forward;
    static constexpr std::size_t training_flops = inference_flops + chain_type::backward_flops;
};

template <class... Layers>
using network = basic_network<float, Layers...>;

}
