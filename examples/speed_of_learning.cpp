// Why deep networks of sigmoids learn badly: the closer a layer is to the input, the slower it learns.
//
// The error reaches a layer through all the layers after it, and each of them multiplies it with the slope of a
// sigmoid, which is at most 1/4, and with weights that are mostly smaller than 1. So the gradient vanishes on its way
// back. Here it is seen: a network of six hidden layers of 30 sigmoids learns 1,000 digits, one at a time, and after
// every epoch we look at how far it has moved the weights of each layer (chapter 9, "Unstable gradients").
//
//     speed_of_learning --data FOLDER_OF_THE_FOUR_MNIST_FILES --picture speed.svg

#include "common/digits.hpp"
#include "common/essay.hpp"

#include <trilobite/diagnosis/norms.hpp>
#include <trilobite/io/text.hpp>
#include <trilobite/trilobite.hpp>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

using namespace trilobite;

using deep_sigmoids = network<input<784>, dense<30>, sigmoid,                             //
                              dense<30>, sigmoid, dense<30>, sigmoid, dense<30>, sigmoid, //
                              dense<30>, sigmoid, dense<30>, sigmoid, dense<10>, softmax>;
static_assert(deep_sigmoids::parameter_count == 28'510);

// The places of the five layers of 30 x 30 weights, which are equal in all but how far they are from the output.
constexpr std::array hidden{std::size_t{2}, std::size_t{4}, std::size_t{6}, std::size_t{8}, std::size_t{10}};

int main(int argc, char** argv) {
    const essay chosen = read_essay(argc, argv, "Shows how fast each layer of a deep network learns.", {.epochs = 200});
    const auto digits = get_digits(chosen.data, 1'000, chosen.seed);
    if (!digits) {
        std::cerr << "error: " << digits.error() << "\n";
        return EXIT_FAILURE;
    }
    const auto training = data_view{digits->training.pixels, digits->training.labels}.first<deep_sigmoids>(1'000);

    const auto net = std::make_unique<deep_sigmoids>();
    initialise(*net, chosen.seed);
    update_norms speed(*net);
    fit<1>(*net, cross_entropy{}, sgd{0.01f}, training, no_validation{}, {.epochs = chosen.epochs, .seed = chosen.seed},
           speed);

    // How far each of the five layers moved, in the first epoch, in the last, and on average.
    std::cout << "How far an epoch moves the weights of each hidden layer:\n\n"
              << "             first epoch    last epoch       on average\n";
    report::figure picture{.title = "Speed of learning",
                           .x_label = "epoch",
                           .y_label = "change of the weights",
                           .log_y = true,
                           .width = 560,
                           .height = 360};
    std::array<double, hidden.size()> average{};
    for (std::size_t h = hidden.size(); h-- > 0;) {
        report::series curve{.name = "hidden layer " + std::to_string(h), .x = {}, .y = {}};
        for (const auto& epoch : speed.by_epoch()) {
            curve.x.push_back(static_cast<double>(curve.x.size() + 1));
            curve.y.push_back(epoch[hidden[h]]);
            average[h] += epoch[hidden[h]] / static_cast<double>(speed.by_epoch().size());
        }
        if (curve.y.empty())
            continue;
        std::cout << "  " << curve.name << text::right(text::fixed(curve.y.front(), 5), 9)
                  << text::right(text::fixed(curve.y.back(), 5), 14) << text::right(text::fixed(average[h], 5), 17)
                  << "\n";
        picture.series.push_back(std::move(curve));
    }
    std::cout << "\nThe layer nearest to the output learns " << text::fixed(average.back() / average.front(), 0)
              << " times as fast as the one farthest from it.\n";

    for (std::size_t h = 1; h < hidden.size(); ++h)
        if (!(average[h] > average[h - 1])) {
            std::cout << "Layer " << h << " does not learn faster than layer " << h - 1
                      << ", which is not the story.\n";
            return EXIT_FAILURE;
        }
    return save_picture(chosen, {&picture, 1});
}
