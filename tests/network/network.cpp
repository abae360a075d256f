#include "../catch.hpp"
#include "../laws/random_matrix.hpp"
#include "../laws/toy_layers.hpp"

#include <cmath>
#include <memory>
#include <vector>

using namespace trilobite;

namespace {

/// The gradient that training uses against finite differences of the mean cost over B samples, of which one is absent.
template <class Net, class Cost, std::size_t B = 4>
void network_gradient_matches(const Cost& cost = {}) {
    static_assert(std::is_same_v<typename Net::value_type, double>);
    const auto net = std::make_unique<Net>(), gradient = std::make_unique<Net>();
    const auto memory = std::make_unique<working_memory<Net, B, true>>();
    initialise(*net, 5);
    const auto key = random_key::from_seed(9);
    memory->fill(0, B - 1, [&](std::size_t row, double* x, double* y) {
        for (std::size_t i = 0; i < Net::input_size; ++i)
            x[i] = uniform<double>(key, row * Net::input_size + i, -1, 1);
        for (std::size_t i = 0; i < Net::output_size; ++i)
            y[i] = i == row % Net::output_size ? 1 : 0;
    });
    const training_pass p{.rows = B - 1, .first_row = 0, .seed = 1, .step = 2};
    const auto mean_cost = [&] {
        forward(*net, p, memory->inputs(), memory->record);
        return cost.sum(memory->outputs(), memory->targets(), p.rows, 0.0) / static_cast<double>(p.rows);
    };
    mean_cost();
    add_gradient(*net, cost, p, p.rows, *memory, *gradient);
    for_each_matrix(
        [&]<class M>(M& m, const M& g) {
            if constexpr (!is_untrained<M>)
                for (std::size_t row = 0; row < M::rows; ++row)
                    for (std::size_t i = 0; i < M::columns; ++i) {
                        const double h = 1e-6, before = m(row, i);
                        m(row, i) = before + h;
                        const double above = mean_cost();
                        m(row, i) = before - h;
                        const double below = mean_cost();
                        m(row, i) = before;
                        CHECK(g(row, i) == Approx((above - below) / (2 * h)).epsilon(1e-6).margin(1e-8));
                    }
        },
        *net, *gradient);
}

template <class... Layers>
using exact = basic_network<double, Layers...>;

}

TEST_CASE("the gradient of a whole network matches finite differences", "[network]") {
    network_gradient_matches<exact<input<3>, dense<2>>, quadratic>();
    network_gradient_matches<exact<input<3>, dense<5>, sigmoid, dense<3>, softmax>, quadratic>();
    network_gradient_matches<exact<input<3>, dense<5>, trilobite::tanh, dense<3>, softmax>, cross_entropy>();
    network_gradient_matches<exact<input<3>, dense<5>, sigmoid, dense<1>, sigmoid>, binary_cross_entropy>();
    network_gradient_matches<exact<input<3>, dense<5>, sigmoid, dense<4>, sigmoid>, binary_cross_entropy>();
}

TEST_CASE("activations in any place keep the gradient right", "[network]") {
    // Before all, two in a row, behind a layer that needs its output, and under a cost that passes through.
    network_gradient_matches<exact<input<3>, sigmoid, dense<4>>, quadratic>();
    network_gradient_matches<exact<input<3>, dense<4>, sigmoid, trilobite::tanh, dense<3>>, quadratic>();
    network_gradient_matches<exact<input<3>, dense<4>, softmax, trilobite::tanh, dense<3>>, quadratic>();
    network_gradient_matches<exact<input<3>, dense<4>, sigmoid, softmax>, cross_entropy>();
    network_gradient_matches<exact<input<3>, dense<4>, linear, softmax>, cross_entropy>();
    network_gradient_matches<exact<input<3>, dense<4>, softmax, dense<3>, dense<4>, softmax>, cross_entropy>();
    network_gradient_matches<exact<input<3>, dense<4>, trilobite::tanh>, quadratic>();
    network_gradient_matches<exact<input<3>, dense<1>, sigmoid, sigmoid>, binary_cross_entropy>();
}

TEST_CASE("networks of layers that are not dense have the right gradient", "[network][toys]") {
    using namespace toys;
    network_gradient_matches<exact<input<3>, centre, dense<4>, sigmoid, centre, sigmoid, dense<2>>, quadratic>();
    network_gradient_matches<exact<input<3>, drop_half, dense<6>, trilobite::tanh, drop_half, dense<2>, softmax>,
                             cross_entropy>();
    network_gradient_matches<
        exact<input<3>, shortcut<dense<4>, sigmoid, dense<3>>, sigmoid, shortcut<shortcut<dense<3>, sigmoid>>, softmax>,
        cross_entropy>();
    network_gradient_matches<exact<input<4, 2>, recurrent<3>, recurrent<2>, flatten, dense<2>, softmax>,
                             cross_entropy>();
}

