/// Whole training steps: fetch the samples, forward, cost, backward, update. Digits: batches of 128 out of a set that
/// no cache holds, in the order in which it stands and in the shuffled one of `fit`. 2-8-1: the four corners of XOR.

#include "measure.hpp"
#include "networks.hpp"
#include "report.hpp"
#if defined(TRILOBITE_HAVE_EIGEN)
#include "eigen.hpp"
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

namespace {

using namespace trilobite;

/// The order in which the samples are visited: as they stand, or as `fit` does.
struct order {
    bool shuffled;
    permutation shuffle{random_key::from_seed(1), bench::digits::size};
    std::size_t operator()(std::size_t i) const { return shuffled ? std::size_t(shuffle(i)) : i; }
};

/// A network and all that training it needs; step() is one mini-batch of the data, the next one each time.
template <std::size_t Batch, class Net, class Cost>
struct trainer {
    std::shared_ptr<Net> net = bench::random_network<Net>();
    training_state<Net, sgd> state{};
    working_memory<Net, micro_batch<Net, Batch, default_stack_budget, true>(), true> memory;
    sgd optimizer;
    totals<float> all;
    std::size_t first = 0;

    template <class Samples>
    void step(const Samples& samples) {
        const auto sums = train_step(*net, Cost{}, optimizer, state, memory, Batch, samples);
        all.add(sums.cost, sums.correct, sums.samples);
    }
    template <class Data>
    void step(const Data& data, const order& at) {
        const std::size_t left = data.template size<Net>() - first;
        if (at.shuffled)
            step(sample_range<Net, Data, const permutation&>{data, at.shuffle, first, left});
        else
            step(sample_range<Net, Data, in_order>{data, {}, first, left});
        first = (first + Batch) % data.template size<Net>();
    }
};

#if defined(TRILOBITE_HAVE_EIGEN)
/// The same with Eigen: where the samples stand in order they are used in place, else gathered.
struct eigen_trainer {
    static constexpr std::size_t batch = 128;
    bench::eigen::classifier<batch, 784, 64, 10> net{*bench::random_network<bench::intermediate>()};
    alignas(64) std::array<float, batch * 784> gathered;
    float learning_rate;
    std::size_t first = 0;

    void step(const bench::digits& data, const order& at) {
        const float* samples = data.inputs.data() + first * 784;
        if (at.shuffled) {
            for (std::size_t i = 0; i < batch; ++i)
                std::copy_n(data.inputs.data() + at(first + i) * 784, 784, gathered.data() + i * 784);
            samples = gathered.data();
        }
        net.train_step(
            samples, [&](std::size_t i) { return data.labels[at(first + i)]; }, learning_rate);
        first = (first + batch) % bench::digits::size;
    }
};

/// How far apart two trained networks are, relative to how far training has moved the first.
template <class Ours, class Theirs>
float distance(const Ours& before, const Ours& after, const Theirs& theirs) {
    double moved = 0, apart = 0;
    for (std::size_t i = 0; i < Ours::rows; ++i)
        for (std::size_t j = 0; j < Ours::columns; ++j) {
            moved = std::max(moved, std::fabs(double(after(i, j)) - double(before(i, j))));
            apart = std::max(apart, std::fabs(double(after(i, j)) - double(theirs(Eigen::Index(i), Eigen::Index(j)))));
        }
    return float(apart / moved);
}

/// Whether Eigen computes what we compute: one step with learning rate 1 changes the parameters by their gradient.
bool same_gradients(const bench::digits& data) {
    const auto before = bench::random_network<bench::intermediate>();
    const auto ours = std::make_unique<trainer<128, bench::intermediate, cross_entropy>>();
    const auto theirs = std::make_unique<eigen_trainer>();
    ours->optimizer.learning_rate = theirs->learning_rate = 1;
    ours->step(data.view(), order{true});
    theirs->step(data, order{true});
    float apart = std::fabs(ours->all.mean().cost - theirs->net.cost / 128) / ours->all.mean().cost;
    const auto compare = [&]<std::size_t I>(index_constant<I> i, const auto& weights, const auto& bias) {
        const auto &was = before->template layer<i>(), &is = ours->net->template layer<i>();
        apart = std::max({apart, distance(was.weights, is.weights, weights), distance(was.bias, is.bias, bias)});
    };
    compare(index_constant<0>{}, theirs->net.w1, theirs->net.b1);
    compare(index_constant<2>{}, theirs->net.w2, theirs->net.b2);
    compare(index_constant<4>{}, theirs->net.w3, theirs->net.b3);
    if (apart < 1e-4f && ours->all.correct == theirs->net.correct)
        return true;
    std::fprintf(stderr, "Eigen's gradients differ from ours by %g\n", double(apart));
    return false;
}
#endif

template <class Net>
constexpr std::size_t flops(std::size_t batch) {
    return batch * Net::training_flops;
}

template <class Net, class Cost>
auto digits_step(const std::shared_ptr<bench::digits>& data, order at) {
    const auto t = std::make_shared<trainer<128, Net, Cost>>();
    t->optimizer.learning_rate = 1e-3f;
    return [=, view = data->view()] { t->step(view, at); };
}

}

int main(int argc, char** argv) {
    const auto data = std::make_shared<bench::digits>();
    for (const bool shuffled : {true, false}) {
        const order at{shuffled};
        const std::string how = shuffled ? ", shuffled" : ", in order";
        const auto ours = digits_step<bench::intermediate, cross_entropy>(data, at);
        const std::string name = "784-64 relu-64 relu-10 softmax" + how;
#if defined(TRILOBITE_HAVE_EIGEN)
        if (!same_gradients(*data))
            return 1;
        const auto e = std::make_shared<eigen_trainer>();
        e->learning_rate = 1e-3f;
        bench::measure(name, flops<bench::intermediate>(128), ours, [=] { e->step(*data, at); });
#else
        bench::measure(name, flops<bench::intermediate>(128), ours);
#endif
        bench::measure("784-64 sigmoid-10 softmax" + how, flops<bench::shallow>(128),
                       digits_step<bench::shallow, quadratic>(data, at));
    }

    static constexpr std::array<float, 8> corners{0, 0, 0, 1, 1, 0, 1, 1};
    static constexpr std::array<float, 4> answers{0, 1, 1, 0};
    const auto x = std::make_shared<trainer<4, bench::xor_network, quadratic>>();
    x->optimizer.learning_rate = 0.1f;
    bench::measure("2-8 tanh-1 sigmoid", flops<bench::xor_network>(4), [=] {
        x->step([](std::size_t row, float* in, float* out) {
            data_view{corners, answers}.copy<bench::xor_network>(row, in, out);
        });
    });
    return bench::run(argc, argv, "Eigen");
}
