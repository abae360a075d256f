// What a network has learned of some digits helps it with others.
//
// LeNet's convolutions learn on the digits 0 to 4 what to look for in an image: edges, ends, bends. Then they are
// frozen, and a new head learns the digits 5 to 9 from what they find. Only the head is trained: a step of that costs a
// fraction of a whole step, since nothing is asked of the layers before the first that is trained (chapter 10,
// "Transfer learning").
//
//     transfer --data FOLDER_OF_THE_FOUR_MNIST_FILES

#include "common/digits.hpp"
#include "common/essay.hpp"

#include <trilobite/io/text.hpp>
#include <trilobite/trilobite.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

using namespace trilobite;

using whole = network<input<28, 28, 1>, conv2d<32, 3>, relu, conv2d<64, 3>, relu, max_pool2d<2>, flatten, dense<128>,
                      relu, dense<5>, softmax>;
using with_new_head = network<input<28, 28, 1>, frozen<conv2d<32, 3>>, relu, frozen<conv2d<64, 3>>, relu, max_pool2d<2>,
                              flatten, dense<128>, relu, dense<5>, softmax>;
static_assert(whole::parameter_count == with_new_head::parameter_count);
static_assert(with_new_head::trained_parameter_count == whole::parameter_count - 320 - 18'496);

// The images of five digits, from `first` on, which are called 0 to 4; at most `most` of them.
struct five_digits {
    std::vector<std::uint8_t> images, labels;
    five_digits(const data::labelled_images& all, std::uint8_t first, std::size_t most) {
        for (std::size_t i = 0; i < all.size() && labels.size() < most; ++i)
            if (all.labels[i] >= first && all.labels[i] < first + 5) {
                labels.push_back(static_cast<std::uint8_t>(all.labels[i] - first));
                const auto image = all.image(i);
                images.insert(images.end(), image.begin(), image.end());
            }
    }
    auto view() const { return data_view{images, labels}; }
};

struct outcome {
    double accuracy, seconds; // on the test; of an epoch
};

// Trains for some epochs, and says how well.
template <class Net>
outcome learn(const std::string& what, Net& net, const five_digits& training, const five_digits& test,
              const essay& chosen) {
    const auto state = std::make_unique<training_state<Net, adam>>();
    const auto begin = std::chrono::steady_clock::now();
    const auto past = fit<64, 1, on_heap>(net, *state, cross_entropy{}, adam{}, training.view(), no_validation{},
                                         {.epochs = chosen.epochs, .seed = chosen.seed});
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() /
                           static_cast<double>(past.epochs.size());
    const auto result = evaluate(net, cross_entropy{}, test.view());
    std::cout << "  " << text::left(what, 56) << text::right(text::grouped(Net::trained_parameter_count), 10)
              << text::right(text::fixed(100 * static_cast<double>(result.accuracy), 2), 9) << " %"
              << text::right(text::fixed(seconds, 2), 9) << " s\n";
    return {static_cast<double>(result.accuracy), seconds};
}

int main(int argc, char** argv) {
    const essay chosen =
        read_essay(argc, argv, "Trains on the digits 0 to 4, and transfers what was learned to 5 to 9.", {.epochs = 2});
    const auto digits = get_digits(chosen.data, 0, chosen.seed);
    if (!digits) {
        std::cerr << "error: " << digits.error() << "\n";
        return EXIT_FAILURE;
    }
    constexpr std::size_t many = 10'000, few = 1'000; // images to learn from: of 0 to 4, and of 5 to 9
    const five_digits low(digits->training, 0, many), low_test(digits->test, 0, many);
    const five_digits high(digits->training, 5, few), high_test(digits->test, 5, many);

    std::cout << "                                                            trained  accuracy    an epoch\n";
    const auto first = std::make_unique<whole>();
    initialise(*first, chosen.seed);
    learn("0 to 4, from " + text::grouped(low.labels.size()) + " images", *first, low, low_test, chosen);

    const auto alone = std::make_unique<whole>();
    initialise(*alone, chosen.seed);
    const outcome own =
        learn("5 to 9, from " + text::grouped(high.labels.size()) + " images alone", *alone, high, high_test, chosen);

    const auto second = std::make_unique<with_new_head>();
    initialise(*second, chosen.seed);
    second->layer<0>() = first->layer<0>();
    second->layer<2>() = first->layer<2>();
    const outcome transferred =
        learn("5 to 9, from as many, with the convolutions of 0 to 4", *second, high, high_test, chosen);
    std::cout << "\nAn epoch with frozen convolutions takes " << text::fixed(transferred.seconds / own.seconds, 2)
              << " of the time.\n";

    const report::figure picture{
        .title = "Digits 5 to 9, learned from " + text::grouped(high.labels.size()) + " images",
        .y_label = "accuracy",
        .series = {{.name = "", .x = {}, .y = {own.accuracy, transferred.accuracy}, .drawn_as = report::mark::bars}},
        .x_names = {"alone", "with what 0 to 4 taught"}};
    if (second->layer<2>().weights(7, 3) != first->layer<2>().weights(7, 3)) {
        std::cout << "The frozen weights have moved!\n";
        return EXIT_FAILURE;
    }
    return save_picture(chosen, {&picture, 1});
}
