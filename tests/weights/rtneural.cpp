#include <trilobite/trilobite.hpp>
#include <trilobite/weights/rtneural.hpp>

#include "../catch.hpp"
#include "../io/temporary_directory.hpp"
#include "../laws/random_matrix.hpp"

#include <array>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <string_view>

using namespace trilobite;

namespace {

using small = network<input<2>, dense<1>, trilobite::tanh>;

small example() {
    small net;
    net.layer<0>().weights(0, 0) = 1.5f;
    net.layer<0>().weights(1, 0) = -2;
    net.layer<0>().bias(0, 0) = 0.1f;
    return net;
}

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}

template <class Net>
bool same(const Net& a, const Net& b) {
    bool same = true;
    for_each_matrix([&](const auto& m, const auto& n) { same = same && laws::same_bits(m, n); }, a, b);
    return same;
}

/// The error that the text gives, "none" if none; a network that is not loaded is as it was.
std::string error_of(const std::string& text) {
    small net = example();
    const auto loaded = load_rtneural(net, bytes_of(text));
    CHECK((loaded || same(net, example())));
    return loaded ? "none" : loaded.error();
}

std::string file_of(const std::string& layers) {
    return R"({"in_shape":[null,2],"layers":[)" + layers + "]}";
}

const std::string dense_layer =
    R"({"type":"dense","activation":"","shape":[null,1],"weights":[[[1.5],[-2.0]],[0.10000000149011612]]})";
const std::string tanh_layer = R"({"type":"activation","activation":"tanh","shape":[null,1],"weights":[]})";

}

TEST_CASE("a network is written as RTNeural's JSON", "[weights]") {
    const auto text = rtneural_of(example());
    REQUIRE(text);
    CHECK(*text ==
          R"({"architecture":"input<2>, dense<1>, tanh","architecture_hash":"babfebf057d60cde","trilobite":"0.1.0",)" +
              file_of(dense_layer + "," + tanh_layer).substr(1));
}

TEST_CASE("a network goes through RTNeural's JSON bit by bit", "[weights]") {
    const temporary_directory directory;
    network<input<3>, dense<8>, relu, batch_norm<0.9, 1e-5>, dropout<0.2>, dense<5>, elu<>, linear, dense<4>, sigmoid,
            dense<3>, softmax>
        net, back;
    initialise(net, 1);
    net.layer<2>().running_mean(0, 3) = 0.1f;
    REQUIRE(save_rtneural(net, directory / "net.json"));
    const auto loaded = load_rtneural(back, directory / "net.json");
    INFO((loaded ? "" : loaded.error()));
    REQUIRE(loaded);
    CHECK(*loaded == 9);
    CHECK(same(net, back));
}

TEST_CASE("a model of Keras' is read as RTNeural's script writes it", "[weights]") {
    // Activations in their layers, more extents than one, a batch normalisation without gamma and beta. The prediction
    // is computed by hand: relu(0.5 x + 1) = 2, (2 - 1) / sqrt(3.75 + 0.25) = 0.5, no bias: 4 * 0.5.
    network<input<1>, dense<1>, relu, batch_norm<0.99, 0.25>, dense<1>> net;
    const std::string text =
        R"({"in_shape":[null,null,1],"layers":[
        {"type":"time-distributed-dense","activation":"relu","shape":[null,null,1],"weights":[[[0.5]],[1]]},
        {"type":"batchnorm","activation":"","shape":[null,null,1],"epsilon":0.25,"weights":[[1.0],[3.75]]},
        {"type":"dense","activation":"","shape":[null,null,1],"weights":[[[4.0]]]}]})";
    const auto loaded = load_rtneural(net, bytes_of(text));
    INFO((loaded ? "" : loaded.error()));
    REQUIRE(loaded);
    CHECK(predict(net, std::array{2.0f})[0] == 2);
}

TEST_CASE("networks that RTNeural does not have are refused in words", "[weights]") {
    const auto refused = [](const auto& net) {
        const auto text = rtneural_of(net);
        return text ? "none" : text.error();
    };
    CHECK(refused(network<input<2>, dense<2>, gelu>{}) == "layer 1, gelu: RTNeural has none like it");
    CHECK(refused(network<input<2>, dense<2>, elu<2>>{}) == "layer 1, elu<2>: RTNeural has none like it");
    CHECK(refused(network<input<4, 4, 1>, conv2d<2, 2>>{}) ==
          "RTNeural's networks take vectors: expected an input of 1 extent, found 3");
    CHECK(refused(network<input<4>, reshape<2, 2, 1>, flatten>{}) ==
          "layer 0, reshape<2, 2, 1>: RTNeural has none like it");
    CHECK(refused(network<input<4>, residual<dense<4>>>{}) == "layer 0, residual<dense<4>>: RTNeural has none like it");
    small net = example();
    net.layer<0>().bias(0, 0) = std::numeric_limits<float>::infinity();
    CHECK(refused(net) == "a network with values that are not finite cannot be written as JSON");
    const temporary_directory directory;
    const auto saved = save_rtneural(net, directory / "net");
    REQUIRE(!saved);
    CHECK(saved.error() ==
          (directory / "net").string() + ": a network with values that are not finite cannot be written as JSON");
    CHECK(directory.files() == 0);
    network<input<2>, dense<2>, gelu> other;
    const auto loaded = load_rtneural(other, bytes_of(file_of(dense_layer)));
    REQUIRE(!loaded);
    CHECK(loaded.error() == "layer 1, gelu: RTNeural has none like it");
}

