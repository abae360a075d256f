// load_rtneural.

#include "network.hpp"

#include <trilobite/weights/rtneural.hpp>

using namespace trilobite;

std::vector<std::string> seeds() {
    return {
        *rtneural_of(random_net<net_type>()), R"({"in_shape":[null,2],"layers":[]})",
        R"({"in_shape":[null,null,2],"layers":[{"type":"time-distributed-dense","activation":"tanh","shape":[null,3],)"
        R"("weights":[[[1,2,3],[4,5,6]],[7,8,1e300]]}]})",
        R"([[[[[[{"a":[]}]]]]]])"};
}

void read(bytes input) {
    const auto text = std::as_bytes(input);
    auto net = random_net<net_type>();
    if (refused(net, 64 * 1024 + 16 * text.size(), [&](net_type& n) { return load_rtneural(n, text); }))
        return;
    const auto again = rtneural_of(net);
    net_type copy = net;
    require(again && load_rtneural(copy, std::as_bytes(std::span(*again))) && same_bits(net, copy));
}
