// Any number of threads trains the bits of a single one. (A folder of its own: it is also compiled with the thread
// sanitizer.)
#include "../catch.hpp"
#include "../laws/random_matrix.hpp"
#include "../laws/toy_layers.hpp"

#include <memory>
#include <stdexcept>
#include <vector>

using namespace trilobite;

namespace {

/// n random samples of a network's own type, or pixels and classes.
template <class Net, class Input, class Target>
struct samples {
    std::vector<Input> inputs;
    std::vector<Target> targets;

    explicit samples(std::size_t n) : inputs(n * Net::input_size) {
        for (std::size_t i = 0; i < inputs.size(); ++i)
            inputs[i] = static_cast<Input>(uniform<float>(random_key::from_seed(1), i, 0, scale<Input>));
        targets.resize(std::is_integral_v<Target> ? n : n * Net::output_size);
        for (std::size_t i = 0; i < targets.size(); ++i)
            targets[i] = static_cast<Target>(uniform<float>(random_key::from_seed(2), i, 0, scale<Target>));
    }
    data_view<Input, Target> view() const { return {inputs, targets}; }

    template <class T>
    static constexpr float scale = sizeof(T) == 1 ? float(Net::output_size) : 1;
};

/// A layer that knows nothing of descents: y_i = s_i x_i.
struct scale {
    static constexpr inferred infer(shape in) { return {.output = in, .needed = in}; }

    template <class T, shape In>
    struct layer {
        static constexpr std::size_t size = In.size();
        BOOST_HANA_DEFINE_STRUCT(layer, (vector<T, size>, factors));
        static constexpr shape output = In;
        static constexpr operation_count operations{size, 2 * size, size};

        template <class X, class Y>
        void forward(auto, X x, Y y, no_memory&) const {
            for (std::size_t row = 0; row < Y::rows; ++row)
                for (std::size_t i = 0; i < Y::stride; ++i)
                    y.row(row)[i] = i < size ? factors(0, i) * x(row, i) : T{0};
        }
        template <class X, class Y>
        void backward_parameters(auto, X x, Y, Y dy, no_memory&, layer& gradient) const {
            for (std::size_t row = 0; row < Y::rows; ++row)
                for (std::size_t i = 0; i < size; ++i)
                    gradient.factors(0, i) += dy(row, i) * x(row, i);
        }
        template <class X, class Y, class DX>
        void backward_input(auto, X, Y, Y dy, no_memory&, DX dx) const {
            for (std::size_t row = 0; row < Y::rows; ++row)
                for (std::size_t i = 0; i < DX::stride; ++i)
                    dx.row(row)[i] = i < size ? dy(row, i) * factors(0, i) : T{0};
        }
        void initialise(const auto&, random_key) { std::fill_n(factors.values, size, T{1}); }
    };
};

template <class Net>
struct trained {
    Net net{};
    history<typename Net::value_type> past;
    Net gradient_left{};

    bool operator==(const trained& other) const {
        bool same = past.epochs.size() == other.past.epochs.size();
        const auto compare = [&](const auto& a, const auto& b) { same = same && laws::same_bits(a, b); };
        for_each_matrix(compare, net, other.net);
        for_each_matrix(compare, gradient_left, other.gradient_left);
        for (std::size_t i = 0; same && i < past.epochs.size(); ++i) {
            const auto &a = past.epochs[i], &b = other.past.epochs[i];
            same = a.training.cost == b.training.cost && a.training.accuracy == b.training.accuracy &&
                   a.validation.cost == b.validation.cost && a.validation.accuracy == b.validation.accuracy;
        }
        return same;
    }
};

template <std::size_t Threads, std::size_t Batch, class Net, std::size_t Budget = default_stack_budget, class Cost,
          class Optimizer, class Data>
std::unique_ptr<trained<Net>> train(const Cost& cost, const Optimizer& optimizer, const Data& data) {
    auto t = std::make_unique<trained<Net>>();
    const auto state = std::make_unique<training_state<Net, Optimizer>>();
    initialise(t->net, 1);
    t->past = fit<Batch, Threads, Budget>(t->net, *state, cost, optimizer, data, data, {.epochs = 3, .seed = 4});
    t->gradient_left = state->gradient;
    return t;
}

}

