#pragma once
/// How everything here is measured, for machines that are shared and noisy: many short samples, of which the best
/// counts, taken by turns with samples of the arithmetic peak and of what the figure is compared with.

#include "peak.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

namespace bench {

/// A piece of work, and the seconds that its fastest sample took a call.
template <class Work>
class stopwatch {
public:
    explicit stopwatch(Work work) : work_(std::move(work)) {
        while (sample() * double(calls_) < shortest_sample)
            calls_ *= 2;
        best_ = std::numeric_limits<double>::infinity();
    }
    double sample() {
        const double begin = now();
        for (std::size_t i = 0; i < calls_; ++i) {
            work_();
            benchmark::ClobberMemory();
        }
        const double seconds = (now() - begin) / double(calls_);
        best_ = std::min(best_, seconds);
        return seconds;
    }
    double best() const { return best_; }

private:
    static constexpr double shortest_sample = 200e-6;
    Work work_;
    std::size_t calls_ = 1;
    double best_ = std::numeric_limits<double>::infinity();
};

template <class... Work>
struct bests {
    double peak = 0; ///< floating-point operations per second
    std::array<double, sizeof...(Work)> seconds{};
};

/// The best of many samples of each piece of work and of the peak.
template <class T, class... Work>
bests<Work...> best_of(Work... work) {
    constexpr int repetitions = 60;
    std::tuple<stopwatch<Work>...> watches(std::move(work)...);
    bests<Work...> all;
    std::apply(
        [&](auto&... watch) {
            for (int i = 0; i < repetitions; ++i) {
                all.peak = std::max(all.peak, peak_sample<T>());
                (watch.sample(), ...);
            }
            all.seconds = {watch.best()...};
        },
        watches);
    return all;
}

/// One benchmark: its time is the best of `work`. flops: floating-point operations of a call. Counters: GFLOP/s;
/// peak, the best that the core did meanwhile, in GFLOP/s; of_peak, their ratio; and where there is a rival, its best
/// time in seconds and how many times as fast `work` is.
template <class T = float, class Work, class... Rival>
void measure(const std::string& name, std::size_t flops, Work work, Rival... rival) {
    static_assert(sizeof...(Rival) <= 1);
    const auto run = [=](benchmark::State& state) {
        for (auto _ : state) {
            const auto best = best_of<T>(work, rival...);
            state.SetIterationTime(best.seconds[0]);
            state.counters["GFLOP/s"] = double(flops) / best.seconds[0] * 1e-9;
            state.counters["peak"] = best.peak * 1e-9;
            state.counters["of_peak"] = double(flops) / best.seconds[0] / best.peak;
            if constexpr (sizeof...(Rival) != 0) {
                state.counters["rival"] = best.seconds[1];
                state.counters["times_as_fast"] = best.seconds[1] / best.seconds[0];
            }
        }
    };
    benchmark::RegisterBenchmark(name.c_str(), run)->Iterations(1)->UseManualTime()->Unit(benchmark::kMicrosecond);
}

}
