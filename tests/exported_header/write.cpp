// Writes two networks as C++ headers to a folder: one of some size, and one of layers whose names are not that simple,
// in a namespace that is called like one of them.
#include <trilobite/io/header_file.hpp>
#include <trilobite/trilobite.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

using namespace trilobite;

namespace {

using digits = network<input<784>, frozen<dense<64>>, trilobite::tanh, dense<10>, softmax>;
using images = basic_network<double, input<6, 6, 1>, conv2d<3, 3, 1, padding::same>, leaky_relu<0.25>, batch_norm<>,
                             max_pool2d<2>, residual<projection<conv2d<2, 1>>, conv2d<2, 3, 1, padding::same>>,
                             concat<branch<conv2d<1, 1>>, branch<>>, global_average_pool2d, dense<3>, log_softmax>;

template <class Net>
bool write(const std::filesystem::path& path, const char* name_space) {
    using T = typename Net::value_type;
    const auto net = std::make_unique<Net>();
    initialise(*net, 1);
    std::array<T, Net::input_size> sample;
    for (std::size_t i = 0; i < sample.size(); ++i)
        sample[i] = static_cast<T>(i % 7) / T{7} - T{0.25};
    const auto written =
        write_header(*net, std::span<const T, Net::input_size>(sample), path, {.name_space = name_space});
    if (!written)
        std::printf("%s\n", written.error().c_str());
    return static_cast<bool>(written);
}

}

int main(int, char** arguments) {
    const std::filesystem::path folder = arguments[1];
    return write<digits>(folder / "digits.hpp", "digits") && write<images>(folder / "images.hpp", "my::residual") ? 0
                                                                                                                  : 1;
}
