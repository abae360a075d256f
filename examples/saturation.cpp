// A saturated neuron, and the cost that wakes it up.
//
// A sigmoid neuron should answer 0 to the input 1, but begins with weights that make it answer .9975, and sure it is.
// With the quadratic cost the gradient has the sigmoid's slope in it, which is nearly zero there, so the neuron hardly
// learns, although it could not be more wrong. The slope cancels in the cross-entropy: the gradient is the error
// itself, and the neuron learns fastest when it is most wrong (chapter 8, "Cross-entropy cost").
//
//     saturation --picture saturation.svg

#include "common/essay.hpp"

#include <trilobite/io/text.hpp>
#include <trilobite/trilobite.hpp>

#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

using namespace trilobite;

using neuron = network<input<1>, dense<1>, sigmoid>;

// What the neuron answers before the first epoch and after each.
template <class Cost>
std::vector<double> answers(const Cost& cost, const essay& chosen) {
    neuron n;
    n.layer<0>().weights(0, 0) = 3;
    n.layer<0>().bias(0, 0) = 3;
    const std::vector<float> input{1}, target{0};
    const auto answer = [&] { return static_cast<double>(predict(n, std::span<const float, 1>(input))[0]); };
    std::vector<double> all{answer()};
    fit<1>(n, cost, sgd{0.5f}, data_view{input, target}, no_validation{}, {.epochs = chosen.epochs},
           on_epoch([&](const auto&) { all.push_back(answer()); }));
    return all;
}

// The epoch in which the neuron first answers less than one half.
std::string awake(const std::vector<double>& all) {
    for (std::size_t epoch = 0; epoch < all.size(); ++epoch)
        if (all[epoch] < 0.5)
            return "answers less than .5 after " + std::to_string(epoch) + " epochs";
    return "still answers " + text::fixed(all.back(), 4) + " after " + std::to_string(all.size() - 1) + " epochs";
}

int main(int argc, char** argv) {
    const essay chosen = read_essay(argc, argv, "Shows how a saturated neuron learns with two costs.", {.epochs = 300});
    const auto quadratic_answers = answers(quadratic{}, chosen),
               entropy_answers = answers(binary_cross_entropy{}, chosen);
    std::cout << "The neuron should answer 0 and begins with " << text::fixed(quadratic_answers.front(), 4) << ".\n"
              << "  quadratic cost: it " << awake(quadratic_answers) << "\n"
              << "  cross-entropy:  it " << awake(entropy_answers) << "\n";

    const report::figure picture{.title = "A saturated neuron learns to answer 0",
                                 .x_label = "epoch",
                                 .y_label = "answer",
                                 .series = {{.name = "quadratic cost", .x = {}, .y = quadratic_answers},
                                            {.name = "cross-entropy", .x = {}, .y = entropy_answers}}};
    if (!(entropy_answers.back() < quadratic_answers.back()))
        return EXIT_FAILURE;
    return save_picture(chosen, {&picture, 1});
}
