/// What `fit` adds to its training steps, and what a second thread brings.

#include "epoch.hpp"
#include "groups.hpp"
#include "training.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace bench;

const std::string name = "784-64 relu-64 relu-10 softmax, sgd, batch 128, ";
constexpr std::size_t flops = digit_count * dense_layers<intermediate>::training_flops;
/// That many are about as many samples as MNIST has.
constexpr std::size_t epochs = 4;
constexpr int repetitions = 15;

/// As many steps on floats that stand in order.
std::vector<contender> beside_mere_steps(std::string&) {
    const auto data = std::make_shared<const data_set<std::uint8_t>>(digits());
    using trainer_type = trainer<epoch::batch, intermediate, cross_entropy, sgd, std::uint8_t, in_order>;
    const auto steps = std::make_shared<trainer_type>(data, sgd{1e-6f});
    const auto run_steps = [=] {
        for (std::size_t i = 0; i < digit_count; i += epoch::batch)
            steps->step();
    };
    return {{"trilobite", [fit = epoch(*data)] { fit.run<1>(); }}, {"steps", run_steps}};
}

std::vector<contender> beside_one_thread(std::string& error) {
    const auto data = digits();
    const epoch one(data), two(data);
    one.run<1>();
    two.run<2>();
    if (std::memcmp(&one.net(), &two.net(), sizeof one.net()) != 0)
        error = "two threads train other bits than one";
    return {{"trilobite", [=] { two.run<2>(epochs); }}, {"one thread", [=] { one.run<1>(epochs); }}};
}

}

void bench::add_epochs() {
    measure({name + "an epoch of fit", flops, {.times_as_fast = 1 / 1.15}, beside_mere_steps, repetitions});
    measure({name + "four epochs of fit, two threads",
             epochs * flops,
             {.times_as_fast = 1.7},
             beside_one_thread,
             repetitions});
}
