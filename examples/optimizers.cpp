// A race of optimizers: the same network from the same weights learns the same digits in the same order, and only the
// rule differs by which the gradient moves the weights (chapter 9, "Fancy optimizers").
//
// The learning rates are those that the methods' authors, or Keras, begin with, but for plain descent and its
// relatives, which get the .1 that the book trains this kind of network with; with momentum .9, a tenth of it, since
// each gradient then counts ten times over.
//
//     optimizers --data FOLDER_OF_THE_FOUR_MNIST_FILES --picture race.svg

#include "common/digits.hpp"
#include "common/essay.hpp"

#include <trilobite/io/text.hpp>
#include <trilobite/trilobite.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

using namespace trilobite;

using net_type = network<input<784>, dense<32>, relu, dense<10>, softmax>;
using images = data_view<std::uint8_t, std::uint8_t>;

// The cost by epoch, and a line of text about the end.
template <class Optimizer>
report::series run(const std::string& name, const Optimizer& optimizer, const images& training, const images& test,
                   const essay& chosen) {
    const auto net = std::make_unique<net_type>();
    initialise(*net, chosen.seed);
    const auto past =
        fit<64>(*net, cross_entropy{}, optimizer, training, test, {.epochs = chosen.epochs, .seed = chosen.seed});
    report::series curve{.name = name, .x = {}, .y = {}};
    for (const auto& epoch : past.epochs) {
        curve.x.push_back(static_cast<double>(epoch.epoch));
        curve.y.push_back(static_cast<double>(epoch.training.cost));
    }
    const auto end = evaluate(*net, cross_entropy{}, test);
    std::cout << "  " << text::left(name, 24) << text::fixed(curve.y.empty() ? 0 : curve.y.back(), 4) << "        "
              << text::fixed(static_cast<double>(end.cost), 4) << "    "
              << text::fixed(100 * static_cast<double>(end.accuracy), 1) << " %\n";
    return curve;
}

int main(int argc, char** argv) {
    const essay chosen = read_essay(argc, argv, "Lets all optimizers learn the same digits.", {.epochs = 10});
    constexpr std::size_t samples = 6'000;
    const auto digits = get_digits(chosen.data, samples, chosen.seed);
    if (!digits) {
        std::cerr << "error: " << digits.error() << "\n";
        return EXIT_FAILURE;
    }
    const auto training = images{digits->training.pixels, digits->training.labels}.first<net_type>(samples);
    const images test{digits->test.pixels, digits->test.labels};

    std::cout << "                    training cost  validation cost, accuracy\n";
    const auto race = [&](const std::string& name, const auto& optimizer) {
        return run(name, optimizer, training, test, chosen);
    };
    const std::size_t steps = batch_count(samples, 64) * chosen.epochs;
    const report::figure picture{
        .title = "A race of optimizers",
        .x_label = "epoch",
        .y_label = "training cost",
        .log_y = true,
        .series = {race("sgd", sgd{.1f}), race("sgd, cosine decay", scheduled{sgd{.2f}, cosine_decay{.steps = steps}}),
                   race("momentum", momentum{.01f}), race("nesterov", nesterov{.01f}), race("adagrad", adagrad{.01f}),
                   race("adadelta", adadelta{}), race("rmsprop", rmsprop{}), race("adam", adam{}),
                   race("adamw", adamw{})},
        .width = 640,
        .height = 400};
    return save_picture(chosen, {&picture, 1});
}
