// The short cuts of a training step change no bit: parameters that take their step while their gradient is still in
// registers, and samples that are read where they stand.
#include "../catch.hpp"
#include "../laws/random_matrix.hpp"
#include "../laws/toy_layers.hpp"

#include <memory>
#include <vector>

using namespace trilobite;

namespace {

/// Random samples and targets for a network of type Net.
template <class Net>
struct samples {
    using T = typename Net::value_type;
    std::vector<T> inputs, targets;
    explicit samples(std::size_t n) : inputs(n * Net::input_size), targets(n * Net::output_size) {
        for (std::size_t i = 0; i < inputs.size(); ++i)
            inputs[i] = uniform<T>(random_key::from_seed(1), i, T(-1), T(1));
        for (std::size_t i = 0; i < targets.size(); ++i)
            targets[i] = uniform<T>(random_key::from_seed(2), i, T(0), T(1));
    }
    data_view<T, T> view() const { return {inputs, targets}; }
};

/// The same samples, which have to be copied.
template <class Data>
struct copied {
    Data data;
    template <class Net>
    std::size_t size() const {
        return data.template size<Net>();
    }
    template <class Net>
    bool fits() const {
        return data.template fits<Net>();
    }
    template <class Net, class T>
    void copy(std::size_t i, T* x, T* y) const {
        data.template copy<Net>(i, x, y);
    }
};

template <class Net, class Optimizer>
struct trainee {
    Net net{};
    training_state<Net, Optimizer> state{};
    bool operator==(const trainee& other) const {
        bool same = true;
        const auto compare = [&](const auto& a, const auto& b) { same = same && laws::same_bits(a, b); };
        for_each_matrix(compare, net, other.net);
        for_each_matrix(compare, state.gradient, other.state.gradient);
        return same;
    }
};

/// A few steps over mini-batches of 12 and of what is left of them, in pieces of so many rows.
template <class Net, class Optimizer, std::size_t Rows, class Piece, class Data>
auto by_steps(const Optimizer& optimizer, const Data& data) {
    auto t = std::make_unique<trainee<Net, Optimizer>>();
    initialise(t->net, 1);
    const auto memory = std::make_unique<working_memory<Net, Rows, true, reads_in_place<Net, Data>>>();
    const std::size_t all = data.template size<Net>();
    for (std::size_t first = 0; first < all; first += 12)
        train_step<Piece>(t->net, quadratic{}, optimizer, t->state, *memory, std::min<std::size_t>(12, all - first),
                          sample_range<Net, Data, in_order>{data, {}, first, all - first});
    return t;
}

/// The same: gradients of all layers first, then the step.
template <class Net, class Optimizer, class Data>
auto by_hand(const Optimizer& optimizer, const Data& data) {
    auto t = std::make_unique<trainee<Net, Optimizer>>();
    initialise(t->net, 1);
    const auto memory = std::make_unique<working_memory<Net, 12, true>>();
    const std::size_t all = data.template size<Net>();
    for (std::size_t first = 0; first < all; first += 12, ++t->state.steps) {
        const training_pass p{.rows = std::min<std::size_t>(12, all - first), .step = t->state.steps};
        memory->fill(0, p.rows, [&](std::size_t row, auto* x, auto* y) { data.template copy<Net>(first + row, x, y); });
        forward(t->net, p, memory->inputs(), memory->record);
        add_gradient(t->net, quadratic{}, p, p.rows, *memory, t->state.gradient);
        const auto rule = optimizer.begin_step(t->state.optimizer);
        take_step(t->net, t->state.gradient, rule, t->state.optimizer.moments());
    }
    return t;
}

template <class Net, class Optimizer>
void short_cuts_change_nothing(const Optimizer& optimizer) {
    const samples<Net> all(31);
    const auto expected = by_hand<Net>(optimizer, all.view());
    const copied<decltype(all.view())> apart{all.view()};
    CHECK(*by_steps<Net, Optimizer, 12, whole_batch>(optimizer, all.view()) == *expected);
    CHECK(*by_steps<Net, Optimizer, 12, batch_piece>(optimizer, apart) == *expected);
    if constexpr (!Net::couples_samples) {
        CHECK(*by_steps<Net, Optimizer, 5, batch_piece>(optimizer, all.view()) == *expected);
        CHECK(*by_steps<Net, Optimizer, 5, batch_piece>(optimizer, apart) == *expected);
    }
    CHECK(!(*by_steps<Net, Optimizer, 12, whole_batch>(optimizer, samples<Net>(30).view()) == *expected));
}

}

TEMPLATE_TEST_CASE("a step while the gradient is in registers, of samples where they stand, changes no bit",
                   "[training][toys]",
                   (network<input<70>, dense<40>, relu, dense<33>, trilobite::tanh, dense<5>, softmax>),
                   (network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>), (network<input<300>, dense<70>>),
                   (basic_network<double, input<9>, dense<7>, sigmoid, dense<3>>),
                   (network<input<3>, toys::centre, dense<4>, toys::shortcut<dense<3>, sigmoid, dense<4>>, dense<2>>)) {
    short_cuts_change_nothing<TestType>(sgd{0.25f});
}

TEST_CASE("nor does it with an optimizer that keeps moments and divides", "[training]") {
    short_cuts_change_nothing<network<input<37>, regularised<dense<20>, l2{0.01}>, relu, dense<3>>>(
        clip_by_value{adam{0.0625f}, 0.01f});
}

TEST_CASE("float samples are read where they stand, pixels are not", "[training]") {
    using net = network<input<4>, dense<2>>;
    STATIC_REQUIRE(reads_in_place<net, data_view<float, float>>);
    STATIC_REQUIRE(!reads_in_place<net, data_view<std::uint8_t, std::uint8_t>>);
    STATIC_REQUIRE(!reads_in_place<net, data_view<double, double>>);
    STATIC_REQUIRE(!reads_in_place<network<input<4>, relu, dense<2>>, data_view<float, float>>);
}

TEST_CASE("a rule around a rule that divides divides", "[training]") {
    const auto divides = []<class Optimizer>(const Optimizer& optimizer) {
        using net = network<input<1>, dense<1>>;
        typename Optimizer::template state<net> state{};
        using rule = decltype(with_penalty(quadratic{} + l2{0.5}, optimizer.begin_step(state)));
        return kernels::divides<rule>;
    };
    CHECK(divides(scheduled{clip_by_value{adam{}, 1}, step_decay{.factor = 0.5f, .every = 1}}));
    CHECK(!divides(scheduled{clip_by_value{momentum{}, 1}, step_decay{.factor = 0.5f, .every = 1}}));
}
