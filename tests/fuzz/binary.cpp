// load of a network's bytes: an input as it is, and once more with the checksum that it should have.

#include "network.hpp"

#include <trilobite/network/binary.hpp>

#include <algorithm>
#include <array>
#include <vector>

using namespace trilobite;

namespace {

constexpr std::size_t header = detail::binary_header, checksum = detail::binary_checksum;

void load_from(std::span<const std::byte> file) {
    static const net_type before = random_net<net_type>();
    net_type net = before;
    heap_peak::forget();
    const load_status status = load(net, file);
    require(std::string_view(describe(status)).size() > 1);
    require(heap_peak::bytes() == 0);
    if (!status) {
        require(same_bits(net, before));
        return;
    }
    std::array<std::byte, binary_bytes<net_type>> again{};
    save(net, again);
    require(std::ranges::equal(again, file));
}

}

std::vector<std::string> seeds() {
    const auto bytes_of = [](const auto& net) {
        std::string bytes(binary_bytes<std::remove_cvref_t<decltype(net)>>, '\0');
        save(net, std::as_writable_bytes(std::span<char, binary_bytes<std::remove_cvref_t<decltype(net)>>>(bytes)));
        return bytes;
    };
    return {bytes_of(random_net<net_type>()), bytes_of(network<input<1>, dense<1>>()),
            bytes_of(basic_network<double, input<2>, dense<3>, batch_norm<>, trilobite::tanh, dense<1>>())};
}

void read(bytes input) {
    load_from(std::as_bytes(input));
    if (input.size() < header + checksum)
        return;
    std::vector<std::byte> mended(input.size());
    std::ranges::copy(std::as_bytes(input), mended.begin());
    const std::size_t end = mended.size() - checksum;
    detail::put(&mended[end], crc32c(std::span<const std::byte>(mended).first(end)));
    load_from(mended);
}
