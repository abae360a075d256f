#pragma once
/// The arithmetic peak of one core, measured: the yardstick of every other figure in the same run.

#include <trilobite/core/simd.hpp>
#include <trilobite/core/unroll.hpp>
#include <trilobite/kernels/tile.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <cstddef>

namespace bench {

/// Now, in seconds.
inline double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Floating-point operations per second (a multiply-add counts as two) of a run of nothing but multiply-adds, as many
/// chains side by side as the kernels keep results in registers. Take the largest of several. A run is about as long as
/// a sample of anything else (250 us), so that neither profits more from a moment in which the machine is fast.
template <class T>
double peak_sample() {
    using V = trilobite::simd<T, trilobite::native_lanes<T>>;
    constexpr std::size_t chains = trilobite::kernels::result_registers;
    constexpr std::size_t rounds = 70'000;
    // Unknown to the compiler, so that it neither folds the chains nor finds two of them equal; all stay below 2.
    volatile T factor = T(0.5), summand = T(0.5), first = T(1);
    const V a(factor), b(summand);
    std::array<V, chains> sums;
    trilobite::unroll<chains>([&](auto k) TRILOBITE_INLINE_LAMBDA { sums[k] = V(first); });
    const double begin = now();
    for (std::size_t i = 0; i < rounds; ++i)
        trilobite::unroll<chains>([&](auto k) TRILOBITE_INLINE_LAMBDA { sums[k] = V::fma(sums[k], a, b); });
    trilobite::unroll<chains>([&](auto k) TRILOBITE_INLINE_LAMBDA {
        V sum = sums[k];
        benchmark::DoNotOptimize(sum);
    });
    return 2.0 * double(rounds * chains * V::lanes) / (now() - begin);
}

}