TEST_CASE("any number of threads trains the same bits", "[threads]") {
    using net = network<input<20>, dense<40>, relu, dense<33>, trilobite::tanh, dense<5>, softmax>;
    const samples<net, float, float> floats(101);
    const samples<net, std::uint8_t, std::uint8_t> pixels(101);
    const auto one = train<1, 32, net>(cross_entropy{}, sgd{0.1f}, pixels.view());
    CHECK(*train<2, 32, net>(cross_entropy{}, sgd{0.1f}, pixels.view()) == *one);
    CHECK(*train<3, 32, net>(cross_entropy{}, sgd{0.1f}, pixels.view()) == *one);
    CHECK(*train<5, 32, net>(cross_entropy{}, sgd{0.1f}, pixels.view()) == *one);
    const auto scarce = train<1, 32, net, 12'000>(cross_entropy{}, sgd{0.1f}, pixels.view()); // several pieces each
    CHECK(*train<2, 32, net, 12'000>(cross_entropy{}, sgd{0.1f}, pixels.view()) == *scarce);
    // Pieces of an evaluation, unlike those of a training, are as many costs to be added.
    for (std::size_t i = 0; i < one->past.epochs.size(); ++i)
        scarce->past.epochs[i].validation = one->past.epochs[i].validation;
    CHECK(*scarce == *one);
    const auto other = train<1, 32, net>(quadratic{}, adam{0.01f}, floats.view());
    CHECK(*train<4, 32, net>(quadratic{}, adam{0.01f}, floats.view()) == *other);
    CHECK(!(*one == *other));
}

TEST_CASE("more threads than samples, and layers that cannot share their work out", "[threads]") {
    using small = network<input<2>, scale, dense<8>, trilobite::tanh, scale, dense<1>, sigmoid>;
    const samples<small, float, float> few(5);
    const auto one = train<1, 4, small>(binary_cross_entropy{}, sgd{0.5f}, few.view());
    CHECK(*train<2, 4, small>(binary_cross_entropy{}, sgd{0.5f}, few.view()) == *one);
    CHECK(*train<7, 4, small>(binary_cross_entropy{}, sgd{0.5f}, few.view()) == *one);
}

TEST_CASE("threads measure a network as one does, on many micro-batches too", "[threads]") {
    using net = network<input<2>, dense<3>, trilobite::tanh, dense<2>, softmax>;
    const samples<net, float, std::uint8_t> few(20), many(70'000);
    const auto last_validation = []<std::size_t Threads>(index_constant<Threads>, const auto& training,
                                                         const auto& validation) {
        net n{};
        initialise(n, 1);
        return fit<20, Threads>(n, cross_entropy{}, sgd{0.1f}, training, validation, {}).epochs.back().validation;
    };
    const auto one = last_validation(index_constant<1>{}, few.view(), many.view());
    const auto three = last_validation(index_constant<3>{}, few.view(), many.view());
    CHECK(one.cost == three.cost);
    CHECK(one.accuracy == three.accuracy);
    CHECK(one.cost > 0);
}

TEST_CASE("composites share their work out, and layers that do both halves of it in one function do each",
          "[threads][composites][toys]") {
    using net = network<input<4, 2>, concat<branch<toys::recurrent<3>>, branch<>>, flatten,
                        residual<dense<20>, relu, dense<20>>, dense<2>>;
    const samples<net, float, float> data(21);
    const auto one = train<1, 8, net>(quadratic{}, adam{0.01f}, data.view());
    CHECK(*train<3, 8, net>(quadratic{}, adam{0.01f}, data.view()) == *one);
}

TEST_CASE("callbacks stop a team, and their exceptions come through", "[threads]") {
    using net = network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>;
    const samples<net, float, float> data(64);
    net n;
    initialise(n, 1);
    const auto fit_until = [&](auto callback) {
        return fit<8, 3>(n, quadratic{}, sgd{}, data.view(), no_validation{}, {.epochs = 2}, on_batch(callback));
    };
    for (const std::size_t last : {1u, 3u, 8u}) {
        std::size_t batches = 0;
        const auto h = fit_until([&](const auto& report) {
            ++batches;
            return report.batch < last;
        });
        CHECK(h.status == fit_status::stopped);
        CHECK(batches == last);
    }
    for (const std::size_t last : {1u, 8u})
        CHECK_THROWS_AS(fit_until([&](const auto& report) {
                            if (report.batch == last)
                                throw std::runtime_error("enough");
                        }),
                        std::runtime_error);
}
