// load_safetensors. The first byte of an input says with which options.

#include "network.hpp"

#include <trilobite/weights/safetensors.hpp>

using namespace trilobite;

std::vector<std::string> seeds() {
    const auto with_header = [](const std::string& header, const std::string& values) {
        return '\1' + std::string(1, static_cast<char>(header.size())) + std::string(7, '\0') + header + values;
    };
    const std::string ours = safetensors_of(random_net<net_type>());
    return {
        '\0' + ours,
        '\1' + ours,
        '\2' + ours,
        with_header("{}", ""),
        with_header(R"({"0.bias":{"dtype":"F64","shape":[3],"data_offsets":[0,24]}})", std::string(24, 'x')),
        with_header(R"({"3.bias":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]},"__metadata__":{"a":"b"}})", "xx"),
        with_header(R"({"0.weight":{"dtype":"F16","shape":[3,2],"data_offsets":[0,12]}})", std::string(12, 'x'))};
}

void read(bytes input) {
    if (input.empty())
        return;
    const load_options options{.names = {}, .strict = (input[0] & 1) == 0, .rounds = (input[0] & 2) != 0};
    const auto file = std::as_bytes(input.subspan(1));
    auto net = random_net<net_type>();
    if (refused(net, 64 * 1024 + 16 * file.size(), [&](net_type& n) { return load_safetensors(n, file, options); }))
        return;
    const std::string again = safetensors_of(net);
    net_type copy;
    require(load_safetensors(copy, std::as_bytes(std::span(again))) && same_bits(net, copy));
}
