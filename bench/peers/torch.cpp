/// C++17, since clang 14 does not take libtorch's headers for C++20.
#include "torch_network.hpp"

#include <torch/torch.h>

#include <type_traits>

namespace bench::peers {

struct torch_network::state {
    std::int64_t batch;
    std::vector<std::int64_t> in, out; ///< sizes of a mini-batch
    torch::nn::Sequential net;
    struct parameters {
        torch::Tensor weight, bias;
    };
    std::vector<parameters> layers;
    std::unique_ptr<torch::optim::Optimizer> optimizer;
    bool ends_in_softmax = false;
    torch::Tensor prediction;

    torch::Tensor tensor(const float* values, const std::vector<std::int64_t>& sizes) const {
        return torch::from_blob(const_cast<float*>(values), sizes, torch::kFloat32);
    }
    template <class Module>
    void add(Module module, activation f) {
        layers.push_back({module->weight, module->bias});
        net->push_back(module);
        switch (f) {
        case activation::linear:
            break;
        case activation::relu:
            net->push_back(torch::nn::ReLU());
            break;
        case activation::tangent:
            net->push_back(torch::nn::Tanh());
            break;
        case activation::sigmoid:
            net->push_back(torch::nn::Sigmoid());
            break;
        case activation::softmax: // the last one, and part of the cost in training
            ends_in_softmax = true;
            break;
        }
    }
    void operator()(const dense& l) {
        out = {batch, std::int64_t(l.out)};
        add(torch::nn::Linear(std::int64_t(l.in), std::int64_t(l.out)), l.f);
    }
    void operator()(const convolution& l) {
        add(torch::nn::Conv2d(std::int64_t(l.channels), std::int64_t(l.filters), std::int64_t(l.window)), l.f);
    }
    void operator()(const max_pooling& l) {
        net->push_back(torch::nn::MaxPool2d(torch::nn::MaxPool2dOptions(std::int64_t(l.window))));
    }
    void operator()(flatten) { net->push_back(torch::nn::Flatten()); }
    void step(torch::Tensor cost) {
        optimizer->zero_grad();
        cost.backward();
        optimizer->step();
    }
};

torch_network::torch_network(std::size_t batch, const std::vector<std::size_t>& sample,
                             const std::vector<module>& modules, std::variant<gradient_descent, adam> rule)
    : state_(new state{}) {
    at::set_num_threads(1);
    state_->batch = std::int64_t(batch);
    state_->in = {state_->batch};
    state_->in.insert(state_->in.end(), sample.begin(), sample.end());
    for (const module& m : modules)
        std::visit(*state_, m);
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
    const auto& weights = state_->layers[layer].weight; // out x in
    return weights.data_ptr<float>()[out * std::size_t(weights.numel() / weights.size(0)) + in];
}
float& torch_network::bias(std::size_t layer, std::size_t out) const {
    return state_->layers[layer].bias.data_ptr<float>()[out];
}

}
