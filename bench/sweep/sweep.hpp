#pragma once
/// How speed depends on the width of a network, on its parameters and on the batch: training steps and forward passes
/// of H inputs, H relu, H outputs. A sweep is a file, for the compiler's sake; plot.py draws what --benchmark_out
/// writes.

#include "../training.hpp"

#include <cmath>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bench::sweep {

template <std::size_t H>
using square_net = network<input<H>, dense<H>, relu, dense<H>>;

inline constexpr int repetitions = 20;

/// Forward passes over the same B samples.
template <std::size_t B, class Net>
figure forward_figure(std::string name) {
    const auto contenders = [](std::string& error) {
        const std::shared_ptr<const Net> net = random_network<Net>();
        const auto samples = std::make_shared<const data_set<float>>(regression(B, Net::input_size, Net::output_size));
        using view = data_view<float, float>;
        const auto memory = std::make_shared<working_memory<Net, B, false, reads_in_place<Net, view>>>();
        const auto pass = [=] {
            const view data = samples->view();
            memory->fill(0, B, sample_range<Net, view, in_order>{data, {}, 0, B});
            forward(*net, inference_pass{.rows = B}, memory->inputs(), memory->record);
        };
        pass();
        const float expected = memory->outputs()(B - 1, Net::output_size - 1);
        std::vector<contender> all{{"trilobite", pass}};
        peers::libraries::for_each([&]<class Peer>(Peer) {
            const auto them = std::make_shared<peers::mlp<Peer, B, Net>>(*net);
            if (!(std::fabs(them->predict(samples->inputs.data())[B * Net::output_size - 1] - expected) < 1e-3f))
                error += std::string(Peer::name) + " predicts something else; ";
            all.emplace_back(Peer::name, [=] { them->predict(samples->inputs.data()); });
        });
        return all;
    };
    return {std::move(name), B * dense_layers<Net>::inference_flops, {}, contenders, repetitions};
}

/// Both figures of width H and batch B.
template <std::size_t H, std::size_t B>
void add(const std::string& sweep) {
    using net = square_net<H>;
    const auto add_figure = [&](const char* what, double training, figure f) {
        f.name = sweep + ", " + what + ", width " + std::to_string(H) + ", batch " + std::to_string(B);
        f.facts = {{"width", double(H)},
                   {"batch", double(B)},
                   {"parameters", double(net::parameter_count)},
                   {"training", training}};
        measure(std::move(f));
    };
    add_figure("forward", 0, forward_figure<B, net>({}));
    add_figure("training step", 1,
               training_figure<B, net, quadratic>(
                   {}, sgd{1e-4f}, [] { return regression(4 * B, H, H); }, {}, repetitions));
}

void add_widths();
void add_batches();
void add_threads();

}
