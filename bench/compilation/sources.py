"""Translation units that use a network, as text: they predict with it, and train it."""

NETWORKS = {
    "2-8-1": "network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>",
    "4-32-16-2": "network<input<4>, dense<32>, relu, dense<16>, relu, dense<2>>",
    "784-64-10": "network<input<784>, dense<64>, sigmoid, dense<10>, softmax>",
    "784-64-64-10": "network<input<784>, dense<64>, relu, dense<64>, relu, dense<10>, softmax>",
}

INCLUDE = "#include <trilobite/trilobite.hpp>\n"
EMPTY_MAIN = "int main() {}\n"


def predicting(network):
    return f"""{INCLUDE}
using namespace trilobite;
using net_type = {network};

prediction<net_type> run(const net_type& net, std::span<const float, net_type::input_size> sample) {{
    return predict(net, sample);
}}
"""


def training(network):
    """predicting, and everything that comes before."""
    return predicting(network) + """
history<float> learn(net_type& net, const data_view<float, float>& data) {
    initialise(net, 1);
    return fit<32>(net, quadratic{}, sgd{}, data, no_validation{}, {});
}
"""


def dense_layers(widths):
    """A network of dense layers; widths: of the input, and of each layer."""
    layers = ", ".join(f"dense<{width}>" for width in widths[1:])
    return f"network<input<{widths[0]}>, {layers}>"


def alike(count):
    """dense<16>, count times: what the list itself costs, since layers of one shape share their arithmetic."""
    return dense_layers([16] * (count + 1))


def different(count):
    """Up to 272 layers no two of which have the same shape, of 4 to 68 units.

    17 steps of 1 modulo 17 set out once from every residue, so do 17 steps of 2, ...: no pair of neighbours comes twice.
    """
    place, widths = 0, [4]
    for layer in range(count):
        place = (place + 1 + layer // 17) % 17
        widths.append(4 + 4 * place)
    return dense_layers(widths)
