#include "../catch.hpp"

#include <trilobite/trilobite.hpp>

#include <span>
#include <vector>

using namespace trilobite;

namespace {

using net_type = network<input<2>, batch_norm<0.9>, dense<16>, relu, batch_norm<0.9>, dropout<0.2>, dense<1>, sigmoid>;

constexpr std::size_t samples = 200;

/// Points of a plane, far from the origin in one direction and stretched in the other; the class is the side of a line.
struct points {
    std::vector<float> inputs, targets;
    points() {
        for (std::size_t i = 0; i < samples; ++i) {
            const float x = uniform<float>(random_key::from_seed(1), i, -1, 1);
            const float y = uniform<float>(random_key::from_seed(2), i, -1, 1);
            inputs.insert(inputs.end(), {5 + x, 3 * y});
            targets.push_back(x + y > 0.25f ? 1.f : 0.f);
        }
    }
    data_view<float, float> view() const { return {inputs, targets}; }

    /// Of the inputs at this place in a sample.
    double mean(std::size_t place) const {
        double sum = 0;
        for (std::size_t i = 0; i < samples; ++i)
            sum += inputs[2 * i + place];
        return sum / samples;
    }
    double variance(std::size_t place) const {
        const double centre = mean(place);
        double sum = 0;
        for (std::size_t i = 0; i < samples; ++i)
            sum += (inputs[2 * i + place] - centre) * (inputs[2 * i + place] - centre);
        return sum / samples;
    }
};

}

TEST_CASE("a network with batch_norm, layer_norm and dropout trains, and then predicts the same every time",
          "[layers][training]") {
    const points data;
    net_type net;
    initialise(net, 1);
    const auto before = evaluate(net, binary_cross_entropy{}, data.view());
    // The mini-batch is all of the data, so its statistics are theirs.
    const auto history = fit<samples>(net, binary_cross_entropy{}, adam{.learning_rate = 0.02f}, data.view(),
                                      data.view(), {.epochs = 150, .seed = 3});
    const auto after = history.epochs.back().validation;
    CHECK(after.cost < before.cost / 4);
    CHECK(after.accuracy > 0.97f);

    CHECK(evaluate(net, binary_cross_entropy{}, data.view()).cost == after.cost);
    const std::span<const float, 2> sample(data.inputs.data(), 2);
    CHECK(predict(net, sample) == predict(net, sample));

    const double unbiased = samples / (samples - 1.001);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(net.layer<0>().running_mean(0, i) == Approx(data.mean(i)).epsilon(1e-5).margin(1e-5));
        CHECK(net.layer<0>().running_variance(0, i) == Approx(data.variance(i) * unbiased).epsilon(1e-5));
    }
}
