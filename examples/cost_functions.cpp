// How wrong is a network? Chapter 8 of "Deep Learning Illustrated" answers with a number, the cost, and it matters
// which.
//
// A neuron should have said y = 1 and said a. The quadratic cost (y - a)^2 is the obvious measure. Cross-entropy,
// -(y ln a + (1 - y) ln(1 - a)), is the better one behind a sigmoid, and the second half of this program shows why: a
// neuron that is entirely wrong, and sure of it, learns next to nothing from the quadratic cost.

#include <trilobite/trilobite.hpp>

#include <cmath>
#include <cstdio>

using namespace trilobite;

// A cost takes the activations of any layer and what they should have been, as matrices of samples x values. Here there
// is one sample of one value, in double.
template <class Cost>
double cost_of(const Cost& cost, double y, double a) {
    const matrix<double, 1, 1> target{{y}}, activation{{a}};
    return cost.sum(activation.view(), target.view(), 1, 0.0);
}

// One sigmoid neuron that says a = sigmoid(z): its input is 0, its bias z. How far a step of learning moves z is
// decided by dC/dz, and the library's backward pass tells it.
template <class Cost>
double slope_at(const Cost& cost, double y, double z) {
    using neuron = basic_network<double, input<1>, dense<1>, sigmoid>;
    neuron net{}, gradient{};
    net.layer<0>().bias(0, 0) = z;

    working_memory<neuron, 1, true> memory;
    memory.fill(0, 1, [&](std::size_t, double* input, double* target) { *input = 0, *target = y; });
    const training_pass pass{.rows = 1};
    forward(net, pass, memory.inputs(), memory.record);
    add_gradient(net, cost, pass, 1, memory, gradient);
    return gradient.layer<0>().bias(0, 0);
}

bool all_as_expected = true;

void expect(double value, double expected, double relative_error) {
    all_as_expected = all_as_expected && std::abs(value - expected) <= relative_error * std::abs(expected);
}

int main() {
    std::printf("How wrong is a, where y is right?\n\n"
                "  y        a     quadratic    cross-entropy\n");
    struct {
        double y, a, quadratic, cross_entropy;
    } const rows[] = {
        {1, 0.9997, 8.999999999998017e-08, 0.00030004500900199243},
        {1, 0.9, 0.01, 0.10536051565782628},
        {1, 0.6, 0.16, 0.5108256237659907},
        {1, 0.1192, 0.77580864, 2.1269525243508878},
        {0, 0.1192, 0.01420864, 0.1269246935736668},
        {1, 1 - 0.1192, 0.01420864, 0.1269246935736668},
    };
    for (const auto& row : rows) {
        const double squared = cost_of(quadratic{}, row.y, row.a);
        const double entropy = cost_of(binary_cross_entropy{}, row.y, row.a);
        std::printf("  %.0f   %.4f   %11.8f   %14.8f\n", row.y, row.a, squared, entropy);
        expect(squared, row.quadratic, 1e-9);
        expect(entropy, row.cross_entropy, 1e-9);
    }
    std::printf("\nBoth are small where a is nearly right, and neither cares on which side it errs: the last two rows\n"
                "are alike. And a perfect answer costs nothing: the quadratic cost of a = y = 1 is %g. Cross-entropy\n"
                "would take the logarithm of 0 there, so activations are kept 1e-7 away from 0 and 1: %.1e.\n",
                cost_of(quadratic{}, 1, 1), cost_of(binary_cross_entropy{}, 1, 1));
    all_as_expected = all_as_expected && cost_of(quadratic{}, 1, 1) == 0;
    all_as_expected = all_as_expected && std::isfinite(cost_of(binary_cross_entropy{}, 1, 0));

    std::printf("\nWhat the neuron learns from its mistake. It should say y = 1; it says a = sigmoid(z).\n\n"
                "    z          a     dC/dz, quadratic    dC/dz, cross-entropy\n");
    for (const double z : {0.0, -2.0, -5.0, -10.0}) {
        const double a = math::sigmoid(z);
        std::printf("%5.0f   %.6f        %12.3e         %15.6f\n", z, a, slope_at(quadratic{}, 1, z),
                    slope_at(binary_cross_entropy{}, 1, z));
    }
    expect(slope_at(binary_cross_entropy{}, 1, -2), -0.880797, 1e-5);
    expect(slope_at(quadratic{}, 1, -2), -0.184956, 1e-5);
    expect(slope_at(binary_cross_entropy{}, 1, -10), -0.999955, 1e-5);
    expect(slope_at(quadratic{}, 1, -10), -9.079e-5, 1e-4);
    std::printf(
        "\nAt z = -10 the neuron could not be more wrong, and the quadratic cost moves it by a ten-thousandth of\n"
        "the learning rate: the sigmoid is flat there, and dC/dz = 2 (a - y) times its slope a (1 - a). The slope\n"
        "cancels out of cross-entropy's gradient, which is a - y and nothing else: the greater the error, the\n"
        "longer the step.\n");

    std::printf("\nA neuron on the flat part of its activation is called saturated. The slopes of tanh:\n\n");
    const struct { double z, slope; } saturation[] = {{0, 1}, {2, 0.0706508}, {5, 1.81583e-4}};
    for (const auto& [z, expected] : saturation) {
        // Activations know their derivative as a function of their own output.
        const double slope = trilobite::tanh::derivative(simd<double, 1>(math::tanh(z))).value;
        std::printf("  tanh'(%.0f) = %.7f\n", z, slope);
        expect(slope, expected, 1e-5);
    }
    std::printf("\n%s\n", all_as_expected ? "All figures are those of the book." : "Some figures are not as expected!");
    return all_as_expected ? 0 : 1;
}
