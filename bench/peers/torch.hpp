#pragma once
/// libtorch, as its C++ tutorials use it: a Sequential of Linear layers, autograd, one of its optimizers. Its own
/// headers take a compiler long, so that they are read by torch.cpp alone.

#include "mlp.hpp"
#include "torch_network.hpp"

#include <cstddef>
#include <vector>

namespace bench::peers {

struct torch {
    static constexpr const char* name = "libtorch";
};

template <std::size_t B, class Net, class Rule>
class mlp<torch, B, Net, Rule> {
    using parts = dense_layers<Net>;

    torch_network net_;
    sums sums_;

    using a = torch_network::activation;
    static constexpr a name_of(peers::linear) { return a::linear; }
    static constexpr a name_of(peers::relu) { return a::relu; }
    static constexpr a name_of(peers::tanh) { return a::tangent; }
    static constexpr a name_of(peers::sigmoid) { return a::sigmoid; }
    static constexpr a name_of(peers::softmax) { return a::softmax; }

    template <std::size_t I>
    static constexpr torch_network::dense dense_of() {
        return {parts::template inputs<I>, parts::template outputs<I>,
                name_of(typename parts::template activation<I>{})};
    }

public:
    explicit mlp(const Net& net, Rule rule = {})
        : net_(B, {Net::input_size}, trilobite::with_indices<parts::count>([](auto... i) {
                   return std::vector<torch_network::module>{dense_of<i>()...};
               }),
               rule) {
        trilobite::unroll<parts::count>([&](auto i) {
            const auto& layer = net.template layer<2 * i>();
            for (std::size_t k = 0; k < layer.weights.columns; ++k) {
                net_.bias(i, k) = layer.bias(0, k);
                for (std::size_t j = 0; j < layer.weights.rows; ++j)
                    net_.weight(i, j, k) = layer.weights(j, k);
            }
        });
    }

    const float* predict(const float* x) { return net_.predict(x); }

    template <class Target>
    void train_step(const float* x, const Target* targets) {
        const torch_network::outcome step = net_.train_step(x, targets);
        sums_.cost += step.cost;
        sums_.correct += step.correct;
    }

    const sums& totals() const { return sums_; }

    template <std::size_t I>
    auto layer() const {
        struct view {
            const torch_network& net;
            float weight(std::size_t j, std::size_t k) const { return net.weight(I, j, k); }
            float bias(std::size_t k) const { return net.bias(I, k); }
        };
        return view{net_};
    }
};

}