TEST_CASE("a file that is not the network's is refused", "[weights]") {
    const std::string both = dense_layer + "," + tanh_layer, zero = "layer 0, dense<1>: ";
    CHECK(error_of(file_of(both)) == "none");
    const std::string no_json = "it is no JSON, or a number is too large, at its byte ";
    CHECK(error_of("") == no_json + "1");
    CHECK(error_of(file_of(both).substr(0, 100)) == no_json + "101");
    CHECK(error_of(R"({"a":1e999})") == no_json + "10");
    CHECK(error_of("{\"in\tshape\":1}") == no_json + "5");
    for (const char* other : {"[1]", "1", "\"in_shape\"", "null"})
        CHECK(error_of(other) == "expected a JSON object, found something else");
    for (const char* other : {"{}", R"({"in_shape":[null,2]})", R"({"in_shape":2,"layers":[]})", R"({"layers":{}})"})
        CHECK(error_of(other) == "not a file of RTNeural's: expected the arrays in_shape and layers");
    CHECK(error_of(R"({"in_shape":[null,3],"layers":[]})") == "expected an in_shape that ends in 2, found 3");
    CHECK(error_of(R"({"in_shape":[2,null],"layers":[]})") == "expected an in_shape that ends in 2, found no number");
    CHECK(error_of(R"({"in_shape":[2,[2]],"layers":[]})") == "expected an in_shape that ends in 2, found no number");
    CHECK(error_of(R"({"in_shape":[2],"in_shape":[2]})") == "in_shape is there twice");
    for (const char* other : {"7", "[]", "{}", R"({"kind":"dense"})"})
        CHECK(error_of(file_of(other)) == "a layer without a type");
    CHECK(error_of(file_of(R"({"type":7})")) == "the type of a layer is not a string");
    CHECK(error_of(file_of(R"({"type":"dense","activation":[]})")) == "the activation of a layer is not a string");
    CHECK(error_of(file_of(R"({"type":"dense","weights":[],"weights":[]})")) == "weights is there twice");
    CHECK(error_of(file_of("")) == zero + "expected dense, found the end");
    CHECK(error_of(file_of(tanh_layer)) == zero + "expected dense, found tanh");
    CHECK(error_of(file_of(R"({"type":"gru","activation":"tanh"})")) == zero + "expected dense, found gru");
    CHECK(error_of(file_of(dense_layer)) == "layer 1, tanh: expected tanh, found the end");
    CHECK(error_of(file_of(both + "," + dense_layer)) == "expected the end after 2 layers, found dense");
    CHECK(error_of(file_of(R"({"type":"dense"})")) == zero + "expected 2 arrays of weights, found 0");
}

TEST_CASE("weights that are not those of the layer are refused", "[weights]") {
    const std::string zero = "layer 0, dense<1>: ";
    const auto weights = [&](const std::string& text) {
        return error_of(file_of(R"({"type":"dense","activation":"tanh","weights":)" + text + "}"));
    };
    CHECK(weights("[[[1],[2]],[3]]") == "none");
    CHECK(weights("[[[1],[3.4028234663852886e38]],[3]]") == "none"); // the largest float
    // In any order, with members that nobody asks for, and blanks.
    CHECK(error_of(
              "{\"layers\":[\n\t{\"a \\\"\\\\\" : {\"weights\":[[1]]},\n\"weights\":[[[1],[2]],[3]],\"epsilon\":{}, "
              "\"activation\":\"tanh\",\r\n\"type\":\"dense\"}],\"other\":[{\"type\":1}],\"in_shape\":[2]}") == "none");
    CHECK(weights("[[[1],[2]],[3],[4]]") == zero + "expected 2 arrays of weights, found 3");
    for (const char* wrong : {"[[[1]],[3]]", "[[[1],[2],[3]],[3]]", "[[[1],[2,3]],[3]]", "[[[1],[null]],[3]]",
                              "[7,[3]]", "[[[1],[1e300]],[3]]", "[[[1],[-1e39]],[3]]", "[{},[3]]", "[[[1],{}],[3]]",
                              "[[[1],[[2]]],[3]]", "[[1,2],[3]]", "[[[1],2],[3]]", "[[1,[2]],[3]]"})
        CHECK(weights(wrong) == zero + "expected weights of 2 x 1 finite numbers");
    for (const char* wrong : {"7", "\"[]\"", "{\"a\":[]}", "[]"})
        CHECK(weights(wrong) == zero + "expected 2 arrays of weights, found 0");
    CHECK(weights("[[[1],[2]],[[3]]]") == zero + "expected weights of 1 finite numbers");
    CHECK(weights("[[[1],[2]],[3,4]]") == zero + "expected weights of 1 finite numbers");

    basic_network<double, input<2>, dense<1>> wide;
    REQUIRE(load_rtneural(wide, bytes_of(file_of(R"({"type":"dense","weights":[[[1],[1e300]],[3]]})"))));
    CHECK(wide.layer<0>().weights(1, 0) == 1e300);

    const auto epsilon = [&](const std::string& member) {
        network<input<2>, batch_norm<>> norm;
        const auto loaded = load_rtneural(
            norm, bytes_of(file_of(R"({"type":"batchnorm",)" + member + R"("weights":[[1,1],[1,1],[1,1],[1,1]]})")));
        return loaded ? "none" : loaded.error();
    };
    const std::string expected = "layer 0, batch_norm<0.99, 0.001>: expected the epsilon 0.001, found ";
    CHECK(epsilon(R"("epsilon":0.001,)") == "none");
    CHECK(epsilon(R"("epsilon":0.01,)") == expected + "0.01");
    CHECK(epsilon(R"("epsilon":"0.001",)") == expected + "no number");
    CHECK(epsilon("") == expected + "no number");
}
