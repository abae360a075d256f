// The first epochs of the book's networks on the real MNIST, held against what their authors recorded; and what our own
// digits are to a network.
#include "../catch.hpp"

#include <trilobite/data/mnist.hpp>
#include <trilobite/data/synthetic_digits.hpp>
#include <trilobite/diagnosis/norms.hpp>
#include <trilobite/trilobite.hpp>

#include <memory>

using namespace trilobite;

namespace {

const data::digits* mnist() {
    static const auto digits = []() -> std::unique_ptr<data::digits> {
        auto directory = data::mnist_directory();
#if defined(TRILOBITE_TEST_MNIST)
        if (!directory)
            directory = TRILOBITE_TEST_MNIST;
#endif
        if (!directory)
            return nullptr;
        auto loaded = data::load_mnist(*directory);
        if (!loaded)
            FAIL(loaded.error());
        return std::make_unique<data::digits>(std::move(*loaded));
    }();
    if (!digits)
        WARN("SKIPPED: no MNIST here; set TRILOBITE_MNIST to the directory of its four files");
    return digits.get();
}

template <class Net, class Cost, class Optimizer>
history<float> train(const data::digits& digits, const Cost& cost, const Optimizer& optimizer, std::size_t epochs,
                     std::uint64_t seed) {
    const auto net = std::make_unique<Net>();
    initialise(*net, seed);
    return fit<128>(*net, cost, optimizer, data_view{digits.training.pixels, digits.training.labels},
                    data_view{digits.test.pixels, digits.test.labels}, {.epochs = epochs, .seed = seed});
}

}

TEST_CASE("the intermediate net learns as the book's did", "[mnist][book]") {
    const auto* digits = mnist();
    if (digits == nullptr)
        return;
    using intermediate = network<input<784>, dense<64>, relu, dense<64>, relu, dense<10>, softmax>;
    const auto h = train<intermediate>(*digits, cross_entropy{}, sgd{0.1f}, 3, 1);
    // Recorded: .4744/.8637, validation .2686/.9234; over eight seeds .9187 to .9311.
    CHECK(h.epochs[0].training.cost == Approx(.4744f).margin(.03));
    CHECK(h.epochs[0].training.accuracy == Approx(.8637f).margin(.012));
    CHECK(h.epochs[0].validation.accuracy == Approx(.925f).margin(.012));
    CHECK(h.epochs[2].validation.accuracy > .945f);
}

TEST_CASE("the shallow net learns as slowly as the book's did", "[mnist][book]") {
    const auto* digits = mnist();
    if (digits == nullptr)
        return;
    using shallow = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;
    const auto h = train<shallow>(*digits, quadratic{}, sgd{0.01f}, 5, 1);
    // Recorded: .0923/.0943, validation .0919/.1010 after one epoch; accuracies of early epochs vary widely.
    CHECK(h.epochs[0].training.cost == Approx(.0923f).margin(.004));
    CHECK(h.epochs[0].validation.cost == Approx(.0919f).margin(.004));
    CHECK(h.epochs[4].validation.cost < h.epochs[0].validation.cost);
    CHECK(h.epochs[4].validation.accuracy > .10f);
}

TEST_CASE("the deep net learns as the book's did", "[mnist][book]") {
    const auto* digits = mnist();
    if (digits == nullptr)
        return;
    using deep = network<input<784>, dense<64>, relu, batch_norm<>, dense<64>, relu, batch_norm<>, dense<64>, relu,
                         batch_norm<>, dropout<0.2>, dense<10>, softmax>;
    const auto h = train<deep>(*digits, cross_entropy{}, adam{}, 2, 1);
    // Recorded: .3717/.8896, validation .1522/.9518; over eight seeds .9475 to .9531.
    CHECK(h.epochs[0].training.cost == Approx(.38f).margin(.03));
    CHECK(h.epochs[0].training.accuracy == Approx(.886f).margin(.01));
    CHECK(h.epochs[0].validation.accuracy == Approx(.950f).margin(.006));
    CHECK(h.epochs[1].validation.accuracy > .957f);
}

TEST_CASE("LeNet learns from a few digits what the others learn from many", "[mnist][book]") {
    const auto* digits = mnist();
    if (digits == nullptr)
        return;
    using lenet = network<input<28, 28, 1>, conv2d<32, 3>, relu, conv2d<64, 3>, relu, max_pool2d<2>, dropout<0.25>,
                          flatten, dense<128>, relu, dropout<0.5>, dense<10>, softmax>;
    const auto net = std::make_unique<lenet>();
    const auto state = std::make_unique<training_state<lenet, adam>>();
    initialise(*net, 1);
    const auto h =
        fit<64>(*net, *state, cross_entropy{}, adam{},
                data_view{digits->training.pixels, digits->training.labels}.first<lenet>(3'000),
                data_view{digits->test.pixels, digits->test.labels}.first<lenet>(2'000), {.epochs = 1, .seed = 1});
    CHECK(h.epochs[0].validation.accuracy > .80f);
}

TEST_CASE("in a deep network of sigmoids layers learn the slower the farther they are from the output", "[book]") {
    const auto* digits = mnist();
    if (digits == nullptr)
        return;
    using deep_sigmoids = network<input<784>, dense<30>, sigmoid, dense<30>, sigmoid, dense<30>, sigmoid, dense<30>,
                                  sigmoid, dense<30>, sigmoid, dense<30>, sigmoid, dense<10>, softmax>;
    STATIC_REQUIRE(deep_sigmoids::parameter_count == 28'510);
    const auto net = std::make_unique<deep_sigmoids>();
    initialise(*net, 1);
    update_norms speed(*net);
    const auto training = data_view{digits->training.pixels, digits->training.labels}.first<deep_sigmoids>(1'000);
    fit<1>(*net, cross_entropy{}, sgd{0.01f}, training, no_validation{}, {.epochs = 20, .seed = 1}, speed);
    for (const auto& norms : speed.by_epoch()) {
        for (std::size_t layer = 2; layer < 10; layer += 2)
            CHECK(norms[layer] < norms[layer + 2]);
        CHECK(norms[10] > 10 * norms[2]);
    }
}

TEST_CASE("a linear classifier does not read the synthetic digits well, and a network does", "[synthetic]") {
    const auto digits = data::synthetic_digits(60'000, 5'000, 1);
    const auto linear_net = train<network<input<784>, dense<10>, softmax>>(digits, cross_entropy{}, sgd{0.1f}, 5, 1);
    const auto two_hidden = train<network<input<784>, dense<64>, relu, dense<64>, relu, dense<10>, softmax>>(
        digits, cross_entropy{}, sgd{0.1f}, 5, 1);
    const float linear_accuracy = linear_net.epochs.back().validation.accuracy;
    const float network_accuracy = two_hidden.epochs.back().validation.accuracy;
    INFO(linear_accuracy << " against " << network_accuracy);
    CHECK(linear_accuracy > .80f);
    CHECK(linear_accuracy < .95f);
    CHECK(network_accuracy > .95f);
}
