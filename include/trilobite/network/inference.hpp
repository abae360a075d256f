#pragma once
/// From the shape of the input and a list of layers to the shape after each of them, or to an error in words.

#include <trilobite/core/unroll.hpp>
#include <trilobite/layers/contract.hpp>

#include <array>
#include <cstddef>

namespace trilobite {

namespace detail {

/// Extents as template arguments, so that a compiler prints them in its errors.
template <std::size_t... Extents>
struct needs;
template <std::size_t... Extents>
struct is_offered;

}

/// Fails to compile, with what layer number Index of the network needs and what the layer before it offers.
template <std::size_t Index, class Layer, class Needs, class Offered>
struct layer_accepts {
    static_assert(sizeof(Layer) == 0, "trilobite: a layer does not fit the shape that the layer before it offers; see "
                                      "layer_accepts<Index, Layer, needs<...>, is_offered<...>> for the numbers");
};

/// A name in the list of layers: it infers shapes and has a layer type.
template <class Spec>
concept LayerName = requires(shape s) {
    { Spec::infer(s) } -> std::same_as<inferred>;
};

namespace detail {

template <std::size_t N>
struct inference {
    std::array<shape, N + 1> shapes{}; ///< shapes[i]: the input of layer i; shapes[N]: the output
    std::array<shape, N + 1> needed{}; ///< what layer i needs
    std::size_t fitting = 0;           ///< how many layers fit, from the first on
};

template <class... Specs>
constexpr auto infer_shapes(shape in) {
    constexpr std::size_t n = sizeof...(Specs);
    using infer_function = inferred (*)(shape);
    const std::array<infer_function, n + 1> functions{&Specs::infer..., nullptr};
    inference<n> all;
    all.shapes[0] = in;
    for (; all.fitting < n; ++all.fitting) {
        const inferred next = functions[all.fitting](all.shapes[all.fitting]);
        all.needed[all.fitting] = next.needed;
        if (next.needed != all.shapes[all.fitting])
            break;
        all.shapes[all.fitting + 1] = next.output;
    }
    return all;
}

template <template <std::size_t...> class List, shape S>
constexpr auto spell_out() {
    return with_indices<S.rank>([](auto... i) { return std::type_identity<List<S.extents[i]...>>{}; });
}

/// The error, as a type, about the first layer that does not fit. FirstIndex: the place of Specs' first in the network.
template <std::size_t FirstIndex, shape In, class... Specs>
constexpr auto first_misfit() {
    constexpr auto all = infer_shapes<Specs...>(In);
    constexpr std::size_t i = all.fitting;
    using needed = typename decltype(spell_out<needs, all.needed[i]>())::type;
    using offered = typename decltype(spell_out<is_offered, all.shapes[i]>())::type;
    return std::type_identity<layer_accepts<FirstIndex + i, nth_type<i, Specs...>, needed, offered>>{};
}

}

}
