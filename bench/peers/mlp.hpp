#pragma once
/// What all the peers have in common: dense layers one after the other, trained as a good engineer would write it by
/// hand. A peer gives the layer:
///
///     template <std::size_t B, std::size_t In, std::size_t Out, class Activation, class Rule> struct layer {
///         void assign(const auto& ours);         // takes over our parameters
///         void forward(const float* x);          // y = activation(x W + b)  x: B x In, y: B x Out
///         void backward_input(Activation of the layer before, const float* its_y, float* its_d);
///         void update(const float* x, const Rule&);
///         const float* y() const;
///         float* d();                            // the gradient of the cost before the activation  B x Out
///         float weight(in, out) const, bias(out) const;
///     };

#include "../networks.hpp"
#include "activations.hpp"
#include "rules.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>

namespace bench::peers {

/// Sums over samples, before their step.
struct sums {
    float cost = 0;
    std::size_t correct = 0;
};

/// Cross-entropy behind a softmax, for labels: d = (y - t) / B.
template <std::size_t B, std::size_t N>
void cost_gradient(softmax, const float* y, const std::uint8_t* labels, float* d, sums& all) {
    for (std::size_t i = 0; i < B; ++i, y += N, d += N) {
        for (std::size_t j = 0; j < N; ++j)
            d[j] = y[j] * (1.0f / float(B));
        d[labels[i]] -= 1.0f / float(B);
        all.cost -= std::log(y[labels[i]]);
        all.correct += std::size_t(std::max_element(y, y + N) - y) == labels[i] ? 1 : 0;
    }
}

/// The mean squared error: d = 2 (y - t) / (N B) f'(y). Nothing is right or wrong here.
template <std::size_t B, std::size_t N, class Activation>
void cost_gradient(Activation f, const float* y, const float* targets, float* d, sums& all) {
    constexpr std::size_t chains = B * N % 16 == 0 ? 16 : 1; // side by side, so that they become a register
    std::array<float, chains> squares{};
    for (std::size_t i = 0; i < B * N; i += chains)
        for (std::size_t k = 0; k < chains; ++k) {
            const float error = y[i + k] - targets[i + k];
            squares[k] = std::fma(error, error, squares[k]);
            d[i + k] = error * (2.0f / float(N * B)) * derivative(f, y[i + k]);
        }
    for (const float square : squares)
        all.cost += square / float(N);
}

/// The network Net, for batches of B samples, made of a peer's layers.
template <class Peer, std::size_t B, class Net, class Rule = gradient_descent>
class mlp {
    using parts = dense_layers<Net>;
    static constexpr std::size_t count = parts::count;

    template <std::size_t I>
    using layer_type = typename Peer::template layer<B, parts::template inputs<I>, parts::template outputs<I>,
                                                     typename parts::template activation<I>, Rule>;
    template <std::size_t... I>
    static std::tuple<layer_type<I>...> make(std::index_sequence<I...>);

    decltype(make(std::make_index_sequence<count>{})) layers_;
    sums sums_;
    Rule rule_;

    template <std::size_t I>
    const float* input_of(const float* x) const {
        if constexpr (I == 0)
            return x;
        else
            return layer<I - 1>().y();
    }

public:
    using network = Net;
    static constexpr std::size_t batch = B;

    explicit mlp(const Net& net, Rule rule = {}) : rule_(rule) {
        trilobite::unroll<count>([&](auto i) { layer<i>().assign(net.template layer<2 * i>()); });
    }

    template <std::size_t I>
    auto& layer() {
        return std::get<I>(layers_);
    }
    template <std::size_t I>
    const auto& layer() const {
        return std::get<I>(layers_);
    }
    const sums& totals() const { return sums_; }

    /// x: B samples one after the other; what they give likewise.
    const float* predict(const float* x) {
        trilobite::unroll<count>([&](auto i) { layer<i>().forward(input_of<i>(x)); });
        return layer<count - 1>().y();
    }

    /// targets: labels, or outputs as x.
    template <class Target>
    void train_step(const float* x, const Target* targets) {
        predict(x);
        rule_.begin_step();
        using outermost = typename parts::template activation<count - 1>;
        auto& last = layer<count - 1>();
        cost_gradient<B, Net::output_size>(outermost{}, last.y(), targets, last.d(), sums_);
        trilobite::unroll<count>([&](auto from_end) {
            constexpr std::size_t i = count - 1 - from_end;
            if constexpr (i != 0)
                layer<i>().backward_input(typename parts::template activation<i - 1>{}, layer<i - 1>().y(),
                                          layer<i - 1>().d());
            layer<i>().update(input_of<i>(x), rule_);
        });
    }
};

}
