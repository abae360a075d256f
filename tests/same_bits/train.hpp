#pragma once
/// A hundred steps of training on samples that come out of a counter, and the hash of what was learned.

#include "same_bits.hpp"

#include <trilobite/core/members.hpp>
#include <trilobite/core/random.hpp>
#include <trilobite/kernels/class_of.hpp>
#include <trilobite/network/predict.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/train_step.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace same_bits {

/// FNV-1a, the least significant byte of a value first.  (Fowler, Noll, Vo; 64 bits)
struct fnv1a {
    std::uint64_t hash = 0xcbf29ce484222325;

    template <class T>
    void add(T value) {
        const auto bits = std::bit_cast<trilobite::bits_of<T>>(value);
        for (std::size_t byte = 0; byte < sizeof(T); ++byte)
            hash = (hash ^ (bits >> (8 * byte) & 0xff)) * 0x100000001b3;
    }
};

/// What a network is asked for: numbers, or a class. Both are functions of the sample.
enum class targets { numbers, classes };

/// The mini-batch of one step: inputs uniform on [-1, 1).
template <class Net, targets Wanted>
struct mini_batch {
    using T = typename Net::value_type;
    static constexpr std::size_t inputs = Net::input_size, outputs = Net::output_size;
    static_assert(outputs <= inputs);
    trilobite::random_key key;

    void operator()(std::size_t row, T* x, T* y) const {
        for (std::size_t i = 0; i < inputs; ++i)
            x[i] = trilobite::uniform<T>(key, row * inputs + i, T(-1), T(1));
        if constexpr (Wanted == targets::numbers) {
            for (std::size_t i = 0; i < outputs; ++i)
                y[i] = x[inputs - 1 - i] * T(0.5);
        } else if constexpr (outputs == 1) {
            y[0] = x[0] > 0 ? T(1) : T(0);
        } else {
            const std::size_t right = trilobite::class_of<outputs>(x);
            for (std::size_t i = 0; i < outputs; ++i)
                y[i] = i == right ? T(1) : T(0);
        }
    }
};

/// Trains a network from its initial values: mini-batches of 7 samples, which a working memory of 4 or 8 does not
/// divide.
template <class Net, targets Wanted, class Cost, class Optimizer, class Initialiser>
outcome train(const Cost& cost, const Optimizer& optimizer, const Initialiser& initialiser) {
    using T = typename Net::value_type;
    constexpr std::size_t steps = 100, rows = 7;
    static Net net;
    static trilobite::training_state<Net, Optimizer> state;
    static trilobite::working_memory<Net, Net::couples_samples ? 8 : 4, true> memory;

    const auto samples = trilobite::random_key::from_seed(2).derive(trilobite::purpose::samples);
    initialise(net, 1, initialiser);
    T first_quarter = 0, last_quarter = 0;
    for (std::size_t step = 0; step < steps; ++step) {
        const mini_batch<Net, Wanted> batch{samples.derive(step)};
        const T all = train_step(net, cost, optimizer, state, memory, rows, batch).cost;
        if (step < steps / 4)
            first_quarter += all;
        if (step >= steps - steps / 4)
            last_quarter += all;
    }

    fnv1a result;
    for_each_matrix(
        [&](const auto& m) {
            for (std::size_t row = 0; row < m.rows; ++row)
                for (std::size_t column = 0; column < m.columns; ++column)
                    result.add(m(row, column));
        },
        net);
    T x[Net::input_size], y[Net::output_size];
    mini_batch<Net, Wanted>{samples.derive(steps)}(0, x, y);
    for (const T output : predict(net, std::span<const T, Net::input_size>(x)))
        result.add(output);
    return {result.hash, last_quarter < first_quarter};
}

}
