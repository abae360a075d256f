/// A row a sample, as the library has it, against a row a feature, for a small network and mini-batches of whole
/// registers: the forward pass, and the passes of a training step without the optimizer's.

#include "feature_major.hpp"
#include "groups.hpp"
#include "measure.hpp"
#include "networks.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace bench;
using chain_type = controller::chain_type;

/// What both work on, and what each of them makes of it.
template <std::size_t B>
struct bench_of {
    std::shared_ptr<controller> net = random_network<controller>();
    controller gradient;
    matrix<float, B, 4> x;
    matrix<float, B, 2> dy;

    // Ours.
    tape<chain_type, B, true> record;
    matrix<float, B, 2> delta;

    // Feature by feature, and turned back.
    feature_major::features<4, B> x_features;
    feature_major::features<32, B> first, d_first;
    feature_major::features<16, B> second, d_second;
    feature_major::features<2, B> y_features, dy_features;
    matrix<float, B, 32> first_rows, d_first_rows;
    matrix<float, B, 16> second_rows, d_second_rows;

    bench_of() {
        fill_randomly(x.values, x.flat().size(), 1, -1);
        for (std::size_t row = 0; row < B; ++row)
            for (std::size_t i = 0; i < 2; ++i)
                dy_features(i, row) = dy(row, i) = 0.01f * static_cast<float>(row % 5 + i) - 0.02f;
    }

    void forward_samples() {
        forward(static_cast<const chain_type&>(*net), training_pass{.rows = B}, std::as_const(x).view(), record);
    }
    void step_samples() {
        forward_samples();
        delta = dy; // is used up
        backward(static_cast<const chain_type&>(*net), training_pass{.rows = B}, std::as_const(x).view(), record,
                 delta.view(), static_cast<chain_type&>(gradient));
    }

    void forward_features() {
        for (std::size_t row = 0; row < B; ++row)
            for (std::size_t i = 0; i < 4; ++i)
                x_features(i, row) = x(row, i);
        feature_major::forward<true>(net->layer<0>(), x_features, first);
        feature_major::forward<true>(net->layer<2>(), first, second);
        feature_major::forward<false>(net->layer<4>(), second, y_features);
    }
    void step_features() {
        forward_features();
        feature_major::backward_input(net->layer<4>(), dy_features, second, d_second);
        feature_major::backward_input(net->layer<2>(), d_second, first, d_first);
        feature_major::turn(first, first_rows);
        feature_major::turn(second, second_rows);
        feature_major::turn(d_first, d_first_rows);
        feature_major::turn(d_second, d_second_rows);
        backward_parameters<0>(x, d_first_rows);
        backward_parameters<2>(first_rows, d_second_rows);
        backward_parameters<4>(second_rows, dy);
    }
    template <std::size_t I, class X, class DY>
    void backward_parameters(const X& in, const DY& d) {
        auto& g = gradient.layer<I>();
        kernels::dense_backward_parameters(in.view(), d.view(), kernels::added_to{g.weights.view()},
                                           kernels::added_to{g.bias.view()});
    }
};

template <std::size_t B>
void add() {
    const auto contest = [](void (bench_of<B>::*samples)(), void (bench_of<B>::*features)()) {
        return [=](std::string& error) {
            const auto b = std::make_shared<bench_of<B>>();
            b->step_samples();
            const controller expected = b->gradient;
            b->gradient = {};
            b->step_features();
            for_each_matrix(
                [&](const auto& e, const auto& g) {
                    for (std::size_t i = 0; i < e.flat().size(); ++i)
                        if (std::abs(e.values[i] - g.values[i]) > 1e-3f)
                            error = "the layouts have different gradients";
                },
                expected, std::as_const(b->gradient));
            return std::vector<contender>{{"trilobite", [=] { ((*b).*samples)(); }},
                                          {"feature-major", [=] { ((*b).*features)(); }}};
        };
    };
    using layers = dense_layers<controller>;
    const std::string name = "4-32 relu-16 relu-2, a row a sample or a feature, batch " + std::to_string(B);
    measure({name + ", forward",
             B * layers::inference_flops,
             {},
             contest(&bench_of<B>::forward_samples, &bench_of<B>::forward_features)});
    measure({name + ", forward and back",
             B * layers::training_flops,
             {},
             contest(&bench_of<B>::step_samples, &bench_of<B>::step_features)});
}

}

void bench::add_layouts() {
    add<32>();
    add<128>();
}
