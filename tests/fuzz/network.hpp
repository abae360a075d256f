#pragma once
#include "fuzz.hpp"

#include <trilobite/layers/batch_norm.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/network/initialise.hpp>
#include <trilobite/network/network.hpp>
#include <trilobite/training/initialisers.hpp>

#include <cstring>
#include <span>

using net_type = trilobite::network<trilobite::input<2>, trilobite::dense<3>, trilobite::batch_norm<>, trilobite::tanh,
                                    trilobite::dense<1>>;

template <class Net>
Net random_net() {
    Net net;
    trilobite::initialise(net, 1);
    return net;
}

/// Whether two networks have the same values, bit by bit, and the same padding.
template <class Net>
bool same_bits(const Net& a, const Net& b) {
    bool all = true;
    trilobite::for_each_matrix(
        [&](auto& x, auto& y) { all = all && std::memcmp(x.values, y.values, sizeof(x.values)) == 0; }, a, b);
    return all;
}

/// Whether what load(net) gives is a failure, in words; then the network must be as it was. Otherwise it must be what
/// load makes of another network too. most: bytes on the heap.
template <class Net, class Load>
bool refused(Net& net, std::size_t most, Load load) {
    const Net before = net;
    heap_peak::forget();
    const auto loaded = load(net);
    require(heap_peak::bytes() <= most);
    if (!loaded) {
        require(!loaded.error().empty());
        require(same_bits(net, before));
    }
    return !loaded;
}
