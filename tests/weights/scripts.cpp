#include <trilobite/trilobite.hpp>
#include <trilobite/weights/npy.hpp>
#include <trilobite/weights/safetensors.hpp>

#include "../catch.hpp"
#include "../io/run_command.hpp"
#include "../io/temporary_directory.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

using namespace trilobite;

namespace {

// The model of check_scripts.py, as the scripts name it.
using net_type = network<input<5>, dense<12>, relu, reshape<2, 3, 2>, conv2d<3, 2, 1>, trilobite::tanh, flatten,
                         batch_norm<0.9, 0.001>, dense<2>>;

/// How far the network's predictions are from those in a file, at most.
double largest_difference(const net_type& net, const temporary_directory& directory, const std::string& name) {
    const auto inputs = read_npy<float>(directory / "inputs.npy");
    const auto outputs = read_npy<double>(directory / name);
    REQUIRE(inputs);
    REQUIRE(outputs);
    REQUIRE(inputs->values.size() == 50);
    REQUIRE(outputs->values.size() == 20);
    double largest = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        const auto output = predict(net, std::span<const float, 5>(inputs->values.data() + 5 * i, 5));
        for (std::size_t j = 0; j < 2; ++j)
            largest = std::max(largest, std::abs(static_cast<double>(output[j]) - outputs->values[2 * i + j]));
    }
    return largest;
}

}

TEST_CASE("the scripts take models of Keras and PyTorch to files and back", "[weights]") {
    const temporary_directory directory;
    net_type net;
    initialise(net, 1);
    net.layer<6>().shift(0, 1) = 0.5f;
    net.layer<6>().running_mean(0, 2) = 0.25f;
    REQUIRE(save_safetensors(net, directory / "ours.safetensors"));
    const auto [status, output] = run_python(__FILE__, "check_scripts.py", directory / "");
    if (status == 77) {
        WARN("SKIPPED: " << output);
        return;
    }
    CHECK(output ==
          "dense<12>, relu, reshape<2, 3, 2>, conv2d<3, 2, 1>, trilobite::tanh, flatten, batch_norm<0.9, 0.001>, "
          "dense<2>\n"
          "architecture: input<5>, dense<12>, relu, reshape<2, 3, 2>, conv2d<3, 2, 1, valid>, tanh, flatten, "
          "batch_norm<0.9, 0.001>, dense<2>\n"
          "architecture_hash: b4f37ec548323ad0\n"
          "trilobite: 0.1.0\n"
          "    0.weight: float32 12 x 5\n"
          "    0.bias: float32 12\n"
          "    3.weight: float32 3 x 2 x 2 x 2\n"
          "    3.bias: float32 3\n"
          "    6.weight: float32 6\n"
          "    6.bias: float32 6\n"
          "    6.running_mean: float32 6\n"
          "    6.running_var: float32 6\n"
          "    7.weight: float32 2 x 6\n"
          "    7.bias: float32 2\n");
    REQUIRE(status == 0);
    // What the model has no place for: a scale of ones, and a bias of zeros, as they were initialised.
    CHECK(largest_difference(net, directory, "ours.npy") < 1e-5);
    const auto loaded = load_safetensors(net, directory / "keras.safetensors");
    INFO((loaded ? "" : loaded.error()));
    REQUIRE(loaded);
    CHECK(largest_difference(net, directory, "keras.npy") < 1e-5);
}
