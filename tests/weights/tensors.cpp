#include <trilobite/trilobite.hpp>
#include <trilobite/weights/tensors.hpp>

#include "../catch.hpp"
#include "../laws/toy_layers.hpp"

#include <memory>
#include <string>
#include <vector>

using namespace trilobite;

namespace {

template <class Net>
std::vector<std::string> described() {
    const auto net = std::make_unique<Net>();
    std::vector<std::string> lines;
    for (const auto& tensor : tensors_of(*net))
        lines.push_back(tensor.name + ": " + shape_text(tensor.shape()));
    return lines;
}

/// All values of the i-th tensor of a network whose matrices were filled by the place of each value: 100 row + column.
template <class Net>
std::vector<float> places(std::size_t i) {
    Net net;
    for_each_matrix(
        []<class M>(M& m) {
            for (std::size_t row = 0; row < M::rows; ++row)
                for (std::size_t column = 0; column < M::columns; ++column)
                    m(row, column) = static_cast<float>(100 * row + column);
        },
        net);
    const auto tensors = tensors_of(net);
    REQUIRE(i < tensors.size());
    std::vector<float> values;
    tensors[i].for_each([&](float value) { values.push_back(value); });
    std::vector<float> by_index;
    for (std::size_t value = 0; value < tensors[i].size(); ++value)
        by_index.push_back(tensors[i][value]);
    CHECK(by_index == values);
    return values;
}

// Of a picture of 1 x 3 places and 2 channels: PyTorch counts c 3 + w, the library w 2 + c.
const std::vector<float> unrolled{0, 2, 4, 1, 3, 5};
const std::vector<float> in_place{0, 1, 2, 3, 4, 5};

}

TEST_CASE("tensors have the names and the shapes of PyTorch", "[weights]") {
    using net_type =
        network<input<9, 9, 3>, conv2d<8, 2>, relu, batch_norm<>, depthwise_conv2d<3>, conv2d_transposed<4, 3, 2>,
                residual<projection<conv2d<5, 1>>, conv2d<5, 3, 1, padding::same>, layer_norm<>>,
                concat<branch<>, branch<conv2d<2, 1>, relu, residual<conv2d<2, 1>>>>, max_pool2d<2>, flatten,
                frozen<initialised<regularised<dense<7>, l2{0.1}>, he_normal>>, trilobite::tanh, dense<2>>;
    CHECK(described<net_type>() == std::vector<std::string>{"0.weight: 8 x 3 x 2 x 2",
                                                            "0.bias: 8", //
                                                            "2.weight: 8",
                                                            "2.bias: 8",
                                                            "2.running_mean: 8",
                                                            "2.running_var: 8", //
                                                            "3.weight: 8 x 1 x 3 x 3",
                                                            "3.bias: 8", //
                                                            "4.weight: 8 x 4 x 3 x 3",
                                                            "4.bias: 4", //
                                                            "5.0.weight: 5 x 4 x 3 x 3",
                                                            "5.0.bias: 5",
                                                            "5.1.weight: 5",
                                                            "5.1.bias: 5", //
                                                            "5.shortcut.0.weight: 5 x 4 x 1 x 1",
                                                            "5.shortcut.0.bias: 5", //
                                                            "6.1.0.weight: 2 x 5 x 1 x 1",
                                                            "6.1.0.bias: 2",
                                                            "6.1.2.0.weight: 2 x 2 x 1 x 1",
                                                            "6.1.2.0.bias: 2", //
                                                            "9.weight: 7 x 252",
                                                            "9.bias: 7",
                                                            "11.weight: 2 x 7",
                                                            "11.bias: 2"});
}

TEST_CASE("the tensors of a layer of one's own have the names of its members", "[weights]") {
    using net_type = network<input<3>, toys::centre, toys::shortcut<dense<3>, relu>, reshape<1, 3>, toys::recurrent<2>>;
    CHECK(described<net_type>() == std::vector<std::string>{"0.shift: 3", "0.running_mean: 3",                //
                                                            "1.inside.0.weight: 3 x 3", "1.inside.0.bias: 3", //
                                                            "3.weights: 3 x 2", "3.recurrent_weights: 2 x 2",
                                                            "3.bias: 2"});
    CHECK(places<net_type>(4) == std::vector<float>{0, 1, 100, 101, 200, 201});
}

