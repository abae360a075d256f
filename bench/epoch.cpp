/// A whole epoch of `fit`, shuffling and turning bytes into brightness included, beside its mere training steps on floats
/// that stand in order.

#include "groups.hpp"
#include "training.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

void bench::add_epochs() {
    constexpr std::size_t batch = 128;
    const auto contenders = [](std::string&) {
        const auto data = std::make_shared<const data_set<std::uint8_t>>(digits());
        const auto pixels = std::make_shared<std::vector<std::uint8_t>>(data->inputs.size());
        std::transform(data->inputs.begin(), data->inputs.end(), pixels->begin(),
                       [](float x) { return static_cast<std::uint8_t>(x * 255); });
        constexpr sgd descent{1e-6f};
        const auto net = random_network<intermediate>();
        const auto state = std::make_shared<training_state<intermediate, sgd>>();
        using steps_only = trainer<batch, intermediate, cross_entropy, sgd, std::uint8_t, in_order>;
        const auto steps = std::make_shared<steps_only>(data, descent);
        return std::vector<contender>{{"trilobite",
                                       [=] {
                                           fit<batch>(*net, *state, cross_entropy{}, descent,
                                                      data_view{*pixels, data->targets}, no_validation{},
                                                      {.epochs = 1});
                                       }},
                                      {"steps", [=, count = data->targets.size() / batch] {
                                           for (std::size_t i = 0; i < count; ++i)
                                               steps->step();
                                       }}};
    };
    measure({"784-64 relu-64 relu-10 softmax, sgd, batch 128, an epoch of fit",
             digit_count * dense_layers<intermediate>::training_flops,
             {.times_as_fast = 1 / 1.15},
             contenders,
             15});
}
