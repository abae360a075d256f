// What does a house cost?
//
// The other networks here choose between classes; this one predicts a number. Chapter 9 of "Deep Learning Illustrated"
// takes the districts of Boston for it: 13 facts about a district go in, the price of its houses, in thousands of
// dollars, comes out. What is different from classifying is the end of the network alone: one output, linear, so that
// it can be any number, and the quadratic cost.
//
//     13 features -> 32 relu -> batch norm -> 16 relu -> batch norm -> dropout 0.2 -> 1 linear
//
// The features come as they are, as in the book: a share of nitric oxides of about 0.5 stands beside a tax of about
// 400. Batch normalisation repairs much of that from the second layer on. Then the same network learns from the same
// data once more, standardised: every feature with mean 0 and deviation 1. Compare the two: on raw features the
// validation cost jumps up and down, since the means and variances that batch normalisation goes by when it is not
// training lag behind a first layer whose outputs are in the hundreds.
//
//     regression --data housing.csv                      the first 80 % of the lines to learn from, the others to be
//     regression --data housing.csv --target price       judged by; the target is the last column unless you say which
//
// The book's data are not distributed with this program. Without --data it makes up a town of 506 districts with
// Boston's scales: synthetic data, good for learning and for nothing else.

#include "options.hpp"

#include <trilobite/data/csv.hpp>
#include <trilobite/data/housing.hpp>
#include <trilobite/data/split.hpp>
#include <trilobite/data/standardise.hpp>
#include <trilobite/io/summary.hpp>
#include <trilobite/io/text.hpp>
#include <trilobite/trilobite.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string>
#include <utility>

using namespace trilobite;

using price_net = network<input<features>, dense<32>, relu, batch_norm<>, dense<16>, relu, batch_norm<>, dropout<0.2>,
                          dense<1>, linear>;

// 448 + 128 + 528 + 64 + 17. Of the four numbers that batch normalisation keeps for each of 48 units, two are not
// trained: the mean and the variance that it has seen.
static_assert(price_net::parameter_count == 1'185);
static_assert(price_net::trained_parameter_count == 1'089);

// One sample a district: 13 features in a row of `inputs`, the price in `targets`.
using samples = data::districts;

samples made_up(std::uint64_t seed) {
    std::cout
        << "Data: districts of a town that is SYNTHETIC: made up by this program, since --data does not say where\n"
           "real ones are. They have the scales of the Boston housing data, but what is measured on them cannot\n"
           "be compared with figures for those.\n";
    return data::synthetic_housing(seed, 506, 0).training;
}

result<samples> from_file(const options& chosen) {
    const auto wrong = [&](const std::string& why) { return failure{chosen.data + ": " + why}; };
    const auto table = data::read_csv(chosen.data);
    if (!table)
        return failure{table.error()};
    const std::string target = chosen.target.empty() ? table->names.back() : chosen.target;
    auto inputs = table->columns_but({target});
    if (!inputs)
        return wrong(inputs.error());
    if (table->names.size() != features + 1)
        return wrong("expected " + std::to_string(features) + " columns beside \"" + target + "\", found " +
                     std::to_string(table->names.size() - 1));
    if (table->rows() < 10)
        return wrong("expected at least 10 samples, found " + std::to_string(table->rows()));
    std::cout << "Data: \"" << target << "\" of " << chosen.data << ".\n";
    return samples{*std::move(inputs), *table->columns({target})};
}

// The last fifth of the samples is kept from the network until it is judged.
auto split(const samples& all) {
    return data::split_tail<price_net>(data_view{all.inputs, all.targets}, 0.2);
}

float predicted_price(const price_net& net, const samples& from, std::size_t i) {
    return predict(net, std::span(from.inputs).subspan(features * i).first<features>())[0];
}

// By how much f(i) misses the price of district i, on average over those that the network has not seen.
template <class F>
float average_miss(const samples& from, F f) {
    float sum = 0;
    const std::size_t first = split(from).training.targets.size();
    for (std::size_t i = first; i < from.size(); ++i)
        sum += std::abs(f(i) - from.targets[i]);
    return sum / static_cast<float>(from.size() - first);
}

struct trained {
    price_net net;
    history<float> past;
    float error;
};

trained train(const samples& from, const options& chosen) {
    trained now;
    initialise(now.net, chosen.seed);
    const auto [training, validation] = split(from);
    now.past =
        fit<8>(now.net, quadratic{}, adam{}, training, validation, {.epochs = chosen.epochs, .seed = chosen.seed});
    now.error = average_miss(from, [&](std::size_t i) { return predicted_price(now.net, from, i); });
    return now;
}

int main(int argc, char** argv) {
    const options chosen = read_options(argc, argv);
    auto read = chosen.data.empty() ? result<samples>(made_up(chosen.seed)) : from_file(chosen);
    if (!read)
        return std::cerr << "error: " << read.error() << "\n", EXIT_FAILURE;
    const samples raw = *std::move(read);
    const auto [training, validation] = split(raw);
    std::cout << training.targets.size() << " samples to learn from, " << validation.targets.size()
              << " to be judged by.\n\n"
              << summary<price_net>() << "\n";

    // Mean and deviation are learned too, so the samples that are kept back have no part in them.
    samples alike = raw;
    data::standardiser<features>::fit(training.inputs).apply(alike.inputs);

    const trained on_raw = train(raw, chosen), on_alike = train(alike, chosen);
    const auto costs = [](const history<float>& past, std::size_t i) {
        if (i >= past.epochs.size())
            return text::right("-", 12) + text::right("-", 12);
        const auto number = [](float c) { return text::right(text::fixed(static_cast<double>(c), 2), 12); };
        return number(past.epochs[i].training.cost) + number(past.epochs[i].validation.cost);
    };
    std::cout << "Quadratic cost:       raw features         standardised features\n"
                 "epoch      training  validation      training  validation\n";
    for (std::size_t i = 0; i < std::max(on_raw.past.epochs.size(), on_alike.past.epochs.size()); ++i)
        std::cout << text::right(std::to_string(i + 1), 5) << "  " << costs(on_raw.past, i) << "  "
                  << costs(on_alike.past, i) << "\n";

    // What anybody could say who knows nothing about a district.
    const float mean = data::standardiser<1>::fit(training.targets).mean[0];
    const float without = average_miss(raw, [&](std::size_t) { return mean; });
    const auto number = [](float x) { return text::fixed(static_cast<double>(x), 2); };
    const std::size_t shown = training.targets.size() + std::min<std::size_t>(42, validation.targets.size() - 1);
    std::cout << "\nDistrict " << shown << ", which neither has seen, costs " << number(raw.targets[shown])
              << ". Predicted: " << number(predicted_price(on_raw.net, raw, shown)) << " from raw features, "
              << number(predicted_price(on_alike.net, alike, shown)) << " from standardised ones.\n"
              << "Predictions for unseen districts are wrong by " << number(on_raw.error) << " (raw) and "
              << number(on_alike.error) << " (standardised) on average;\nalways to say " << number(mean)
              << ", the mean, would be wrong by " << number(without) << ".\n";
    if (on_alike.error < without)
        return EXIT_SUCCESS;
    std::cout << "\nNothing was learned. Are there enough samples?\n";
    return EXIT_FAILURE;
}
