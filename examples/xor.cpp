// The smallest problem that needs a hidden layer.
//
// Exclusive or: "one or the other, but not both". Draw the four cases as the corners of a square and mark those where
// the answer is yes: they lie across from each other, and no straight line parts them from the other two. A network
// without a hidden layer can draw nothing but a straight line. It is the case that ended the first enthusiasm for
// perceptrons (Minsky and Papert, 1969).
//
// Two hidden units are enough in principle; with four of them, training finds a way from nearly any start.

#include <trilobite/costs/binary_cross_entropy.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/network/predict.hpp>
#include <trilobite/training/fit.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/optimizers/sgd.hpp>

#include <array>
#include <cstdio>
#include <span>

using namespace trilobite;

// Two inputs, four hidden units, and one output: the probability that the answer is yes.
using exclusive_or = network<input<2>, dense<4>, trilobite::tanh, dense<1>, sigmoid>;
static_assert(exclusive_or::parameter_count == (2 * 4 + 4) + (4 * 1 + 1));

int main() {
    const std::array<float, 4 * 2> questions{0, 0, 0, 1, 1, 0, 1, 1};
    const std::array<float, 4> answers{0, 1, 1, 0};
    const data_view cases{questions, answers};

    // The network starts from random weights: units that start alike would stay alike, and be no better than one.
    exclusive_or net;
    initialise(net, 1);

    // All four cases make one mini-batch, so an epoch is one step downhill.
    std::printf("step    cost\n");
    const auto past = fit<4>(net, binary_cross_entropy{}, sgd{.learning_rate = 0.5f}, cases, no_validation{},
                             {.epochs = 1000}, on_epoch([](const auto& report) {
                                 const auto& now = report.record;
                                 if (now.epoch == 1 || now.epoch == 10 || now.epoch == 100 || now.epoch % 250 == 0)
                                     std::printf("%4zu  %.4f\n", now.epoch, static_cast<double>(now.training.cost));
                             }));

    std::printf("\n a  b   a xor b   the network says\n");
    bool right = true;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto question = std::span(questions).subspan(2 * i).first<2>();
        const float probability = predict(net, question)[0];
        right = right && (probability > 0.5f) == (answers[i] == 1);
        std::printf(" %.0f  %.0f      %.0f      %.4f, so %s\n", static_cast<double>(question[0]),
                    static_cast<double>(question[1]), static_cast<double>(answers[i]), static_cast<double>(probability),
                    probability > 0.5f ? "yes" : "no");
    }
    const bool sure = past.epochs.back().training.cost < 0.05f;
    std::printf("\n%s\n", right && sure ? "All four are right, and it is sure of them." : "It has not learned it.");
    return right && sure ? 0 : 1;
}