TEST_CASE("predict equals the network written out by hand", "[network]") {
    network<input<2>, dense<3>, trilobite::tanh, dense<1>, sigmoid> net;
    initialise(net, 3, standard_normal{});
    net.layer<0>().bias(0, 1) = 0.25f;
    net.layer<2>().bias(0, 0) = -0.5f;
    const std::vector<float> x{0.5f, -1.25f};
    float z = net.layer<2>().bias(0, 0);
    for (std::size_t h = 0; h < 3; ++h) {
        float sum = net.layer<0>().bias(0, h);
        for (std::size_t i = 0; i < 2; ++i)
            sum = multiply_add(x[i], net.layer<0>().weights(i, h), sum);
        z = multiply_add(math::tanh(sum), net.layer<2>().weights(h, 0), z);
    }
    CHECK(predict(net, std::span<const float, 2>(x))[0] == math::sigmoid(z));
    CHECK(predict_class(net, std::span<const float, 2>(x)) == (math::sigmoid(z) > 0.5f ? 1u : 0u));
}

TEST_CASE("a sample needs no alignment, and one sample's prediction is its row's in a batch", "[network]") {
    using net_type = network<input<7>, dense<9>, relu, dense<20>, sigmoid, dense<3>, softmax>;
    net_type net;
    initialise(net, 4);
    std::vector<float> all(1 + 5 * 7);
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = uniform<float>(random_key::from_seed(1), i);
    working_memory<net_type, 5, false> memory;
    memory.fill(0, 5, [&](std::size_t row, float* x, float*) { std::copy_n(all.data() + 1 + 7 * row, 7, x); });
    forward(net, inference_pass{.rows = 5}, memory.inputs(), memory.record);
    for (std::size_t row = 0; row < 5; ++row) {
        const auto y = predict(net, std::span<const float, 7>(all.data() + 1 + 7 * row, 7));
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(y[i] == memory.outputs()(row, i));
    }
}

TEST_CASE("the perceptron decides", "[network]") {
    // AND: fires when both inputs do.
    network<input<2>, dense<1>, trilobite::step> perceptron;
    perceptron.layer<0>().weights(0, 0) = perceptron.layer<0>().weights(1, 0) = 1;
    perceptron.layer<0>().bias(0, 0) = -1.5f;
    for (const float a : {0.f, 1.f})
        for (const float b : {0.f, 1.f}) {
            const float x[]{a, b};
            CHECK(predict(perceptron, std::span<const float, 2>(x))[0] == a * b);
        }
}

TEST_CASE("the book's values of sigmoid and softmax", "[network][book]") {
    const auto through = []<class Activation, std::size_t N>(Activation, const double(&x)[N]) {
        const basic_network<double, input<N>, Activation> net;
        return predict(net, std::span<const double, N>(x));
    };
    const auto s = through(sigmoid{}, {1e-5, 1e4, -1, -10, -2});
    CHECK(s[0] == Approx(.5000024999999999).epsilon(1e-15));
    CHECK(s[1] == 1);
    CHECK(s[2] == Approx(.2689414213699951).epsilon(1e-15));
    CHECK(s[3] == Approx(4.539786870243442e-05).epsilon(1e-14));
    CHECK(s[4] == Approx(.11920292202211757).epsilon(1e-15));
    const auto p = through(softmax{}, {-1, 1, 5});
    CHECK(p[0] == Approx(.0024282580295913376).epsilon(1e-14));
    CHECK(p[1] == Approx(.017942534803329194).epsilon(1e-14));
    CHECK(p[2] == Approx(.9796292071670795).epsilon(1e-14));
    // Saturated neurons (figure 8.1): tanh' is 1, .0706508, 1.81583e-4 at 0, 2, 5.
    const auto t = through(trilobite::tanh{}, {0, 2, 5});
    using V = simd<double, 1>;
    CHECK(trilobite::tanh::derivative(V(t[0])).value == 1);
    CHECK(trilobite::tanh::derivative(V(t[1])).value == Approx(.0706508).epsilon(1e-6));
    CHECK(trilobite::tanh::derivative(V(t[2])).value == Approx(1.81583e-4).epsilon(1e-5));
    // Large inputs overflow nothing.
    const auto large = through(softmax{}, {1000, 0, -1000});
    CHECK(large[0] == 1);
    CHECK(large[2] == 0);
}

TEST_CASE("the gradient of mean(6 (x - 4)^3) at x = 0 is 32 everywhere in a 3 x 3", "[network][book]") {
    // As the chain of layers x - 4 (a dense layer of one) and a cost whose derivative is given: 18 (x - 4)^2 / 9 = 32.
    basic_network<double, input<1>, dense<1>> shift;
    shift.layer<0>().weights(0, 0) = 1;
    shift.layer<0>().bias(0, 0) = -4;
    matrix<double, 9, 1> x, delta, dx;
    tape<decltype(shift)::chain_type, 9, true> record;
    const training_pass p{.rows = 9};
    forward(shift, p, std::as_const(x).view(), record);
    for (std::size_t i = 0; i < 9; ++i)
        delta(i, 0) = 18 * std::pow(std::as_const(record).output()(i, 0), 2) / 9;
    unwanted nothing;
    backward(shift, p, std::as_const(x).view(), record, delta.view(), nothing, dx.view());
    for (std::size_t i = 0; i < 9; ++i)
        CHECK(dx(i, 0) == 32);
}
