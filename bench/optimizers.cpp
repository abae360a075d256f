/// What an optimizer costs beside the memory it must go through.

#include "groups.hpp"
#include "measure.hpp"
#include "networks.hpp"
#include "training.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace bench;

/// So many bytes of somewhere, zero.
class block {
    std::vector<float> values_;

public:
    explicit block(std::size_t bytes) : values_(bytes / sizeof(float) + 2 * native_lanes<float>) {}
    float* begin() { // aligned to a register
        const auto at = reinterpret_cast<std::uintptr_t>(values_.data());
        constexpr std::uintptr_t step = native_lanes<float> * sizeof(float);
        return values_.data() + ((at + step - 1) / step * step - at) / sizeof(float);
    }
};

/// Reads so many bytes, and writes them elsewhere.
[[gnu::noinline]] void copy(const float* from, float* to, std::size_t bytes) {
    using V = simd<float, native_lanes<float>>;
    for (std::size_t i = 0; i + V::lanes <= bytes / sizeof(float); i += V::lanes)
        V::load(from + i).store(to + i);
}

/// An update of all parameters of a network from a gradient in memory, against a copy of as many bytes within as much
/// memory: an optimizer with N moments reads and writes the parameters, the gradient, which it makes zero, and the
/// moments.
template <class Net, class Optimizer>
void add_update(const std::string& name, Optimizer optimizer, goal wanted) {
    const auto contenders = [=](std::string&) {
        struct trained {
            std::shared_ptr<Net> net = random_network<Net>();
            training_state<Net, Optimizer> state{};
        };
        const auto t = std::make_shared<trained>();
        const std::size_t parts = 2 + t->state.optimizer.moments().size();
        const auto all = std::make_shared<block>(parts * sizeof(Net));
        return std::vector<contender>{{"trilobite",
                                       [=] {
                                           const auto rule = optimizer.begin_step(t->state.optimizer);
                                           take_step(*t->net, t->state.gradient, rule, t->state.optimizer.moments());
                                       }},
                                      {"copy", [=] {
                                           const std::size_t half = parts * sizeof(Net) / 2 / 64 * 64;
                                           float* const first = all->begin();
                                           float* const second = first + half / sizeof(float);
                                           copy(first, second, half);
                                           copy(second, first, half);
                                       }}};
    };
    measure({name, 0, wanted, contenders});
}

/// A training step with an optimizer, against one with sgd that copies as many bytes as the optimizer's moments have.
template <std::size_t Batch, class Net, class Optimizer>
void add_step(const std::string& name, Optimizer optimizer, goal wanted) {
    const auto contenders = [=](std::string&) {
        using target = typename decltype(digits())::target_type;
        const auto data = std::make_shared<const data_set<target>>(digits());
        const auto ours =
            std::make_shared<trainer<Batch, Net, cross_entropy, Optimizer, target, in_order>>(data, optimizer);
        const auto plain = std::make_shared<trainer<Batch, Net, cross_entropy, sgd, target, in_order>>(
            data, sgd{optimizer.learning_rate});
        typename Optimizer::template state<Net> state;
        const std::size_t bytes = state.moments().size() * sizeof(Net);
        const auto moments = std::make_shared<block>(bytes);
        return std::vector<contender>{{"trilobite", [=] { ours->step(); }},
                                      {"sgd and copy", [=] {
                                           plain->step();
                                           const std::size_t half = bytes / 2 / 64 * 64;
                                           float* const first = moments->begin();
                                           float* const second = first + half / sizeof(float);
                                           copy(first, second, half);
                                           copy(second, first, half);
                                       }}};
    };
    measure({name, Batch * dense_layers<Net>::training_flops, wanted, contenders});
}

}

void bench::add_optimizers() {
    constexpr float rate = 1e-6f; // the network stays as it is
    add_update<intermediate>("784-64-64-10, an update alone, sgd", sgd{rate}, {});
    add_update<intermediate>("784-64-64-10, an update alone, adam", adam{.learning_rate = rate},
                             {.times_as_fast = 0.8});
    add_step<32, intermediate>("784-64-64-10, adam against sgd, batch 32", adam{.learning_rate = rate},
                               {.times_as_fast = 1 / 1.15});
}
