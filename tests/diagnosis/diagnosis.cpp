#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <trilobite/diagnosis/histogram.hpp>
#include <trilobite/diagnosis/learning_rate.hpp>
#include <trilobite/diagnosis/norms.hpp>
#include <trilobite/diagnosis/saturation.hpp>
#include <trilobite/trilobite.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

using namespace trilobite;

namespace {

using verdict = learning_rate_advice::verdict;

/// The costs of gradient descent on C = p^2 from p = 1: figure 8.4 of the book.
std::vector<double> parabola(double rate, int steps) {
    std::vector<double> costs;
    for (double p = 1; steps-- > 0; p -= rate * 2 * p)
        costs.push_back(p * p);
    return costs;
}

}

TEST_CASE("saturated units are counted by layer", "[diagnosis][book]") {
    // Weights 1 and biases 0: the activations are those of the inputs themselves.
    network<input<1>, dense<1>, trilobite::tanh, dense<1>, sigmoid> net;
    net.layer<0>().weights(0, 0) = 1;
    net.layer<2>().weights(0, 0) = 1;
    std::vector<float> x{0, 2, -2, 3, -5}, y(5);
    const auto shares = saturation(net, data_view{x, y});
    CHECK(std::isnan(shares[0]));
    CHECK(shares[1] == 0.4); // tanh'(2) = .07 is above .05, tanh'(3) = .0099 is not
    CHECK(shares[3] == 0);   // the sigmoid gets values within +-1
    CHECK(saturation(net, data_view{x, y}, 0.08)[1] == 0.8);
    x.resize(100, 10);
    y.resize(100);
    CHECK(saturation(net, data_view{x, y})[1] == 0.97);
    CHECK(std::isnan(saturation(net, data_view{y, x}.first<decltype(net)>(0))[1]));
}

TEST_CASE("units whose slope is a function of their input are saturated too", "[diagnosis]") {
    network<input<1>, gelu, dense<1>, swish> net;
    net.layer<1>().weights(0, 0) = 1;
    const std::vector<float> x{0, 1, -2, -3, -5}, y(5);
    const auto shares = saturation(net, data_view{x, y});
    CHECK(shares[0] == 0.4); // the slope is -.085 at -2, -.012 at -3
    CHECK(std::isnan(shares[1]));
    CHECK(shares[2] == 0); // a gelu gives no less than -.17
}

TEST_CASE("gradient norms are those of the gradient", "[diagnosis]") {
    // y = w2 (w1 x): with w1 = 2, w2 = 3, x = 1, t = 0: dC/dy = 12, dC/dw2 = 24, dC/db2 = 12, dC/dw1 = 36, dC/db1 = 36.
    network<input<1>, dense<1>, linear, dense<1>> net;
    net.layer<0>().weights(0, 0) = 2;
    net.layer<2>().weights(0, 0) = 3;
    const std::vector<float> x(70, 1.0f), y(70, 0.0f); // more than one piece
    const auto found = gradient_norms(net, quadratic{}, data_view{x, y});
    CHECK(found[0] == Approx(36 * std::sqrt(2.0)).epsilon(1e-6));
    CHECK(found[1] == 0);
    CHECK(found[2] == Approx(std::sqrt(24.0 * 24 + 12 * 12)).epsilon(1e-6));
}

TEST_CASE("update norms are what an epoch changes", "[diagnosis]") {
    network<input<2>, dense<3>, trilobite::tanh, dense<1>> net;
    initialise(net, 1);
    const auto before = net;
    const std::vector<float> x{1, 2, -1, 0.5f}, y{1, 0};
    update_norms watch(net);
    const auto first = [&] {
        auto once = net;
        fit<1>(once, quadratic{}, sgd{0.1f}, data_view{x, y}, no_validation{}, {.epochs = 1});
        return once;
    }();
    fit<1>(net, quadratic{}, sgd{0.1f}, data_view{x, y}, no_validation{}, {.epochs = 3}, watch);
    REQUIRE(watch.by_epoch().size() == 3);
    double squares = 0;
    for (std::size_t i = 0; i < 6; ++i)
        squares += std::pow(first.layer<0>().weights(i / 3, i % 3) - before.layer<0>().weights(i / 3, i % 3), 2);
    for (std::size_t i = 0; i < 3; ++i)
        squares += std::pow(first.layer<0>().bias(0, i) - before.layer<0>().bias(0, i), 2);
    CHECK(watch.by_epoch()[0][0] == Approx(std::sqrt(squares)).epsilon(1e-6));
    CHECK(watch.by_epoch()[0][1] == 0);
    CHECK(watch.by_epoch()[2][2] > 0);
}

