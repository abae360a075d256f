#pragma once
/// What is computed in a constant expression must be the bits of run time, whatever the registers.

#include "random_matrix.hpp"

#include <trilobite/core/members.hpp>
#include <trilobite/network/predict.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/train_step.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace laws {

/// What some steps leave of a network, what they cost, and what the network then predicts.
template <class Net>
struct training_result {
    Net net;
    std::array<typename Net::value_type, 2> costs;
    std::array<std::size_t, 2> correct;
    trilobite::prediction<Net> prediction;
};

/// Whether all values are the same bits: of matrices, of what holds some, and of the above.
template <class Matrices>
bool same_values(const Matrices& a, const Matrices& b) {
    bool same = true;
    trilobite::for_each_matrix([&](const auto& m, const auto& other) { same = same && same_bits(m, other); }, a, b);
    return same;
}
template <class Net>
bool same_values(const training_result<Net>& a, const training_result<Net>& b) {
    return std::memcmp(&a.costs, &b.costs, sizeof a.costs) == 0 && a.correct == b.correct &&
           std::memcmp(&a.prediction, &b.prediction, sizeof a.prediction) == 0 && same_values(a.net, b.net);
}

/// f(seed), a lambda without captures, gives the same bits in a constant expression and at run time.
template <class F>
bool same_in_constant_expressions(F f) {
    constexpr std::uint64_t seed = 5;
    static constexpr auto constant = F{}(seed);
    volatile std::uint64_t unknown = seed;
    return same_values(constant, f(unknown));
}

/// Two steps, over two samples and over one of room for two: initial values, samples and draws follow from the seed.
template <class Net, class Cost, class Optimizer>
constexpr training_result<Net> trained(std::uint64_t seed, const Cost& cost, const Optimizer& optimizer) {
    using T = typename Net::value_type;
    const auto sample = [key = trilobite::random_key::from_seed(seed)](std::size_t row, T* x, T* y) {
        for (std::size_t i = 0; i < Net::input_size; ++i)
            x[i] = trilobite::uniform<T>(key, row * Net::input_size + i, T(-2), T(2));
        for (std::size_t i = 0; i < Net::output_size; ++i)
            y[i] = i == row % (Net::output_size == 1 ? 2 : Net::output_size) ? T(1) : T(0);
    };
    training_result<Net> result{};
    trilobite::initialise(result.net, seed);
    trilobite::training_state<Net, Optimizer> state{};
    state.seed = seed;
    trilobite::working_memory<Net, 2, true> memory;
    for (std::size_t step = 0; step < 2; ++step) {
        const auto all = trilobite::train_step(result.net, cost, optimizer, state, memory, 2 - step, sample);
        result.costs[step] = all.cost;
        result.correct[step] = all.correct;
    }
    std::array<T, Net::input_size> x{};
    std::array<T, Net::output_size> unused{};
    sample(2, x.data(), unused.data());
    result.prediction = trilobite::predict(result.net, x);
    return result;
}

}
