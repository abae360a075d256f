// load_npz. The first byte of an input says with which options, and whether the rest is the archive, or arrays that are
// yet to be packed, each behind its size in a byte: checksums would not let them through.

#include "network.hpp"

#include <trilobite/weights/npz.hpp>

#include <algorithm>
#include <array>

using namespace trilobite;

namespace {

std::string packed(std::span<const std::byte> arrays, bool deflated) {
    detail::zip_writer archive(deflated);
    for (const char* name : {"0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "3.weight",
                             "3.bias", "other"}) {
        if (arrays.empty())
            break;
        const std::size_t size = std::min(static_cast<std::size_t>(arrays[0]), arrays.size() - 1);
        archive.add(std::string(name) + ".npy", detail::text_of(arrays.subspan(1, size)));
        arrays = arrays.subspan(1 + size);
    }
    return *std::move(archive).finish();
}

}

std::vector<std::string> seeds() {
    const auto net = random_net<net_type>();
    std::string arrays;
    for (const auto& tensor : tensors_of(net)) {
        npy_array<float> array{tensor.shape(), {}};
        tensor.for_each([&](float value) { array.values.push_back(value); });
        const std::string file = npy_of(array);
        (arrays += static_cast<char>(file.size())) += file;
    }
    const std::string stored = *npz_of(net), deflated = *npz_of(net, npz_packing::deflated);
    return {'\0' + stored, '\0' + deflated, '\1' + stored, '\4' + arrays, '\x1c' + arrays};
}

void read(bytes input) {
    if (input.empty())
        return;
    const load_options options{.names = {}, .strict = (input[0] & 1) == 0, .rounds = (input[0] & 2) != 0};
    auto file = std::as_bytes(input.subspan(1));
    std::string archive;
    if (input[0] & 4) {
        archive = packed(file, (input[0] & 0x18) == 0x18); // not often: it takes zlib half of the time
        file = std::as_bytes(std::span(archive));
    }
    auto net = random_net<net_type>();
    // The wanted arrays may have headers of 10 KB each, and zlib's own state takes some 40 KiB.
    if (refused(net, 256 * 1024 + 16 * file.size(), [&](net_type& n) { return load_npz(n, file, options); }))
        return;
    const std::string again = *npz_of(net);
    net_type copy;
    require(load_npz(copy, std::as_bytes(std::span(again))) && same_bits(net, copy));
}
