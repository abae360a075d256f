/// Networks over images: LeNet whole, and the products of its second convolution.

#include "groups.hpp"
#include "image_peers.hpp"
#include "measure.hpp"
#include "networks.hpp"

#include <trilobite/kernels/convolution.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace bench;

using lenet = network<input<28, 28, 1>, conv2d<32, 3>, relu, conv2d<64, 3>, relu, max_pool2d<2>, flatten, dense<128>,
                      relu, dense<10>, softmax>;

/// Training steps over mini-batches of Batch, with working memory of at most so many bytes.
template <std::size_t Batch, std::size_t Budget>
void add_step(const std::string& name, goal wanted) {
    using view = data_view<float, std::uint8_t>;
    constexpr std::size_t samples = 1024;
    constexpr bool in_place = reads_in_place<lenet, view>;
    constexpr std::size_t size = micro_batch<lenet, Batch, Budget, true, in_place>();
    struct trainer {
        lenet net;
        adam optimizer;
        training_state<lenet, adam> state{};
        working_memory<lenet, size, true, in_place> memory;
        std::vector<float> inputs = std::vector<float>(samples * lenet::input_size);
        std::vector<std::uint8_t> labels = std::vector<std::uint8_t>(samples);
        std::size_t first = 0;

        explicit trainer(adam a) : optimizer(a) {
            initialise(net, 1);
            fill_randomly(inputs.data(), inputs.size(), 1);
            for (std::size_t i = 0; i < samples; ++i)
                labels[i] = static_cast<std::uint8_t>(i * 7 % 10);
        }
        auto step() {
            const view data{inputs, labels};
            const auto sums = train_step<piece_kind<lenet, Batch, Budget, in_place>>(
                net, cross_entropy{}, optimizer, state, memory, Batch,
                sample_range<lenet, view, in_order>{data, {}, first, samples - first});
            first = (first + Batch) % samples;
            return sums;
        }
    };
    measure({name, Batch * lenet::training_flops, wanted,
             []([[maybe_unused]] std::string& error) {
                 const adam optimizer{.learning_rate = 1e-6f};
                 const auto t = std::make_shared<trainer>(optimizer);
                 std::vector<contender> all{{"trilobite", [t] { t->step(); }}};
                 if constexpr (Budget == on_heap)
                     add_lenet_steps<Batch, trainer>(all, optimizer, error);
                 return all;
             },
             15});
}

template <std::size_t B>
void add_forward(goal wanted) {
    struct passes {
        lenet net = *random_network<lenet>();
        matrix<float, B, lenet::input_size> x;
        tape<lenet::chain_type, B, false> record;
        passes() { fill_randomly(x.values, x.flat().size(), 1); }
    };
    measure({"lenet, forward, " + std::to_string(B) + (B == 1 ? " sample" : " samples"), B * lenet::inference_flops,
             wanted,
             [](std::string& error) {
                 const auto p = std::make_shared<passes>();
                 const auto run = [p] {
                     forward(p->net, inference_pass{.rows = B}, std::as_const(p->x).view(), p->record);
                 };
                 std::vector<contender> all{{"trilobite", run}};
                 run();
                 add_lenet_forward<B>(all, lenet_parameters(p->net), values_of(p->x.view()),
                                      values_of(p->record.output()), error);
                 return all;
             },
             30});
}

/// 64 filters of 3 x 3 over Images images of 26 x 26 x 32, ours one after the other.
template <std::size_t Images>
void add_products() {
    using conv = kernels::convolution<float, 26, 26, 32, 64, 3, 1>;
    constexpr std::size_t inputs = 26 * 26 * 32, outputs = conv::down * conv::across * 64;
    struct layer {
        vector<float, Images * inputs> x, dx;
        vector<float, Images * outputs> y, dy;
        matrix<float, conv::window, 64> w, dw;
        vector<float, 64> b, db;
        layer() {
            fill_randomly(x.values, x.flat().size(), 1, -0.1f);
            fill_randomly(w.values, w.flat().size(), 2, -0.1f);
            fill_randomly(dy.values, dy.flat().size(), 3, -0.1f);
            fill_randomly(b.values, b.flat().size(), 4, -0.1f);
        }
    };
    /// work(layer, number of an image's first input, of its first output)
    const auto add = [](std::string name, peers::product what, auto result, auto work) {
        if (Images != 1)
            name += ", " + std::to_string(Images) + " images";
        const auto contenders = [=](std::string& error) {
            const auto l = std::make_shared<layer>();
            const auto run = [=] {
                for (std::size_t i = 0; i < Images; ++i)
                    work(*l, i * inputs, i * outputs);
            };
            std::vector<contender> all{{"trilobite", run}};
            run();
            add_convolution(all, what, {Images, 26, 26, 32, 64, 3},
                            {l->x.values, l->w.values, l->b.values, l->dy.values}, values_of(((*l).*result).view()),
                            error);
            return all;
        };
        measure({"26 x 26 x 32, 64 filters of 3 x 3, " + name, Images * 2 * conv::window * outputs, {}, contenders});
    };
    add("forward", peers::product::forward, &layer::y, [](layer& l, std::size_t in, std::size_t out) {
        conv::forward(l.x.values + in, std::as_const(l.w).view(), std::as_const(l.b).view(), l.y.values + out,
                      kernels::as_is{}, 0);
    });
    add("backward parameters", peers::product::backward_parameters, &layer::dw,
        [](layer& l, std::size_t in, std::size_t out) {
            conv::backward_parameters(l.x.values + in, l.dy.values + out, l.dw.view(), l.db.view());
        });
    add("backward input", peers::product::backward_input, &layer::dx, [](layer& l, std::size_t in, std::size_t out) {
        conv::backward_input(l.dy.values + out, std::as_const(l.w).view(), l.dx.values + in);
    });
}

}

void bench::add_images() {
    add_step<32, on_heap>("lenet, adam, batch 32", {.of_peak = 0.72});
    add_step<32, 1024 * 1024>("lenet, adam, batch 32, in 1 MiB", {});
    add_forward<32>({.of_peak = 0.76});
    add_forward<1>({});
    add_products<1>();
    add_products<8>();
}
