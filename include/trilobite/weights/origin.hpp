#pragma once
/// What every file of weights says of the network that it was written for.

#include <trilobite/core/version.hpp>
#include <trilobite/network/architecture.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace trilobite::detail {

inline std::string hash_text(std::uint64_t hash) {
    std::string text(16, '0');
    for (std::size_t i = 0; i < 16; ++i)
        text[15 - i] = "0123456789abcdef"[hash >> (4 * i) & 15];
    return text;
}

template <class Net>
std::map<std::string, std::string> origin() {
    return {{"architecture", std::string(architecture<Net>)},
            {"architecture_hash", hash_text(architecture_hash<Net>)},
            {"trilobite", std::string(library_version)}};
}

}