TEST_CASE("a network of doubles and a gradient have the same tensors; a constant one is read", "[weights]") {
    const basic_network<double, input<2>, dense<2>> net{};
    const auto tensors = tensors_of(net);
    static_assert(std::is_same_v<decltype(tensors[0][0]), const double&>);
    CHECK(tensors[0].size() == 4);
}

TEST_CASE("weights are listed in PyTorch's order", "[weights]") {
    // Rows are (u, v, c) of 2 x 2 places and 2 channels here, columns filters.
    CHECK(places<network<input<2, 2, 2>, conv2d<2, 2>>>(0) ==
          std::vector<float>{0, 200, 400, 600, 100, 300, 500, 700, 1, 201, 401, 601, 101, 301, 501, 701});
    // Rows are (u, v, filter), columns channels.
    CHECK(places<network<input<1, 1, 2>, conv2d_transposed<2, 2>>>(0) ==
          std::vector<float>{0, 200, 400, 600, 100, 300, 500, 700, 1, 201, 401, 601, 101, 301, 501, 701});
    CHECK(places<network<input<2, 2, 2>, depthwise_conv2d<2>>>(0) ==
          std::vector<float>{0, 100, 200, 300, 1, 101, 201, 301});
    CHECK(places<network<input<2>, dense<3>>>(0) == std::vector<float>{0, 100, 1, 101, 2, 102});
}

TEST_CASE("a flattened picture is counted as PyTorch does, in all layers behind that keep its values apart",
          "[weights]") {
    using net_type =
        network<input<1, 3, 2>, flatten, relu, batch_norm<>, dropout<0.1>, residual<dense<6>, relu>, dense<1>>;
    CHECK(places<net_type>(0) == unrolled); // batch_norm
    CHECK(places<net_type>(3) == unrolled);
    // Inside of the residual, the first value in is the first value out, and so on.
    std::vector<float> both;
    for (const float out : unrolled)
        for (const float in : unrolled)
            both.push_back(100 * in + out);
    CHECK(places<net_type>(4) == both);
    CHECK(places<net_type>(5) == unrolled);
    CHECK(places<net_type>(6) == std::vector<float>{0, 200, 400, 100, 300, 500});
    CHECK(places<network<input<1, 3, 2>, flatten, dense<6>, batch_norm<>>>(2) == in_place);
    CHECK(places<network<input<1, 3, 2>, global_average_pool2d, dense<1>>>(0) == std::vector<float>{0, 100});
    CHECK(places<network<input<1, 3, 2>, reshape<6>, dense<1>>>(0) == std::vector<float>{0, 200, 400, 100, 300, 500});
}

TEST_CASE("a vector that becomes a picture is counted as PyTorch does, in the layers before that make it",
          "[weights]") {
    using net_type =
        network<input<1>, dense<6>, batch_norm<>, residual<dense<6>>, relu, reshape<1, 3, 2>, conv2d<6, 1>>;
    CHECK(places<net_type>(0) == unrolled);
    CHECK(places<net_type>(1) == unrolled);
    CHECK(places<net_type>(2) == unrolled);
    CHECK(places<net_type>(7) == unrolled); // the residual's bias
    CHECK(places<net_type>(9) == in_place); // the convolution's
    // The sample itself: PyTorch gets it with its channels first.
    CHECK(places<network<input<6>, batch_norm<>, reshape<1, 3, 2>>>(0) == unrolled);
}

TEST_CASE("what a concat makes of flattened pictures is counted branch by branch", "[weights]") {
    using net_type = network<input<1, 2, 2>, concat<branch<flatten>, branch<flatten, dense<2>>>, dense<1>>;
    CHECK(places<net_type>(2) == std::vector<float>{0, 200, 100, 300, 400, 500});
}
