// Layers of your own.
//
// A network is a list of names, and nothing in the library has to know a name beforehand: a struct that keeps the
// contract (trilobite/layers/contract.hpp) is a layer. This program writes two, checks their gradients, and trains a
// network with them.

#include <trilobite/trilobite.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

using namespace trilobite;

// An activation acts on each value by itself: two lines, the value y = f(x) and the derivative as a function of y. V is
// a register of several numbers, or of one. The layer before it applies it to results that are still in registers.
//
// y = x / (1 + |x|), a sigmoid that comes to its ends more slowly than the others, and takes no exponential.
// dy/dx = 1 / (1 + |x|)^2 = (1 - |y|)^2
struct softsign : elementwise<softsign> {
    template <class V>
    static V value(V x) {
        return x / (V(1) + V::larger(x, -x));
    }
    template <class V>
    static V derivative(V y) {
        const V left = V(1) - V::larger(y, -y);
        return left * left;
    }
};

// A layer with parameters: y_i = s_i x_i. Each feature gets a scale of its own.
//
//     d C / d s_i = sum over the samples of dy_i x_i        d C / d x_i = dy_i s_i
struct scale {
    // Any shape goes in, and the same comes out.
    static constexpr inferred infer(shape in) { return {.output = in, .needed = in}; }

    template <class T, shape In>
    struct layer {
        static constexpr std::size_t size = In.size();
        // The parameters, listed: this is how optimizers and files find them.
        BOOST_HANA_DEFINE_STRUCT(layer, (vector<T, size>, factors));

        static constexpr shape output = In;
        static constexpr operation_count operations{
            .forward = size, .backward_parameters = 2 * size, .backward_input = size};

        // Rows are padded to whole registers: stride >= size values.
        template <class X, class Y>
        void forward(auto, X x, Y y, no_memory&) const {
            for (std::size_t row = 0; row < Y::rows; ++row)
                for (std::size_t i = 0; i < Y::stride; ++i)
                    y.row(row)[i] = i < size ? factors(0, i) * x(row, i) : T{0};
        }

        // Added to what is there: a mini-batch may come in several pieces.
        template <class X, class Y>
        void backward_parameters(auto, X x, Y, Y dy, no_memory&, layer& gradient) const {
            for (std::size_t row = 0; row < Y::rows; ++row)
                for (std::size_t i = 0; i < size; ++i)
                    gradient.factors(0, i) += dy(row, i) * x(row, i);
        }

        // The padding of a gradient must be zero.
        template <class X, class Y, class DX>
        void backward_input(auto, X, Y, Y dy, no_memory&, DX dx) const {
            for (std::size_t row = 0; row < Y::rows; ++row)
                for (std::size_t i = 0; i < DX::stride; ++i)
                    dx.row(row)[i] = i < size ? dy(row, i) * factors(0, i) : T{0};
        }

        // Before training, nothing is scaled.
        void initialise(const auto&, random_key) { std::fill_n(factors.values, size, T{1}); }
    };
};

// The network, in float to train and in double to check.
template <class T>
using ellipse = basic_network<T, input<2>, scale, dense<8>, softsign, scale, dense<1>, sigmoid>;

// Is the gradient right? Move every parameter a little to either side, and see whether the cost changes as the gradient
// says. Returns the largest disagreement.
template <class Net, class Cost, class Data>
double check_gradient(Net& net, const Cost& cost, const Data& data) {
    constexpr std::size_t samples = 16;
    working_memory<Net, samples, true> memory;
    memory.fill(0, samples, [&](std::size_t row, double* x, double* y) { data.template copy<Net>(row, x, y); });
    const training_pass pass{.rows = samples};
    const auto cost_now = [&] {
        forward(net, pass, memory.inputs(), memory.record);
        return cost.sum(memory.outputs(), memory.targets(), samples, 0.0) / samples;
    };
    Net gradient{};
    cost_now();
    add_gradient(net, cost, pass, samples, memory, gradient);

    double worst = 0;
    for_each_matrix(
        [&](auto& parameters, auto& gradients) {
            for (std::size_t i = 0; i < parameters.flat().size(); ++i) {
                const double here = parameters.values[i], step = 1e-5;
                parameters.values[i] = here + step;
                const double above = cost_now();
                parameters.values[i] = here - step;
                const double below = cost_now();
                parameters.values[i] = here;
                worst = std::max(worst, std::abs((above - below) / (2 * step) - gradients.values[i]));
            }
        },
        net, gradient);
    return worst;
}

int main() {
    // Points of the plane, and whether they lie in an ellipse that is twice as wide as high: the second coordinate
    // matters more than the first, which is for `scale` to discover.
    std::vector<float> points, inside;
    const auto key = random_key::from_seed(1);
    for (std::size_t i = 0; i < 2000; ++i) {
        const float x = uniform(key, 2 * i, -1.0f, 1.0f), y = uniform(key, 2 * i + 1, -1.0f, 1.0f);
        points.insert(points.end(), {x, y});
        inside.push_back(std::hypot(x, 2 * y) < 0.8f ? 1.0f : 0.0f);
    }
    const data_view data{points, inside};

    ellipse<double> checked;
    initialise(checked, 1);
    const double disagreement = check_gradient(checked, binary_cross_entropy{}, data);
    std::printf("Gradient against finite differences, %zu parameters: they differ by %.1e at most.\n\n",
                ellipse<double>::parameter_count, disagreement);

    ellipse<float> net;
    initialise(net, 1);
    std::printf("epoch    cost  accuracy   scales of the two coordinates\n");
    const auto past =
        fit<16>(net, binary_cross_entropy{}, sgd{.learning_rate = 0.2f}, data, no_validation{},
                {.epochs = 100, .seed = 1}, on_epoch([](const auto& report) {
                    const auto& now = report.record;
                    const auto& scales = report.net.template layer<0>().factors;
                    if (now.epoch == 1 || now.epoch % 20 == 0)
                        std::printf("%5zu  %.4f    %.4f   %6.2f %6.2f\n", now.epoch,
                                    static_cast<double>(now.training.cost), static_cast<double>(now.training.accuracy),
                                    static_cast<double>(scales(0, 0)), static_cast<double>(scales(0, 1)));
                }));

    const auto& factors = net.layer<0>().factors;
    const bool learned = past.epochs.back().training.accuracy > 0.95f && factors(0, 1) > factors(0, 0);
    const bool right = disagreement < 1e-8;
    std::printf("\n%s\n%s\n", right ? "The gradients are right." : "The gradients are wrong!",
                learned ? "The network has found the ellipse, and which coordinate matters more."
                        : "The network has not learned the ellipse.");
    return right && learned ? 0 : 1;
}
