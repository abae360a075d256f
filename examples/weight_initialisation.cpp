// What a network is born with decides whether it can learn.
//
// A layer of 256 sigmoids looks at 784 numbers between 0 and 1. With weights drawn from the standard normal
// distribution its inputs are sums of 784 terms, large ones of either sign, and nearly every sigmoid is at one of its
// ends, where it is flat and does not learn. Glorot's distributions are narrower the more inputs and outputs a layer
// has, and leave the sigmoids where they are steep (chapter 9, "Weight initialization").
//
//     weight_initialisation --picture weights.svg

#include "common/essay.hpp"

#include <trilobite/diagnosis/histogram.hpp>
#include <trilobite/diagnosis/saturation.hpp>
#include <trilobite/io/text.hpp>
#include <trilobite/trilobite.hpp>

#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

using namespace trilobite;

using layer_of_sigmoids = network<input<784>, dense<256>, sigmoid>;
static_assert(layer_of_sigmoids::parameter_count == 200'960);

struct outcome {
    double saturated;
    report::figure picture;
};

template <class Initialiser>
outcome look_at(const std::string& name, const Initialiser& initialiser, const std::vector<float>& sample,
                std::uint64_t seed) {
    const auto net = std::make_unique<layer_of_sigmoids>();
    initialise(*net, seed, initialiser);
    const std::vector<float> nothing(256); // a target, which is not looked at
    const data_view one{sample, nothing};
    const double saturated = saturation<1>(*net, one)[1];
    const histogram activations = activation_histogram<1, 1>(*net, one, 0, 1, 20);

    std::cout << name << ": " << text::fixed(100 * saturated, 0) << " % of the sigmoids are saturated\n";
    report::figure picture{.title = name, .x_label = "activation", .y_label = "units"};
    report::series bars{.name = "", .x = {}, .y = {}, .drawn_as = report::mark::bars};
    for (std::size_t i = 0; i < activations.counts.size(); ++i) {
        std::cout << "  " << text::fixed(activations.border(i), 2) << " - " << text::fixed(activations.border(i + 1), 2)
                  << " " << text::right(std::to_string(activations.counts[i]), 4) << " "
                  << std::string(activations.counts[i] / 2, '#') << "\n";
        bars.x.push_back((activations.border(i) + activations.border(i + 1)) / 2);
        bars.y.push_back(static_cast<double>(activations.counts[i]));
    }
    std::cout << "\n";
    picture.series.push_back(std::move(bars));
    return {saturated, std::move(picture)};
}

int main(int argc, char** argv) {
    const essay chosen = read_essay(argc, argv, "Shows what initial weights do to a layer of sigmoids.", {});
    std::vector<float> sample(784);
    for (std::size_t i = 0; i < sample.size(); ++i)
        sample[i] = uniform<float>(random_key::from_seed(chosen.seed), i);

    const auto normal = look_at("standard normal weights", standard_normal{}, sample, chosen.seed);
    const auto glorot = look_at("Glorot's normal weights", glorot_normal{}, sample, chosen.seed);
    if (!(glorot.saturated < normal.saturated))
        return EXIT_FAILURE;
    return save_picture(chosen, std::vector{normal.picture, glorot.picture});
}
