#pragma once
#include <trilobite/core/batch_piece.hpp>
#include <trilobite/costs/contract.hpp>
#include <trilobite/training/metrics.hpp>
#include <trilobite/training/micro_batch.hpp>
#include <trilobite/training/optimizers/clip_by_norm.hpp>
#include <trilobite/training/penalties.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace trilobite {

/// What training keeps from step to step beside the parameters: put it where you put the network.
template <class Net, class Optimizer>
struct training_state {
    Net gradient;
    [[no_unique_address]] typename Optimizer::template state<Net> optimizer;
    std::uint64_t seed = 0;   ///< of the random numbers that layers draw in training
    std::uint64_t steps = 0;  ///< mini-batches worked through
    std::uint64_t epochs = 0; ///< epochs begun
};

/// Where the backward pass begins: a cost may be through with the last layer already.
template <class Net, class Cost>
inline constexpr from cost_start =
    PassesThrough<Cost, typename Net::template name<Net::depth - 1>, typename Net::value_type> ? from::before_activation
                                                                                               : from::output;

/// delta = the gradient of the cost of one micro-batch with respect to what cost_start says. memory holds the samples,
/// of which the first p.rows count; batch_rows: samples in the whole mini-batch, over which the cost is a mean.
template <class Net, class Cost, std::size_t B, bool InPlace, bool Kept>
TRILOBITE_INLINE void cost_gradient(const Cost& cost, training_pass p, std::size_t batch_rows,
                                    const working_memory<Net, B, true, InPlace, Kept>& memory,
                                    matrix_view<typename Net::value_type, B, Net::output_size> delta) {
    using T = typename Net::value_type;
    const T weight = T{1} / static_cast<T>(batch_rows);
    if constexpr (cost_start<Net, Cost> == from::before_activation)
        cost.gradient_before(typename Net::template name<Net::depth - 1>{}, memory.outputs(), memory.targets(), p.rows,
                             weight, delta);
    else
        cost.gradient(memory.outputs(), memory.targets(), p.rows, weight, delta);
}

/// Adds the gradient of the cost of one micro-batch, as above, to `gradient`, a network, unless that is `unwanted`; or,
/// where it is a chain_descent, lets the parameters take their step. Writes the one with respect to the samples to dx
/// (B x input_size), unless that is `unwanted`.
template <class Net, class Cost, std::size_t B, bool InPlace, class Gradient, class DX = unwanted>
TRILOBITE_INLINE void add_gradient(const Net& net, const Cost& cost, training_pass p, std::size_t batch_rows,
                                   working_memory<Net, B, true, InPlace>& memory, Gradient& gradient, DX dx = {}) {
    const auto back = [&](auto& room) TRILOBITE_INLINE_LAMBDA {
        cost_gradient<Net>(cost, p, batch_rows, memory, room.output_delta());
        backward<cost_start<Net, Cost>>(net, p, memory.inputs(), memory.record, room, gradient, dx);
    };
    if constexpr (has_room_on_stack<Net, B>) {
        backward_room<typename Net::chain_type, B, false, true> room;
        back(room);
    } else {
        back(memory.room);
    }
}

/// What stands for a gradient in the backward pass of a training step (see `descent`).
template <class Net, class Optimizer, class Rule, class Piece, class Part>
TRILOBITE_INLINE auto descent_of(Net& net, training_state<Net, Optimizer>& state, const Rule& rule, Piece piece,
                                 Part part) {
    using chain_type = typename Net::chain_type;
    const auto moments = state.optimizer.moments();
    chain_descent<chain_type, Rule, std::tuple_size_v<decltype(moments)>, Piece, Part> d{net, state.gradient, rule,
                                                                                         {},  piece,          part};
    std::copy(moments.begin(), moments.end(), d.moments.begin());
    return d;
}

/// One round of training: forward, cost, backward, and a step of the optimizer against the gradient, over a mini-batch
/// of rows >= 1 samples. samples(row, x, y) writes the input and the target of a row. The mini-batch is worked through
/// in pieces of memory.batch samples; train_step<whole_batch>, which is less code, takes one of at most so many, and
/// would leave out what is more. Returns cost and accuracy before the step, as sums. In constant expressions it makes
/// the same steps, bit for bit, with every layer, cost and optimizer of the library.
template <class Piece = batch_piece, class Net, class Cost, class Optimizer, std::size_t B, bool InPlace, class Samples>
TRILOBITE_INLINE totals<typename Net::value_type>
train_step(Net& net, const Cost& cost, const Optimizer& optimizer, training_state<Net, Optimizer>& state,
           working_memory<Net, B, true, InPlace>& memory, std::size_t rows, const Samples& samples) {
    using T = typename Net::value_type;
    constexpr bool waits = NeedsWholeGradient<Optimizer>;
    const auto begin_step = [&] { return with_penalty(cost, optimizer.begin_step(state.optimizer)); };
    const auto rule = [&] {
        if constexpr (waits)
            return unwanted{};
        else
            return begin_step();
    }();
    totals<T> all;
    all.samples = rows;
    if constexpr (has_penalties<Net, Cost>)
        all.cost = static_cast<T>(rows) * penalty_of(net, cost);
    for (std::size_t first = 0; first < rows; first += B) {
        const training_pass p{
            .rows = std::min(B, rows - first), .first_row = first, .seed = state.seed, .step = state.steps};
        memory.fill(first, p.rows, samples);
        forward(net, p, memory.inputs(), memory.record);
        all.cost = cost.sum(memory.outputs(), memory.targets(), p.rows, all.cost);
        all.correct += count_correct(memory.outputs(), memory.targets(), p.rows);
        if constexpr (waits) {
            add_gradient(net, cost, p, rows, memory, state.gradient);
        } else {
            auto descent = descent_of(net, state, rule, Piece::of(first == 0, first + B >= rows), undivided{});
            add_gradient(net, cost, p, rows, memory, descent);
        }
        if constexpr (std::same_as<Piece, whole_batch>)
            break;
    }
    if constexpr (waits) {
        state.optimizer.squared_norm = squared_norm(net, state.gradient, cost);
        take_step(net, state.gradient, begin_step(), state.optimizer.moments());
    }
    ++state.steps;
    return all;
}

}
