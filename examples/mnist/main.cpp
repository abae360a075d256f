// Reading handwritten digits, the example that "Deep Learning Illustrated" returns to from chapter 5 on.
//
// An image of 28 x 28 pixels goes in as 784 numbers, ten probabilities come out. Two networks can be had:
//
//   shallow        one hidden layer of 64 sigmoids, quadratic cost, learning rate 0.01: chapter 5's first network. It
//                  learns, but it takes its time: 200 epochs to read about 86 of 100 digits.
//   intermediate   two hidden layers of 64 rectified linear units, cross-entropy cost, learning rate 0.1: what chapter
//                  8 makes of it. One epoch takes it further than the other ever gets; after 20 it reads 97 of 100.
//
// Everything else is the same: Glorot's initial weights, mini-batches of 128 images, plain stochastic gradient descent.
//
//     mnist --data FOLDER_OF_THE_FOUR_MNIST_FILES
//     mnist --net shallow --epochs 20 --learning-rate 0.1
//
// Without MNIST at hand the program draws digits of its own.

#include "digits.hpp"
#include "options.hpp"

#include <trilobite/io/confusion.hpp>
#include <trilobite/io/progress.hpp>
#include <trilobite/io/summary.hpp>
#include <trilobite/io/terminal_image.hpp>
#include <trilobite/trilobite.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <span>
#include <string>
#include <vector>

using namespace trilobite;

using shallow = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;
using intermediate = network<input<784>, dense<64>, relu, dense<64>, relu, dense<10>, softmax>;

// The book counts them by hand; here the compiler does.
static_assert(shallow::parameter_count == 50'890);
static_assert(intermediate::parameter_count == 55'050);

// A mini-batch is worked through in pieces that fit this many bytes of the stack, its gradients adding up. Here that is
// 32 images, whether the mini-batch has 32, 64 or 128 of them: the compiler has one pass to write, not three, and the
// result is the same to the last bit.
constexpr std::size_t stack_budget = 200'000;

using images = data_view<std::uint8_t, std::uint8_t>;

// The size of a mini-batch is a part of the program that the compiler writes, so the offer is limited.
template <std::size_t Batch, class Net, class Cost>
void train(Net& net, const Cost& cost, const options& chosen, const images& training, const images& test) {
    progress shown(chosen.epochs);
    fit<Batch, 1, stack_budget>(net, cost, sgd{chosen.learning_rate}, training, test,
                                {.epochs = chosen.epochs, .seed = chosen.seed}, shown.on_batch(), shown.on_epoch());
}

// Says how much of the test the network reads, which digits it takes for which, and shows some that it misreads.
template <class Net>
void examine(const Net& net, const data::labelled_images& test) {
    confusion_matrix<Net::output_size> table;
    std::vector<grey_image> misread;
    std::vector<std::string> captions;
    for_each_classified<stack_budget>(
        net, images{test.pixels, test.labels}, [&](std::size_t sample, std::size_t truth, std::size_t taken_for) {
            ++table.counts[truth][taken_for];
            if (truth != taken_for && misread.size() < 6) {
                misread.push_back({test.image(sample), test.rows, test.columns});
                captions.push_back("a " + std::to_string(truth) + ", taken for a " + std::to_string(taken_for));
            }
        });
    std::cout << "\nOf " << text::grouped(table.total()) << " test images " << text::grouped(table.correct())
              << " were read correctly: " << text::fixed(100 * table.accuracy(), 2) << " %.\n\n"
              << table << "\nThe first that were misread:\n\n"
              << draw(misread, captions, 90);
}

// The whole story of one network. Returns the program's exit code: 0 if it has learned anything.
template <class Net, class Cost>
int study(const Cost& cost, const options& chosen, const data::digits& digits) {
    const std::size_t count = chosen.samples != 0 ? chosen.samples : digits.training.size();
    const auto training = images{digits.training.pixels, digits.training.labels}.first<Net>(count);
    const images test{digits.test.pixels, digits.test.labels};

    std::cout << summary<Net>() << "\nCost: " << type_name<Cost> << ". Stochastic gradient descent, learning rate "
              << chosen.learning_rate << ", in mini-batches of " << chosen.batch << ": "
              << text::grouped(batch_count(count, chosen.batch)) << " steps an epoch.\n\n";

    // 220 kB of parameters need not be on the stack.
    const auto net = std::make_unique<Net>();
    initialise(*net, chosen.seed);
    const auto before = evaluate<stack_budget>(*net, cost, test);
    std::cout << "before any training:  validation cost " << text::fixed(static_cast<double>(before.cost), 4)
              << "  accuracy " << text::fixed(static_cast<double>(before.accuracy), 4) << std::endl;
    switch (chosen.batch) {
    case 1:
        train<1>(*net, cost, chosen, training, test);
        break;
    case 32:
        train<32>(*net, cost, chosen, training, test);
        break;
    case 64:
        train<64>(*net, cost, chosen, training, test);
        break;
    default:
        train<128>(*net, cost, chosen, training, test);
    }
    examine(*net, digits.test);

    if (evaluate<stack_budget>(*net, cost, test).cost < before.cost)
        return EXIT_SUCCESS;
    std::cout << "\nThe cost has not fallen: nothing was learned. Is the learning rate too large?\n";
    return EXIT_FAILURE;
}

int main(int argc, char** argv) {
    options chosen = read_options(argc, argv);
    const auto digits = get_digits(chosen);
    if (!digits) {
        std::cerr << "error: " << digits.error() << "\n";
        return EXIT_FAILURE;
    }

    const bool is_shallow = chosen.net == "shallow";
    if (chosen.epochs == 0)
        chosen.epochs = is_shallow ? 200 : 20;
    if (chosen.learning_rate == 0)
        chosen.learning_rate = is_shallow ? 0.01f : 0.1f;
    return is_shallow ? study<shallow>(quadratic{}, chosen, *digits)
                      : study<intermediate>(cross_entropy{}, chosen, *digits);
}
