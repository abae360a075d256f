#pragma once
/// Training steps, ours and the peers', over a set that is visited mini-batch by mini-batch, around and around.

#include "measure.hpp"
#include "networks.hpp"
#include "peers/all.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bench {

/// Where in a set the next mini-batch begins.
template <std::size_t Batch>
struct place {
    std::size_t size;
    std::size_t first = 0;
    std::size_t next() {
        const std::size_t here = first;
        first += Batch;
        if (first + Batch > size)
            first = 0;
        return here;
    }
};

/// The order in which n samples are visited: as they stand, or as `fit` shuffles them.
template <class Order>
Order order_of(std::size_t n) {
    if constexpr (std::is_same_v<Order, permutation>)
        return {random_key::from_seed(1), n};
    else
        return {};
}

/// A network of ours and all that training it needs; step() is one mini-batch.
template <std::size_t Batch, class Net, class Cost, class Optimizer, class Target, class Order>
class trainer {
    using view = data_view<float, Target>;
    static constexpr bool in_place = reads_in_place<Net, view>;

    std::shared_ptr<Net> net_ = random_network<Net>();
    training_state<Net, Optimizer> state_{};
    static constexpr std::size_t size = micro_batch<Net, Batch, default_stack_budget, true, in_place>();
    working_memory<Net, size, true, in_place> memory_;
    Optimizer optimizer_;
    std::shared_ptr<const data_set<Target>> data_;
    view view_ = data_->view();
    Order order_ = order_of<Order>(view_.template size<Net>());
    place<Batch> place_{view_.template size<Net>()};
    totals<float> totals_;

public:
    trainer(std::shared_ptr<const data_set<Target>> data, Optimizer optimizer)
        : optimizer_(optimizer), data_(std::move(data)) {}

    const Net& net() const { return *net_; }
    const totals<float>& all() const { return totals_; }

    void step() {
        const std::size_t first = place_.next();
        const auto sums = train_step<piece_kind<Net, Batch, default_stack_budget, in_place>>(
            *net_, Cost{}, optimizer_, state_, memory_, Batch,
            sample_range<Net, view, const Order&>{view_, order_, first, place_.size - first});
        totals_.add(sums.cost, sums.correct, sums.samples);
    }
};

/// The same of a peer: where samples stand in order they are used in place, else gathered.
template <class Peer, std::size_t Batch, class Net, class Rule, class Target, class Order>
class peer_trainer {
    static constexpr std::size_t target_size = std::is_integral_v<Target> ? 1 : Net::output_size;

    peers::mlp<Peer, Batch, Net, Rule> net_;
    std::shared_ptr<const data_set<Target>> data_;
    Order order_ = order_of<Order>(data_->view().template size<Net>());
    place<Batch> place_{data_->view().template size<Net>()};
    alignas(64) std::array<float, Batch * Net::input_size> inputs_;
    std::array<Target, Batch * target_size> targets_;

public:
    peer_trainer(std::shared_ptr<const data_set<Target>> data, Rule rule)
        : net_(*random_network<Net>(), rule), data_(std::move(data)) {}

    const auto& net() const { return net_; }
    const peers::sums& all() const { return net_.totals(); }

    void step() {
        const std::size_t first = place_.next();
        const float* const inputs = data_->inputs.data();
        const Target* const targets = data_->targets.data();
        if constexpr (!std::is_same_v<Order, in_order>) {
            for (std::size_t i = 0; i < Batch; ++i) {
                const auto from = std::size_t(order_(first + i));
                std::copy_n(inputs + from * Net::input_size, Net::input_size, inputs_.data() + i * Net::input_size);
                std::copy_n(targets + from * target_size, target_size, targets_.data() + i * target_size);
            }
            net_.train_step(inputs_.data(), targets_.data());
        } else {
            net_.train_step(inputs + first * Net::input_size, targets + first * target_size);
        }
    }
};

/// What a peer calls an optimizer of ours.
inline peers::gradient_descent rule_of(sgd optimizer) {
    return {optimizer.learning_rate};
}
inline peers::adam rule_of(adam optimizer) {
    return {optimizer.learning_rate, optimizer.beta1, optimizer.beta2, optimizer.epsilon};
}

/// How far apart two trained networks are, relative to how far training has moved the first.
template <class Net, class Theirs>
double distance(const Net& before, const Net& after, const Theirs& theirs) {
    double moved = 0, apart = 0;
    unroll<dense_layers<Net>::count>([&](auto i) {
        const auto compare = [&](float was, float is, float other) {
            moved += (double(is) - double(was)) * (double(is) - double(was));
            apart += (double(is) - double(other)) * (double(is) - double(other));
        };
        const auto &was = before.template layer<2 * i>(), &is = after.template layer<2 * i>();
        const auto& other = theirs.template layer<i>();
        for (std::size_t k = 0; k < was.weights.columns; ++k) {
            compare(was.bias(0, k), is.bias(0, k), other.bias(k));
            for (std::size_t j = 0; j < was.weights.rows; ++j)
                compare(was.weights(j, k), is.weights(j, k), other.weight(j, k));
        }
    });
    return std::sqrt(apart / moved);
}

/// Training steps over mini-batches of Batch out of the data_set that make_data gives, ours beside those of Peers, all
/// of which must learn the same from the first step.
template <std::size_t Batch, class Net, class Cost, class Peers = peers::libraries, class Order = in_order,
          class Optimizer, class MakeData>
figure training_figure(std::string name, Optimizer optimizer, MakeData make_data, goal wanted, int repetitions = 60) {
    using target = typename decltype(make_data())::target_type;
    using ours = trainer<Batch, Net, Cost, Optimizer, target, Order>;
    const auto contenders = [=](std::string& error) {
        const auto data = std::make_shared<const data_set<target>>(make_data());
        const auto us = std::make_shared<ours>(data, optimizer);
        std::vector<contender> all{{"trilobite", [us] { us->step(); }}};
        Peers::for_each([&]<class Peer>(Peer) {
            using theirs = peer_trainer<Peer, Batch, Net, decltype(rule_of(optimizer)), target, Order>;
            // A long step, so that rounding the parameters hides nothing of the gradient; and no epsilon to speak of,
            // which stands in different places of Adam's formula.
            Optimizer check = optimizer;
            check.learning_rate = 1;
            if constexpr (requires { check.epsilon; })
                check.epsilon = 1e-20f;
            const auto we = std::make_unique<ours>(data, check);
            const auto they = std::make_unique<theirs>(data, rule_of(check));
            we->step();
            they->step();
            const double apart = distance(*random_network<Net>(), we->net(), they->net());
            const double cost = double(we->all().cost), difference = std::fabs(double(they->all().cost) - cost);
            const bool same_answers = !std::is_integral_v<target> || we->all().correct == they->all().correct;
            if (!(apart < 1e-3) || !(difference < 1e-4 * cost) || !same_answers)
                error += std::string(Peer::name) + " learns something else (" + std::to_string(apart) + " of a step); ";
            const auto them = std::make_shared<theirs>(data, rule_of(optimizer));
            all.emplace_back(Peer::name, [them] { them->step(); });
        });
        return all;
    };
    return {std::move(name), Batch * dense_layers<Net>::training_flops, wanted, contenders, repetitions};
}

}
