#pragma once
// What is done with each network: it is trained, watched, and examined.

#include "beginning.hpp"
#include "options.hpp"
#include "results.hpp"

#include <trilobite/checkpoint/checkpoint_file.hpp>
#include <trilobite/data/digits.hpp>
#include <trilobite/io/progress.hpp>
#include <trilobite/trilobite.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

using namespace trilobite;
using images = data_view<std::uint8_t, std::uint8_t>;

// A mini-batch is worked through in pieces that fit this many bytes of the stack, its gradients adding up. Here that is
// 32 images, whether the mini-batch has 32, 64 or 128 of them: the compiler has one pass to write, not three, and the
// result is the same to the last bit. Batch normalisation needs a mini-batch in one piece, and more room. What filters
// find in 32 images is too much for a stack.
template <class Net>
constexpr std::size_t stack_budget = Net::template training_bytes<32> > default_stack_budget ? on_heap
                                     : Net::couples_samples                                  ? 1'000'000
                                                                                             : 200'000;

// Trains in mini-batches of `batch` images. The size of a mini-batch is a part of the program that the compiler writes,
// so the offer, Batches, is limited.
template <std::size_t... Batches, class Net, class Cost, class Optimizer>
history<float> train(Net& net, const Cost& cost, const Optimizer& optimizer, const images& training, const images& test,
                     const options& chosen, logs& written, checkpoint_file& checkpoint, beginning& begins) {
    progress shown(chosen.epochs);
    history<float> past;
    // What the optimizer remembers may be several times the network, which is too much for the stack.
    const auto state = std::make_unique<training_state<Net, Optimizer>>();
    const auto run = [&]<std::size_t Batch>(index_constant<Batch>) {
        past = fit<Batch, 1, stack_budget<Net>>(net, *state, cost, optimizer, training, test,
                                                {.epochs = chosen.epochs, .seed = chosen.seed}, shown.on_batch(),
                                                shown.on_epoch(), written, checkpoint, begins);
    };
    ((Batches == chosen.batch ? run(index_constant<Batches>{}) : void()), ...);
    return past;
}

// The whole story of one network. Returns the program's exit code: 0 if it has learned anything.
template <class Net, std::size_t... Batches, class Cost, class Optimizer>
int study(const std::string& method, const Cost& cost, Optimizer optimizer, std::size_t epochs, options chosen,
          const data::digits& digits) {
    if (!((chosen.batch == Batches) || ...)) {
        std::cerr << "error: --batch " << chosen.batch << ": the program was compiled to train this network with";
        ((std::cerr << " " << Batches), ...);
        std::cerr << "\n";
        return EXIT_FAILURE;
    }
    if (chosen.epochs == 0)
        chosen.epochs = epochs;
    if (chosen.learning_rate != 0)
        optimizer.learning_rate = chosen.learning_rate;
    const std::size_t count = chosen.samples != 0 ? chosen.samples : digits.training.size();
    const auto training = images{digits.training.pixels, digits.training.labels}.first<Net>(count);
    const images test{digits.test.pixels, digits.test.labels};

    print_summary(summary_of<Net>());

    logs written;
    if (!written.open(chosen))
        return EXIT_FAILURE;
    // 220 kB of parameters, or 4.8 MB, need not be on the stack.
    const auto net = std::make_unique<Net>();
    initialise(*net, chosen.seed);
    const auto before = evaluate<stack_budget<Net>>(*net, cost, test);
    checkpoint_file checkpoint(chosen.checkpoint, {.resume = chosen.resume, .keep_best = true});
    const std::string cost_name(type_name<Cost>);
    beginning begins{chosen, "Cost: " + cost_name + ". " + method, before};
    const auto past = train<Batches...>(*net, cost, optimizer, training, test, chosen, written, checkpoint, begins);
    written.complain();
    if (!checkpoint.complaint().empty())
        std::cerr << "error: " << checkpoint.complaint() << "\n";
    if (past.status == fit_status::not_resumed)
        return EXIT_FAILURE;
    if (past.status == fit_status::not_finite)
        std::cout << "In mini-batch " << past.fault.batch << " of epoch " << past.fault.epoch
                  << " something was not finite any more; the network is what it was before.\n";
    examination seen(digits.test);
    for_each_classified<stack_budget<Net>>(
        *net, test,
        [&](std::size_t sample, std::size_t truth, std::size_t taken_for) { seen.note(sample, truth, taken_for); });
    seen.print();

    if (!chosen.report.empty() &&
        !write_report(chosen, summary_of<Net>(), {cost_name, method, begins.learning_rate, count, past}, seen))
        return EXIT_FAILURE;
    if (!chosen.header.empty()) {
        std::array<float, Net::input_size> image;
        std::ranges::transform(digits.test.image(0), image.begin(), brightness<float>);
        if (!export_header(chosen, header_contents_of(*net, image)))
            return EXIT_FAILURE;
    }
    if (evaluate<stack_budget<Net>>(*net, cost, test).cost < before.cost)
        return EXIT_SUCCESS;
    std::cout << "\nThe cost has not fallen: nothing was learned. Is the learning rate too large?\n";
    return EXIT_FAILURE;
}
