#pragma once
/// Networks that are trained to the same bits everywhere. No heap, no streams and no test framework, so that any
/// `main`, a microcontroller's too, can go through the table, print what it likes and give the verdict.

#include <cstdint>
#include <span>

namespace same_bits {

/// What became of a network.
struct outcome {
    std::uint64_t hash; ///< of its parameters and of what it then predicts
    bool learned;       ///< its cost fell: what was hashed is neither zeros nor NaNs
};

/// One network, its training, and the hashes that every machine should find.
struct training {
    const char* name;
    outcome (*run)();
    std::uint64_t fused;         ///< where a multiply-add is rounded once
    std::uint64_t rounded_twice; ///< where it is rounded twice
};

/// All of them.
std::span<const training> trainings();

/// The hash that a training should give on this machine.
std::uint64_t expected(const training& t);

}
