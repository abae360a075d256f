// How a shortcut keeps a deep network alive.
//
// Two networks of 18 dense layers learn the same digits. In one, every two layers have a shortcut past them: what goes
// in is added to what comes out. Without shortcuts the gradient is multiplied by every layer on its way back, and
// little of it arrives at the first ones; with them it also goes the straight way. So the deep network learns, which
// its twin with as many parameters hardly does (chapter 10, "Residual networks").
//
//     residual --data FOLDER_OF_THE_FOUR_MNIST_FILES --picture residual.svg

#include "common/digits.hpp"
#include "common/essay.hpp"

#include <trilobite/diagnosis/norms.hpp>
#include <trilobite/io/text.hpp>
#include <trilobite/trilobite.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

using namespace trilobite;

constexpr std::size_t blocks = 8;
using block = residual<dense<32>, relu, dense<32>, relu>;
using with_shortcuts = network<input<784>, dense<32>, relu,                            //
                               block, block, block, block, block, block, block, block, //
                               dense<10>, softmax>;
using without = network<input<784>, dense<32>, relu,                                        //
                        dense<32>, relu, dense<32>, relu, dense<32>, relu, dense<32>, relu, //
                        dense<32>, relu, dense<32>, relu, dense<32>, relu, dense<32>, relu, //
                        dense<32>, relu, dense<32>, relu, dense<32>, relu, dense<32>, relu, //
                        dense<32>, relu, dense<32>, relu, dense<32>, relu, dense<32>, relu, //
                        dense<10>, softmax>;
static_assert(with_shortcuts::parameter_count == without::parameter_count);

using images = data_view<std::uint8_t, std::uint8_t>;

// The norm of the gradient with respect to the parameters of each block: those of layers from place 2 on, so many a
// block.
template <std::size_t LayersPerBlock, class Net>
std::vector<double> gradients_by_block(const Net& net, const images& data) {
    const auto by_layer = gradient_norms(net, cross_entropy{}, data);
    std::vector<double> by_block(blocks);
    for (std::size_t i = 0; i < blocks * LayersPerBlock; ++i) {
        double& norm = by_block[i / LayersPerBlock];
        norm = std::hypot(norm, by_layer[2 + i]);
    }
    return by_block;
}

struct outcome {
    report::series gradients, costs;
    double accuracy;
};

template <class Net, std::size_t LayersPerBlock>
outcome run(const std::string& name, const images& training, const images& test, const essay& chosen) {
    const auto net = std::make_unique<Net>();
    initialise(*net, chosen.seed);
    outcome seen{{.name = name, .x = {}, .y = gradients_by_block<LayersPerBlock>(*net, training)},
                 {.name = name, .x = {}, .y = {}},
                 0};
    for (std::size_t i = 1; i <= blocks; ++i)
        seen.gradients.x.push_back(static_cast<double>(i));
    const auto past = fit<64>(*net, cross_entropy{}, sgd{0.05f}, training, no_validation{},
                              {.epochs = chosen.epochs, .seed = chosen.seed});
    for (const auto& epoch : past.epochs) {
        seen.costs.x.push_back(static_cast<double>(epoch.epoch));
        seen.costs.y.push_back(static_cast<double>(epoch.training.cost));
    }
    seen.accuracy = static_cast<double>(evaluate(*net, cross_entropy{}, test).accuracy);
    std::cout << name << ": of " << text::grouped(test.targets.size()) << " digits it reads "
              << text::fixed(100 * seen.accuracy, 1) << " %. Before training, the gradient at the first block was "
              << text::fixed(seen.gradients.y.front() / seen.gradients.y.back(), 4) << " of that at the last.\n";
    return seen;
}

int main(int argc, char** argv) {
    const essay chosen =
        read_essay(argc, argv, "Trains a deep network with shortcuts, and one without.", {.epochs = 10});
    constexpr std::size_t samples = 6'000;
    const auto digits = get_digits(chosen.data, samples, chosen.seed);
    if (!digits) {
        std::cerr << "error: " << digits.error() << "\n";
        return EXIT_FAILURE;
    }
    const auto training = images{digits->training.pixels, digits->training.labels}.first<without>(samples);
    const images test{digits->test.pixels, digits->test.labels};

    const outcome deep = run<without, 4>("without shortcuts", training, test, chosen);
    const outcome shortcut = run<with_shortcuts, 1>("with shortcuts", training, test, chosen);
    const std::vector<report::figure> picture{
        {.title = "The gradient on its way back",
         .x_label = "block",
         .y_label = "norm",
         .log_y = true,
         .series = {deep.gradients, shortcut.gradients}},
        {.title = "Learning", .x_label = "epoch", .y_label = "training cost", .series = {deep.costs, shortcut.costs}}};
    if (!(shortcut.accuracy > deep.accuracy))
        return EXIT_FAILURE;
    return save_picture(chosen, picture);
}
