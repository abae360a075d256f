// Networks in files, and as C++ headers. (tests/exported_header compiles such a header.)
#include <trilobite/io/binary_file.hpp>
#include <trilobite/io/header_file.hpp>
#include <trilobite/trilobite.hpp>

#include "../catch.hpp"
#include "temporary_directory.hpp"

#include <array>
#include <limits>
#include <span>
#include <string>

using namespace trilobite;

namespace {

using net_type = network<input<2>, dense<2>, sigmoid, dense<1>>;

net_type trained() {
    net_type net{};
    initialise(net, 1);
    return net;
}

std::string header_error(const net_type& net, float sample, const std::string& name_space) {
    const auto text = header_text(net, std::span<const float, 2>(std::array{sample, 0.f}), {.name_space = name_space});
    return text ? "none" : text.error();
}

}

TEST_CASE("a network is read from the file it was written to", "[io]") {
    const temporary_directory directory;
    const net_type net = trained();
    net_type read{};
    const auto written = save(net, directory / "net");
    REQUIRE(written);
    CHECK(*written == directory / "net");
    CHECK(contents(directory / "net").size() == binary_bytes<net_type>);
    REQUIRE(load(read, directory / "net"));
    CHECK(read.layer<0>().weights(1, 1) == net.layer<0>().weights(1, 1));
}

TEST_CASE("a file that holds another network is refused by its name", "[io]") {
    const temporary_directory directory;
    const auto path = directory / "net";
    net_type net = trained();
    REQUIRE(write_file(path, "cut off"));
    CHECK(load(net, path).error() == path.string() + ": the network is truncated: expected 36 bytes, found 7");
    CHECK(load(net, directory / "none").error() ==
          (directory / "none").string() + ": expected a network in Trilobite's binary format, found no such file");
    CHECK(load(net, directory / "").error().ends_with(", found a directory"));
    const auto endless = directory / std::string(1000, 'a');
    CHECK(load(net, endless).error() == endless.string() + ": cannot be read: File name too long");
    CHECK(net.layer<0>().weights(1, 1) == trained().layer<0>().weights(1, 1));
}

TEST_CASE("a header takes finite numbers and the name of a namespace", "[io]") {
    for (const char* name : {"a::b_2", "dense", "floats", "trilobite_nets"})
        CHECK(header_error(trained(), 1, name) == "none");
    for (const char* name : {"", "2a", "a b", "a::", "::a", "a:b", "float", "a::namespace", "trilobite", "a::std"})
        CHECK(header_error(trained(), 1, name) ==
              "a namespace such as digits or a::b was expected, found \"" + std::string(name) + "\"");
    net_type infinite = trained();
    infinite.layer<0>().bias(0, 0) = std::numeric_limits<float>::infinity();
    const std::string words = "a value is infinite or NaN: expected a network and a sample of finite values";
    CHECK(header_error(infinite, 1, "a") == words);
    CHECK(header_error(trained(), std::numeric_limits<float>::quiet_NaN(), "a") == words);
}

TEST_CASE("a namespace may be called like a layer, and a network may be without parameters", "[io]") {
    const auto text = header_text(network<input<2>, sigmoid>{}, std::span<const float, 2>(std::array{1.f, 0.f}),
                                  {.name_space = "input::sigmoid"});
    REQUIRE(text);
    CHECK(text->find("namespace trilobite::exported::of_input::of_sigmoid {\n"
                     "using net_type = basic_network<float, input<2>, sigmoid>;\n}\n") != std::string::npos);
    CHECK(text->find("using net_type = trilobite::exported::of_input::of_sigmoid::net_type;\n") != std::string::npos);
    CHECK(text->ends_with("inline constexpr net_type network{};\n\n}\n"));
}

TEST_CASE("a network of layers of one's own is written as its user writes it", "[io]") {
    const auto text = header_text(trained(), std::span<const float, 2>(std::array{1.f, -0.f}),
                                  {.type = "my::net", .includes = {"<my/net.hpp>", "\"other.hpp\""}});
    REQUIRE(text);
    CHECK(text->find("#include <my/net.hpp>\n#include \"other.hpp\"\n#include <trilobite/network/predict.hpp>\n") !=
          std::string::npos);
    CHECK(text->find("namespace trained {\n\nusing net_type = my::net;\n") != std::string::npos);
    CHECK(text->find("input{\n    0x1p+0f, -0x0p+0f,\n};") != std::string::npos);
    CHECK(text->find("exported") == std::string::npos);
}
