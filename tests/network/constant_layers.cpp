// Layers over vectors in constant expressions.
#include "../catch.hpp"
#include "../laws/constant_laws.hpp"

#include <trilobite/trilobite.hpp>

using namespace trilobite;

namespace {

template <class... Layers>
constexpr auto train =
    [](std::uint64_t seed) { return laws::trained<network<Layers...>>(seed, quadratic{}, sgd{0.1f}); };

}

TEST_CASE("layers over vectors in constant expressions", "[constant]") {
    CHECK(laws::same_in_constant_expressions(train<input<2>, dense<17>, elu<>, batch_norm<>, dense<2>, softmax>));
    CHECK(laws::same_in_constant_expressions(train<input<3>, dropout<0.3>, leaky_relu<>, softplus, layer_norm<>, swish,
                                                   trilobite::tanh, dense<3>, gelu, log_softmax>));
}

TEST_CASE("a network that only predicts, in constant expressions", "[constant]") {
    CHECK(laws::same_in_constant_expressions([](std::uint64_t seed) {
        basic_network<double, input<3>, dense<9>, trilobite::tanh, dense<3>, step> net;
        initialise(net, seed, orthogonal{});
        vector<double, 4> answer;
        const auto y = predict(net, std::array{0.5, -1., 2.});
        std::copy(y.begin(), y.end(), answer.values);
        answer(0, 3) = static_cast<double>(predict_class(net, std::array{-0.5, 1., 2.}));
        return answer;
    }));
}
