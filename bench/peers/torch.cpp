/// C++17, since clang 14 does not take libtorch's headers for C++20.
#include "torch_network.hpp"

#include <torch/torch.h>

#include <type_traits>

namespace bench::peers {

struct torch_network::state {
    std::int64_t batch, in, out;
    torch::nn::Sequential net;
    std::vector<torch::nn::Linear> layers;
    std::unique_ptr<torch::optim::Optimizer> optimizer;
    bool ends_in_softmax = false;
    torch::Tensor prediction;

    torch::Tensor tensor(const float* values, std::int64_t columns) const {
        return torch::from_blob(const_cast<float*>(values), {batch, columns}, torch::kFloat32);
    }
    void step(torch::Tensor cost) {
        optimizer->zero_grad();
        cost.backward();
        optimizer->step();
    }
};

torch_network::torch_network(std::size_t batch, const std::vector<dense>& layers,
                             std::variant<gradient_descent, adam> rule)
    : state_(new state{}) {
    at::set_num_threads(1);
    state_->batch = std::int64_t(batch);
    state_->in = std::int64_t(layers.front().in);
    state_->out = std::int64_t(layers.back().out);
    for (const dense& layer : layers) {
        state_->layers.emplace_back(std::int64_t(layer.in), std::int64_t(layer.out));
        state_->net->push_back(state_->layers.back());
        switch (layer.f) {
        case activation::linear:
            break;
        case activation::relu:
            state_->net->push_back(torch::nn::ReLU());
            break;
        case activation::tangent:
            state_->net->push_back(torch::nn::Tanh());
            break;
        case activation::sigmoid:
            state_->net->push_back(torch::nn::Sigmoid());
            break;
        case activation::softmax: // the last one, and part of the cost in training
            state_->ends_in_softmax = true;
            break;
        }
    }
    state_->optimizer = std::visit(
        [&](const auto& r) -> std::unique_ptr<torch::optim::Optimizer> {
            const auto parameters = state_->net->parameters();
            const double rate = double(r.learning_rate);
            if constexpr (std::is_same_v<decltype(r), const adam&>)
                return std::make_unique<torch::optim::Adam>(
                    parameters,
                    torch::optim::AdamOptions(rate).betas({double(r.beta1), double(r.beta2)}).eps(double(r.epsilon)));
            else
                return std::make_unique<torch::optim::SGD>(parameters, torch::optim::SGDOptions(rate));
        },
        rule);
}
torch_network::~torch_network() = default;

const float* torch_network::predict(const float* x) {
    const torch::InferenceMode no_gradients;
    state_->prediction = state_->net->forward(state_->tensor(x, state_->in));
    if (state_->ends_in_softmax)
        state_->prediction = torch::softmax(state_->prediction, 1);
    return state_->prediction.data_ptr<float>();
}

torch_network::outcome torch_network::train_step(const float* x, const std::uint8_t* labels) {
    const auto right =
        torch::from_blob(const_cast<std::uint8_t*>(labels), {state_->batch}, torch::kUInt8).to(torch::kInt64);
    const auto y = state_->net->forward(state_->tensor(x, state_->in));
    const auto cost = torch::nn::functional::cross_entropy(y, right);
    state_->step(cost);
    return {cost.item<float>() * float(state_->batch), std::size_t(y.argmax(1).eq(right).sum().item<std::int64_t>())};
}

torch_network::outcome torch_network::train_step(const float* x, const float* targets) {
    const auto y = state_->net->forward(state_->tensor(x, state_->in));
    const auto cost = torch::mse_loss(y, state_->tensor(targets, state_->out));
    state_->step(cost);
    return {cost.item<float>() * float(state_->batch), 0};
}

float& torch_network::weight(std::size_t layer, std::size_t in, std::size_t out) const {
    const auto& weights = state_->layers[layer]->weight; // out x in
    return weights.data_ptr<float>()[out * std::size_t(weights.size(1)) + in];
}
float& torch_network::bias(std::size_t layer, std::size_t out) const {
    return state_->layers[layer]->bias.data_ptr<float>()[out];
}

}
