#pragma once
#include <trilobite/core/random.hpp>
#include <trilobite/network/chain.hpp>

namespace trilobite {

/// Gives every layer of a chain that wants it random values, each layer from a key of its own.
/// initialiser(view, fan_in, fan_out, key) fills a matrix.
template <class T, shape In, std::size_t First, class... Specs, class Initialiser>
constexpr void initialise(basic_chain<T, In, First, Specs...>& layers, const Initialiser& initialiser, random_key key) {
    unroll<sizeof...(Specs)>([&](auto i) {
        auto& layer = layers.template layer<i>();
        if constexpr (requires { layer.initialise(initialiser, key); })
            layer.initialise(initialiser, key.derive(i));
    });
}

}
