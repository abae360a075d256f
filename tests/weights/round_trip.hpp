#pragma once
/// Whether files keep all of a network.

#include <trilobite/trilobite.hpp>
#include <trilobite/weights/safetensors.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace round_trip {

using namespace trilobite;

/// f(value, bits) for every value of a network, the bits of each value others; the padding is left out.
template <class Net, class F>
void with_patterns(Net& net, F f) {
    std::uint32_t count = 0;
    for_each_matrix(
        [&]<class M>(M& m) {
            for (std::size_t row = 0; row < M::rows; ++row)
                for (std::size_t column = 0; column < M::columns; ++column)
                    f(m(row, column), ++count * 2654435761u); // an odd factor: no pattern comes twice
        },
        net);
}

/// How many of a network's values are other bits when they have been to a file and back.
template <class Net>
std::size_t values_lost() {
    const auto net = std::make_unique<Net>();
    with_patterns(*net, [](float& value, std::uint32_t bits) { value = std::bit_cast<float>(bits); });
    const std::string file = safetensors_of(*net);
    with_patterns(*net, [](float& value, std::uint32_t) { value = 0; });
    const auto loaded = load_safetensors(*net, std::as_bytes(std::span(file)));
    std::size_t lost = loaded ? 0 : Net::parameter_count;
    with_patterns(*net, [&](float value, std::uint32_t bits) { lost += std::bit_cast<std::uint32_t>(value) != bits; });
    return lost;
}

}
