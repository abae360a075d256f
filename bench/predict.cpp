/// Predictions of one sample, as latencies: each takes what the one before it gave as part of its input.

#include "groups.hpp"
#include "measure.hpp"
#include "networks.hpp"
#include "peers/all.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace bench;

/// x, and y = f(x) put back into x; f returns something that begins with the outputs.
template <class Net>
struct loop {
    alignas(64) std::array<float, Net::input_size> x{};

    loop() { fill_randomly(x.data(), x.size(), 2); }

    template <class F>
    void turn(F f) {
        const auto& y = f(x);
        std::copy_n(&y[0], std::min(Net::input_size, Net::output_size), x.begin());
    }
};

template <class Net>
void add(const std::string& name, goal wanted) {
    const auto contenders = [](std::string& error) {
        const std::shared_ptr<const Net> net = random_network<Net>();
        const auto ours = std::make_shared<loop<Net>>();
        std::vector<contender> all{{"trilobite", [=] { ours->turn([&](const auto& x) { return predict(*net, x); }); }}};
        peers::all::for_each([&]<class Peer>(Peer) {
            const auto theirs = std::make_shared<loop<Net>>();
            const auto them = std::make_shared<peers::mlp<Peer, 1, Net>>(*net);
            const auto expected = predict(*net, theirs->x);
            if (!std::equal(expected.begin(), expected.end(), them->predict(theirs->x.data()),
                            [](float a, float b) { return std::fabs(a - b) < 1e-4f; }))
                error += std::string(Peer::name) + " predicts something else; ";
            all.emplace_back(Peer::name, [=] { theirs->turn([&](const auto& x) { return them->predict(x.data()); }); });
        });
        return all;
    };
    measure({name + ", one sample", dense_layers<Net>::inference_flops, wanted, contenders});
}

}

void bench::add_predictions() {
    add<controller>("4-32 relu-16 relu-2", {.times_as_fast = 1.63});
    add<xor_network>("2-8 tanh-1 sigmoid", {.times_as_fast = 1.04});
    add<square<8>>("8-8 tanh-8 relu-8", {.times_as_fast = 1.52});
    add<square<16>>("16-16 tanh-16 relu-16", {.times_as_fast = 1.56});
    add<square<32>>("32-32 tanh-32 relu-32", {.times_as_fast = 1.33});
    add<square<64>>("64-64 tanh-64 relu-64", {.times_as_fast = 1.02});
    add<intermediate>("784-64 relu-64 relu-10 softmax", {.times_as_fast = 1.0});
}
