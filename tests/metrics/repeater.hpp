#pragma once
#include <trilobite/layers/dense.hpp>
#include <trilobite/network/network.hpp>

/// A network that repeats its input, so that samples say themselves what it makes of them.
template <std::size_t N>
trilobite::network<trilobite::input<N>, trilobite::dense<N>> repeater() {
    trilobite::network<trilobite::input<N>, trilobite::dense<N>> net{};
    for (std::size_t i = 0; i < N; ++i)
        net.template layer<0>().weights(i, i) = 1;
    return net;
}