TEST_CASE("a histogram counts every value once", "[diagnosis]") {
    histogram h(0, 1, 4);
    for (const double v : {0.0, 0.1, 0.25, 0.5, 0.74, 1.0, 1.1, -0.1, std::nan("")})
        h.add(v);
    CHECK(h.counts == std::vector<std::size_t>{2, 1, 2, 1});
    CHECK(h.outside == 3);
    CHECK(h.inside() == 6);
    CHECK(h.border(1) == 0.25);
}

TEST_CASE("initial weights that saturate sigmoids, and that do not", "[diagnosis][book]") {
    // The book's experiment: one sample, uniform on [0, 1], through 784-256 sigmoid. Recorded with N(0, 1): of 256
    // activations 108 below .1, 127 above .9 and 5 between .4 and .6.
    using net_type = network<input<784>, dense<256>, sigmoid>;
    STATIC_REQUIRE(net_type::parameter_count == 200'960);
    std::vector<float> x(784), y(256);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = uniform<float>(random_key::from_seed(1), i);
    const auto net = std::make_unique<net_type>();
    const auto counts = [&](const auto& initialiser) {
        initialise(*net, 7, initialiser);
        return activation_histogram<1, 1>(*net, data_view{x, y}, 0, 1, 10).counts;
    };
    const auto normal = counts(standard_normal{});
    CHECK(normal[0] + normal[9] > 210);
    CHECK(normal[4] + normal[5] < 20);
    CHECK(saturation<1>(*net, data_view{x, y})[1] > 0.75);
    const auto glorot = counts(glorot_uniform{});
    CHECK(glorot[0] + glorot[9] < 5);
    CHECK(glorot[4] + glorot[5] > 60);
    CHECK(saturation<1>(*net, data_view{x, y})[1] < 0.02);
}

TEST_CASE("the book's rules of thumb for the learning rate", "[diagnosis][book]") {
    CHECK(advise(parabola(.01, 20)).what == verdict::slow);
    CHECK(advise(parabola(.01, 20)).factor == 10);
    CHECK(advise(parabola(.1, 20)).what == verdict::good);
    CHECK(advise(parabola(1, 20)).what == verdict::not_learning);
    CHECK(advise(parabola(1.1, 20)).what == verdict::not_learning);
    CHECK(advise(parabola(1.1, 20)).factor == 0.1);
    CHECK(advise({1, .5, .8, .3, .7, .4}).what == verdict::erratic);
    CHECK(advise({1, .5, .8, .3, .7, .4}).factor < 1);
    CHECK(advise({1, .4, .2, .21, .15, .14}).what == verdict::good);
    CHECK(advise({1, .5, .25, .125}).what == verdict::good);
    CHECK(advise({1, .5, .2}).what == verdict::too_short);
    CHECK(advise({1, .5, std::numeric_limits<double>::infinity()}).what == verdict::not_learning);
    history<float> past;
    past.status = fit_status::not_finite;
    CHECK(advise(past).what == verdict::not_learning);
}

TEST_CASE("a range of learning rates is tried on a copy", "[diagnosis]") {
    // y = 2 x: with quadratic cost over inputs of mean square 1/3 descent diverges somewhere above 1.
    network<input<1>, dense<1>> net;
    const auto before = net;
    std::vector<float> x, y;
    for (std::size_t i = 0; i < 64; ++i) {
        x.push_back(uniform<float>(random_key::from_seed(1), i, -1, 1));
        y.push_back(2 * x.back());
    }
    const auto found =
        find_learning_rate<8>(net, quadratic{}, sgd{}, data_view{x, y}, {.lowest = 1e-4f, .highest = 100});
    CHECK(laws::same_bits(net.layer<0>().weights, before.layer<0>().weights));
    REQUIRE(found.trials.size() > 20);
    CHECK(found.trials.size() < 100);
    CHECK(found.trials[0].rate == Approx(1e-4).epsilon(1e-5));
    CHECK(found.trials[1].rate / found.trials[0].rate == Approx(std::pow(1e6, 1.0 / 99)).epsilon(1e-4));
    CHECK(found.suggested > 0.01);
    CHECK(found.suggested < 2);
    const std::vector<float> none;
    CHECK(find_learning_rate<8>(net, quadratic{}, sgd{}, data_view{none, none}).trials.empty());
}
