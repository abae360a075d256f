// A network as bytes: what was saved is loaded to the bit, and nothing else is loaded at all.
#include <trilobite/network/binary.hpp>
#include <trilobite/trilobite.hpp>

#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <cstring>
#include <string>
#include <vector>

using namespace trilobite;

namespace {

using tiny = network<input<2>, dense<3>, sigmoid, dense<1>>;
using frozen_tiny = network<input<2>, frozen<dense<3>>, sigmoid, dense<1>>;
using tiny_in_doubles = basic_network<double, input<2>, dense<3>, sigmoid, dense<1>>;
using other = network<input<2>, dense<3>, relu, dense<1>>;
using composite = network<input<4, 4, 2>, residual<conv2d<2, 3, 1, padding::same>, batch_norm<>>,
                          concat<branch<conv2d<1, 1>>, branch<>>, flatten, dense<3>>;

static_assert(binary_bytes<tiny> == 36 + 4 * (2 * 3 + 3 + 3 + 1));
static_assert(binary_bytes<tiny_in_doubles> == 36 + 8 * (2 * 3 + 3 + 3 + 1));

using bytes_of = std::vector<std::byte>;

template <class Net>
bytes_of saved(const Net& net) {
    bytes_of bytes(binary_bytes<Net>);
    save(net, std::span<std::byte, binary_bytes<Net>>(bytes));
    return bytes;
}

template <class Net>
Net filled(std::uint64_t seed) {
    Net net{};
    for_each_matrix([&](auto& m) { laws::randomise(m, ++seed); }, net);
    return net;
}

template <class Net, class Other = Net>
bool same_values(const Net& a, const Other& b) {
    bool same = true;
    for_each_matrix(
        [&](const auto& m, const auto& n) { same = same && laws::same_bits(m, n) && laws::padding_is_zero(m); }, a, b);
    return same;
}

/// The error of loading, if it left the network as it was.
template <class Net>
std::string error_of(const bytes_of& bytes) {
    Net net = filled<Net>(7);
    const load_status status = load(net, bytes);
    const auto words = describe(status);
    return !status && same_values(net, filled<Net>(7)) ? std::string(std::string_view(words)) : "it was loaded";
}

template <class Net>
bool survives_a_round_trip() {
    const Net net = filled<Net>(1);
    bytes_of bytes = saved(net);
    bytes.insert(bytes.begin(), std::byte{}); // of no alignment
    Net read{};
    return load(read, std::span(bytes).subspan(1)) && same_values(read, net);
}

}

TEST_CASE("what was saved is loaded to the bit", "[binary]") {
    CHECK(survives_a_round_trip<tiny>());
    CHECK(survives_a_round_trip<tiny_in_doubles>());
    CHECK(survives_a_round_trip<composite>());

    // What matters to training only makes no other network of it.
    const tiny net = filled<tiny>(1);
    frozen_tiny frozen{};
    CHECK(load(frozen, saved(net)));
    CHECK(frozen.layer<0>().weights(1, 2) == net.layer<0>().weights(1, 2));

    // Every bit counts, of values that are no numbers too.
    tiny odd{}, read{};
    odd.layer<0>().weights(0, 0) = std::bit_cast<float>(0x7fc12345u);
    odd.layer<0>().weights(0, 1) = -0.f;
    CHECK(load(read, saved(odd)));
    CHECK(same_values(odd, read));
}

TEST_CASE("the bytes are what the format says", "[binary]") {
    network<input<1>, dense<1>> net{};
    net.layer<0>().weights(0, 0) = 1;
    net.layer<0>().bias(0, 0) = -2;
    // Written down with Python: struct, FNV-1a of "input<1>, dense<1>", CRC-32C bit by bit.
    const unsigned char expected[] = {0x89, 0x54, 0x52, 0x49, 0x4c, 0x4f, 0x0d, 0x0a, 0x01, 0x00, 0x00,
                                      0x00, 0x20, 0x00, 0x00, 0x00, 0x34, 0xf5, 0xc9, 0xed, 0xc9, 0x64,
                                      0x14, 0x3f, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                      0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xc0, 0xee, 0x7b, 0x06, 0x37};
    const bytes_of bytes = saved(net);
    REQUIRE(bytes.size() == sizeof expected);
    CHECK(std::memcmp(bytes.data(), expected, sizeof expected) == 0);
}

TEST_CASE("what is not the whole network is refused, and leaves the network as it was", "[binary]") {
    const bytes_of good = saved(filled<tiny>(1));
    CHECK(error_of<tiny>(good) == "it was loaded");

    for (std::size_t size = 0; size < good.size(); ++size) {
        const bytes_of part(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK(error_of<tiny>(part) == "the network is truncated: expected " + std::to_string(size < 36 ? 36 : 88) +
                                          " bytes, found " + std::to_string(size));
    }
    for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
        bytes_of flipped = good;
        flipped[bit / 8] ^= std::byte{1} << bit % 8;
        INFO("bit " << bit);
        CHECK(error_of<tiny>(flipped) != "it was loaded");
    }
    bytes_of longer = good;
    longer.push_back({});
    CHECK(error_of<tiny>(longer) == "something follows the network: expected 88 bytes, found 89");
}

TEST_CASE("what is another network is refused in words", "[binary]") {
    const bytes_of good = saved(filled<tiny>(1));
    // The hashes are from Python.
    CHECK(error_of<other>(good) ==
          "this is another network: its architecture has another hash: expected 6781727c13e74499, "
          "found fcf6a6be4744ea31");
    CHECK(error_of<tiny_in_doubles>(good) == "the values are of another type: expected 64 bits, found 32");

    const auto changed = [&](std::size_t offset, unsigned char value) {
        bytes_of bytes = good;
        bytes[offset] = std::byte{value};
        return error_of<tiny>(bytes);
    };
    CHECK(changed(1, 't') == "this is no network in Trilobite's binary format");
    CHECK(changed(8, 2) == "the format is another version: expected 1, found 2");
    CHECK(changed(12, 31) == "the network is damaged: its checksum is wrong");
    CHECK(changed(31, 0xff) == "the network is damaged: its checksum is wrong");
    CHECK(changed(40, 0).starts_with("the network is damaged: its checksum is wrong: expected "));
}

namespace {

constexpr auto in_a_constant = [] {
    network<input<2>, dense<1>> net{}, read{};
    net.layer<0>().weights(1, 0) = 0.5f;
    std::array<std::byte, binary_bytes<network<input<2>, dense<1>>>> bytes{};
    save(net, std::span(bytes));
    return load(read, bytes) && read.layer<0>().weights(1, 0) == 0.5f;
}();
static_assert(in_a_constant);

constexpr std::array<float, 9> numbers{1, 2, 3, 4, 5, 6, 7, 8, 9};
constexpr auto made = from_values<network<input<2>, dense<3>>>(numbers);
static_assert(made.layer<0>().weights(0, 2) == 3 && made.layer<0>().weights(1, 0) == 4 &&
              made.layer<0>().bias(0, 2) == 9);

}
