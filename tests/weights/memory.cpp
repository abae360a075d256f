// What readers take of the heap: a small multiple of the file's size, whatever it is made of.
#include <trilobite/trilobite.hpp>
#include <trilobite/weights/npz.hpp>
#include <trilobite/weights/rtneural.hpp>
#include <trilobite/weights/safetensors.hpp>

#include "../catch.hpp"
#include "../heap_peak.hpp"

#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace trilobite;

namespace {

constexpr std::size_t factor = 16, constant = 1 << 17;
/// A vector that grows is at its worst just behind a power of two.
constexpr std::size_t many = (1 << 16) + 1;

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    while (times-- != 0)
        all += text;
    return all;
}

/// Numbers as short as they can be written, so that there are many names in a file.
std::string short_name(std::size_t n) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";
    return (n < digits.size() ? "" : short_name(n / digits.size())) + digits[n % digits.size()];
}

template <class Load>
void check(const std::string& file, Load load) {
    network<input<2>, dense<3>, batch_norm<>, trilobite::tanh, dense<1>> net;
    std::string error;
    const std::size_t most = heap_peak::of([&] {
        const auto loaded = load(net, std::as_bytes(std::span(file)));
        error = loaded ? "none" : loaded.error().substr(0, 80);
    });
    INFO(file.substr(0, 60) << ": " << error << "; " << most << " bytes for " << file.size());
    CHECK(most <= constant + factor * file.size());
}

void check_rtneural(const std::string& text) {
    check(text, [](auto& net, auto file) { return load_rtneural(net, file); });
}

void check_safetensors(const std::string& header) {
    std::string file;
    for (std::size_t i = 0; i < 8; ++i)
        file += static_cast<char>(static_cast<unsigned char>(header.size() >> (8 * i)));
    for (const bool strict : {true, false})
        check(file + header, [&](auto& net, auto bytes) { return load_safetensors(net, bytes, {.strict = strict}); });
}

/// A .npz file of those entries, deflated, the n-th of n = 0, 1, ... by entry(n).
template <class Entry>
void check_npz(std::size_t count, Entry entry) {
    detail::zip_writer archive(true);
    for (std::size_t n = 0; n < count; ++n) {
        const auto& [name, bytes] = entry(n);
        archive.add(name, bytes);
    }
    const auto file = std::move(archive).finish();
    REQUIRE(file);
    for (const bool strict : {true, false})
        check(*file, [&](auto& net, auto bytes) { return load_npz(net, bytes, {.strict = strict}); });
}

}

#if defined(TRILOBITE_CHECKS_ADDRESSES)
extern "C" int __asan_address_is_poisoned(const volatile void*);
#endif

TEST_CASE("the heap's peak is counted, and the address sanitizer is not blinded by it", "[weights]") {
    constexpr std::size_t size = 1 << 20;
    const std::size_t most = heap_peak::of([] {
        for (int i = 0; i < 4; ++i) {
            const std::vector<char> block(size);
#if defined(TRILOBITE_CHECKS_ADDRESSES)
            CHECK(__asan_address_is_poisoned(block.data() - 1));
            CHECK(__asan_address_is_poisoned(block.data() + size));
#endif
        }
    });
    CHECK(most >= size);
    CHECK(most < 2 * size);
#if defined(TRILOBITE_CHECKS_ADDRESSES)
    CHECK(heap_peak::of([] { std::free(std::malloc(size)); }) >= size); // as C libraries take it
#endif
}

TEST_CASE("JSON that nests, repeats itself or goes on and on takes little memory", "[weights]") {
    const auto member = [](const std::string& text) { return R"({"a":)" + text + "}"; };
    const auto layers = [](const std::string& text) { return R"({"in_shape":[2],"layers":[)" + text + "]}"; };
    const auto weights = [&](const std::string& text) {
        return layers(R"({"type":"dense","weights":[)" + text + "]}");
    };
    check_rtneural(member(repeated("[", many) + repeated("]", many)));
    check_rtneural(member(repeated("[", many)));
    check_rtneural(repeated(R"({"a":)", many));
    check_rtneural(member("[" + repeated("1,", many) + "1]"));
    check_rtneural(layers(repeated("{},", many)));
    check_rtneural(layers(repeated(R"({"type":"tanh"},)", many)));
    check_rtneural(weights("[" + repeated("1,", many) + "1]"));
    check_rtneural(weights("[" + repeated("[],", many) + "[]]"));
    check_rtneural(weights(repeated("[],", many) + "[]"));
    check_rtneural(layers(R"({"type":")" + repeated("x", many) + "\"}"));
    check_rtneural(member("\"" + repeated("x", many) + "\n"));
    check_rtneural(member(repeated("1", many)));
    check_rtneural("{" + repeated("\n", many) + "x");
}

TEST_CASE("a safetensors header of many small things takes little memory", "[weights]") {
    std::string tensors, metadata;
    for (std::size_t n = 0; n < 10'000; ++n) {
        const std::string before = (n == 0 ? "\"" : ",\"") + short_name(n);
        tensors += before + R"(":{"dtype":"I8","shape":[0],"data_offsets":[0,0]})";
        metadata += before + R"(":"")";
    }
    check_safetensors("{" + tensors + "}");
    check_safetensors(R"({"__metadata__":{)" + metadata + "}}");
    check_safetensors(R"({"__metadata__":{"architecture":")" + repeated("x", many) + "\"}}");
    check_safetensors("{\"" + repeated("x", many) + "\":1}");
    check_safetensors("{" + repeated("\n", many) + "x");
}

TEST_CASE("no more of a .npz file is inflated than the network has room for", "[weights]") {
    const std::vector<std::string> names{"0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var"};
    const std::string zeros(1 << 20, '\0');
    check_npz(names.size(), [&](std::size_t n) { return std::pair{names[n] + ".npy", zeros}; });
    check_npz(names.size(), [&](std::size_t n) { return std::pair{names[n] + ".npy", zeros.substr(0, 10'000)}; });
    check_npz(1, [&](std::size_t) { return std::pair{std::string("trilobite.txt"), zeros}; });
    check_npz(10'000, [&](std::size_t n) { return std::pair{short_name(n) + ".npy", std::string()}; });
}

TEST_CASE("the values of a .npy file are not many times as long as in the file", "[weights]") {
    const auto halves = [](std::size_t count) {
        const std::string header = "{'descr':'<f2','fortran_order':False,'shape':(" + std::to_string(count) + ",)}";
        return "\x93NUMPY\1" + std::string(1, '\0') + static_cast<char>(header.size()) + std::string(1, '\0') + header +
               std::string(2 * count, '\0');
    };
    check(halves(many), [](auto&, auto file) { return read_npy<double>(file); });
}
