// Composites in training: whatever is true of a layer in the network's list is true of one inside a composite.
#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <trilobite/trilobite.hpp>

#include <algorithm>
#include <vector>

using namespace trilobite;

namespace {

using net_type =
    network<input<4>, residual<dense<4>, relu, dropout<0.25>, dense<4>>, relu,
            concat<branch<frozen<dense<4>>, trilobite::tanh>, branch<>, branch<regularised<dense<4>, l2{1e-4}>>>,
            residual<projection<dense<2>>, dense<2>, sigmoid>, softmax>;

struct samples {
    std::vector<float> inputs;
    std::vector<int> classes;
    explicit samples(std::size_t n) : inputs(n * 4), classes(n) {
        for (std::size_t i = 0; i < inputs.size(); ++i)
            inputs[i] = uniform<float>(random_key::from_seed(1), i, -1.f, 1.f);
        for (std::size_t i = 0; i < n; ++i)
            classes[i] = inputs[4 * i] * inputs[4 * i + 1] > 0; // a xor, which a linear network does not learn
    }
    data_view<float, int> view() const { return {inputs, classes}; }
};

template <class Net>
Net initialised_net() {
    Net net{};
    initialise(net, 3, he_normal{});
    return net;
}

/// So many epochs of mini-batches of 4, in pieces of Piece.
template <std::size_t Piece = 4, class Net, class Optimizer>
void train(Net& net, const Optimizer& optimizer, const samples& data, std::size_t epochs) {
    training_state<Net, Optimizer> state{};
    working_memory<Net, Piece, true> memory;
    for (std::size_t i = 0; i < epochs; ++i)
        train_epoch(net, cross_entropy{}, optimizer, state, memory, 4, data.view(), 1,
                    [](const auto&) { return true; });
}

template <class Net>
bool same(const Net& a, const Net& b) {
    bool all = true;
    for_each_matrix([&](const auto& x, const auto& y) { all = all && laws::same_bits(x, y); }, a, b);
    return all;
}

}

TEST_CASE("a network of composites learns", "[network][composites]") {
    auto net = initialised_net<net_type>();
    const samples data(400);
    const auto past = fit<4>(net, cross_entropy{}, adam{0.01f}, data.view(), no_validation{}, {.epochs = 40});
    CHECK(past.epochs.front().training.accuracy < 0.7f);
    CHECK(past.epochs.back().training.accuracy > 0.85f);
}

TEST_CASE("micro-batches of any size train the same bits, and so does a step from the whole gradient",
          "[network][composites]") {
    const samples data(31);
    const auto trained = [&]<std::size_t Piece>(index_constant<Piece>, const auto& optimizer) {
        auto net = initialised_net<net_type>();
        train<Piece>(net, optimizer, data, 2);
        return net;
    };
    const adam optimizer{0.125f};
    const auto all = trained(index_constant<4>{}, optimizer);
    CHECK(same(trained(index_constant<3>{}, optimizer), all));
    CHECK(same(trained(index_constant<1>{}, optimizer), all));
    // It waits for the whole gradient, and clips nothing.
    CHECK(same(trained(index_constant<4>{}, clip_by_norm{optimizer, 1e30f}), all));
    CHECK(!same(trained(index_constant<4>{}, adam{0.25f}), all));
}

TEST_CASE("every layer inside a composite gets random values of its own", "[network][composites]") {
    network<input<4>, residual<projection<dense<4>>, dense<4>, dense<4>>, concat<branch<dense<4>>, branch<dense<4>>>>
        net{};
    initialise(net, 1);
    const auto& path = net.layer<0>().branch<0>();
    const auto &a = path.layer<0>().weights, &b = path.layer<1>().weights;
    const auto& c = net.layer<0>().branch<1>().layer<0>().weights;
    const auto& d = net.layer<1>().branch<0>().layer<0>().weights;
    const auto& e = net.layer<1>().branch<1>().layer<0>().weights;
    const matrix<float, 4, 4>* const all[]{&a, &b, &c, &d, &e};
    for (const auto* one : all)
        for (const auto* other : all)
            CHECK(laws::same_bits(*one, *other) == (one == other));
}

TEST_CASE("a layer inside a composite can be frozen and regularised", "[network][composites]") {
    using regularised_net = network<input<3>, residual<regularised<dense<3>, l2{0.125}>, frozen<dense<3>>>>;
    auto net = initialised_net<regularised_net>();
    const auto before = net;
    const auto &layers = net.layer<0>().branch<0>(), &layers_before = before.layer<0>().branch<0>();
    float squares = 0;
    for (const float w : layers.layer<0>().weights.values)
        squares += w * w;
    CHECK(penalty_of(net, quadratic{}) == Approx(0.125f * squares));

    // Weights of inputs that are zero have no slope but the penalty's: w - 0.5 * 2 * 0.125 w.
    training_state<regularised_net, sgd> state{};
    working_memory<regularised_net, 1, true> memory;
    train_step(net, quadratic{}, sgd{0.5f}, state, memory, 1, [](std::size_t, float* x, float* y) {
        std::fill_n(x, 3, 0.f);
        std::fill_n(y, 3, 1.f);
    });
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            CHECK(layers.layer<0>().weights(i, j) == Approx(0.875f * layers_before.layer<0>().weights(i, j)));
    CHECK(!laws::same_bits(layers.layer<0>().bias, layers_before.layer<0>().bias));
    CHECK(same(layers.layer<1>(), layers_before.layer<1>()));
}

TEST_CASE("a whole composite can be frozen, and what is around it learns as before", "[network][composites]") {
    using block = residual<dense<4>, trilobite::tanh>;
    auto net = initialised_net<network<input<4>, dense<4>, sigmoid, block, dense<2>, softmax>>();
    auto with_frozen = initialised_net<network<input<4>, dense<4>, sigmoid, frozen<block>, dense<2>, softmax>>();
    const auto before = with_frozen;
    train(net, sgd{0.5f}, samples(4), 1);
    train(with_frozen, sgd{0.5f}, samples(4), 1);
    CHECK(same(with_frozen.layer<0>(), net.layer<0>()));
    CHECK(!same(with_frozen.layer<0>(), before.layer<0>()));
    CHECK(same(with_frozen.layer<3>(), net.layer<3>()));
    CHECK(same(with_frozen.layer<2>(), before.layer<2>()));
    CHECK(!same(with_frozen.layer<2>().branch<0>(), net.layer<2>().branch<0>()));
}
