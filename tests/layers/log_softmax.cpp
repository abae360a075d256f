#include "../laws/layer_laws.hpp"

#include <trilobite/layers/log_softmax.hpp>
#include <trilobite/network/predict.hpp>

using namespace trilobite;

TEST_CASE("log_softmax obeys the laws of layers", "[layers]") {
    laws::check_layer<log_softmax, shape{5}, 3>();
    laws::check_layer<log_softmax, shape{37}, 4>();
}

TEST_CASE("log_softmax is the logarithm of a softmax, and overflows nothing", "[layers]") {
    const auto of = [](const double(&x)[3]) {
        return predict(basic_network<double, input<3>, log_softmax>{}, std::span<const double, 3>(x));
    };
    // Python, with 50 digits.
    const auto y = of({-1, 1, 5});
    CHECK(y[0] == Approx(-6.0205811389473293377).epsilon(1e-15));
    CHECK(y[1] == Approx(-4.0205811389473293377).epsilon(1e-15));
    CHECK(y[2] == Approx(-0.0205811389473293377).epsilon(1e-14));
    CHECK(of({1000, 0, -1000}) == std::array{0., -1000., -2000.});
    CHECK(of({-1e300, -1e300, -1e300})[1] == Approx(-1.0986122886681098).epsilon(1e-15)); // -ln 3
}
