// What matters to training only makes no weights foreign.
#include <trilobite/io/binary_file.hpp>
#include <trilobite/trilobite.hpp>
#include <trilobite/weights/npz.hpp>
#include <trilobite/weights/safetensors.hpp>

#include "../catch.hpp"
#include "../io/temporary_directory.hpp"

#include <string>

using namespace trilobite;

namespace {

using saved =
    network<input<4, 4, 1>, conv2d<2, 2>, spatial_dropout<0.1>, flatten, dropout<0.25>, dense<3>, relu, dense<1>>;
using other = network<input<4, 4, 1>, frozen<conv2d<2, 2>>, spatial_dropout<0.5>, flatten, dropout<0>,
                      regularised<dense<3>, l2{0.1}>, relu, initialised<dense<1>, he_normal>>;
using without = network<input<4, 4, 1>, conv2d<2, 2>, flatten, dense<3>, relu, dense<1>>;

template <class Net, class Load>
std::string error_of(Load load) {
    Net net{};
    const auto loaded = load(net);
    return loaded ? "none" : loaded.error();
}

template <class Load>
void check(Load load, const std::string& error) {
    other net{};
    const auto loaded = load(net);
    INFO((loaded ? "" : loaded.error()));
    CHECK(loaded);
    CHECK(net.layer<6>().weights(2, 0) != 0);
    CHECK(error_of<without>(load).find(error) != std::string::npos);
}

}

TEST_CASE("a network is read where rates, penalties and what is frozen are others", "[weights]") {
    const temporary_directory directory;
    const auto net = std::make_unique<saved>();
    initialise(*net, 1);
    const std::string words =
        "written for input<4, 4, 1>, conv2d<2, 2, 1, valid>, spatial_dropout<0>, flatten, dropout<0>, "
        "dense<3>, relu, dense<1>, but this is input<4, 4, 1>, conv2d<2, 2, 1, valid>, flatten, ";
    const auto path = directory / "net";
    REQUIRE(save_safetensors(*net, path));
    check([&](auto& to) { return load_safetensors(to, path); }, words);
    REQUIRE(save_npz(*net, path));
    check([&](auto& to) { return load_npz(to, path); }, words);
    REQUIRE(save(*net, path));
    check([&](auto& to) { return load(to, path); }, "this is another network: its architecture has another hash");
}
