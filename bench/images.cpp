/// Networks over images: LeNet whole, and the products of its second convolution.

#include "groups.hpp"
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

/// Training steps over mini-batches of Batch, in pieces of Piece samples.
template <std::size_t Batch, std::size_t Piece>
void add_step(goal wanted) {
    using view = data_view<float, std::uint8_t>;
    constexpr std::size_t samples = 1024;
    struct trainer {
        lenet net;
        training_state<lenet, adam> state{};
        working_memory<lenet, Piece, true, reads_in_place<lenet, view>> memory;
        std::vector<float> inputs = std::vector<float>(samples * lenet::input_size);
        std::vector<std::uint8_t> labels = std::vector<std::uint8_t>(samples);
        std::size_t first = 0;

        trainer() {
            initialise(net, 1);
            fill_randomly(inputs.data(), inputs.size(), 1);
            for (std::size_t i = 0; i < samples; ++i)
                labels[i] = static_cast<std::uint8_t>(i * 7 % 10);
        }
        void step() {
            const view data{inputs, labels};
            train_step(net, cross_entropy{}, adam{.learning_rate = 1e-6f}, state, memory, Batch,
                       sample_range<lenet, view, in_order>{data, {}, first, samples - first});
            first = (first + Batch) % samples;
        }
    };
    measure({"lenet, adam, batch " + std::to_string(Batch) + " in pieces of " + std::to_string(Piece),
             Batch * lenet::training_flops, wanted,
             [](std::string&) {
                 const auto t = std::make_shared<trainer>();
                 return std::vector<contender>{{"trilobite", [t] { t->step(); }}};
             },
             15});
}

template <std::size_t B>
void add_forward(goal wanted) {
    struct passes {
        lenet net;
        matrix<float, B, lenet::input_size> x;
        tape<lenet::chain_type, B, false> record;
        passes() {
            initialise(net, 1);
            fill_randomly(x.values, x.flat().size(), 1);
        }
    };
    measure({"lenet, forward, " + std::to_string(B) + (B == 1 ? " sample" : " samples"), B * lenet::inference_flops,
             wanted,
             [](std::string&) {
                 const auto p = std::make_shared<passes>();
                 return std::vector<contender>{
                     {"trilobite",
                      [p] { forward(p->net, inference_pass{.rows = B}, std::as_const(p->x).view(), p->record); }}};
             },
             30});
}

/// 64 filters of 3 x 3 over 26 x 26 x 32.
void add_products() {
    using conv = kernels::convolution<float, 26, 26, 32, 64, 3, 1>;
    struct layer {
        vector<float, 26 * 26 * 32> x, dx;
        vector<float, conv::down * conv::across * 64> y, dy;
        matrix<float, conv::window, 64> w, dw;
        vector<float, 64> b, db;
        layer() {
            fill_randomly(x.values, x.flat().size(), 1, -0.1f);
            fill_randomly(w.values, w.flat().size(), 2, -0.1f);
            fill_randomly(dy.values, dy.flat().size(), 3, -0.1f);
        }
    };
    const auto add = [](const char* name, auto work) {
        constexpr std::size_t flops = 2 * conv::down * conv::across * conv::window * 64;
        measure({std::string("26 x 26 x 32, 64 filters of 3 x 3, ") + name, flops, {}, [work](std::string&) {
                     const auto l = std::make_shared<layer>();
                     return std::vector<contender>{{"trilobite", [=] { work(*l); }}};
                 }});
    };
    add("forward", [](layer& l) {
        conv::forward(l.x.values, std::as_const(l.w).view(), std::as_const(l.b).view(), l.y.values,
                      [](auto v, std::size_t) { return v; });
    });
    add("backward parameters",
        [](layer& l) { conv::backward_parameters(l.x.values, l.dy.values, l.dw.view(), l.db.view()); });
    add("backward input", [](layer& l) { conv::backward_input(l.dy.values, std::as_const(l.w).view(), l.dx.values); });
}

}

void bench::add_images() {
    add_step<32, 4>({});
    add_step<32, 8>({.of_peak = 0.72});
    add_forward<32>({.of_peak = 0.76});
    add_forward<1>({});
    add_products();
}
