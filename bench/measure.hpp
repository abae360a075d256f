#pragma once
/// How everything here is measured, for machines that are shared and noisy: many short samples, of which the best
/// counts, taken by turns with samples of the arithmetic peak and of everybody whom the figure is compared with.

#include "peak.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bench {

/// Somebody who does a piece of work, over and over.
class contender {
public:
    template <class Work>
    contender(std::string name, Work work)
        : name_(std::move(name)), seconds_of_([work](std::size_t calls) mutable {
              const double begin = now();
              for (std::size_t i = 0; i < calls; ++i) {
                  work();
                  benchmark::ClobberMemory();
              }
              return now() - begin;
          }) {}

    const std::string& name() const { return name_; }
    /// What so many calls take, one after the other.
    double seconds_of(std::size_t calls) { return seconds_of_(calls); }

private:
    std::string name_;
    std::function<double(std::size_t)> seconds_of_;
};

/// What each call of a contender took, sample by sample.
class stopwatch {
public:
    explicit stopwatch(contender& who) : who_(who) {
        while (who_.seconds_of(calls_) < shortest_sample)
            calls_ *= 2;
    }
    void sample() {
        who_.seconds_of(calls_ / 8 + 1); // brings back what the others' turns have displaced from the caches
        seconds_.push_back(who_.seconds_of(calls_) / double(calls_));
    }
    double best() const { return *std::min_element(seconds_.begin(), seconds_.end()); }
    double median() const {
        std::vector<double> sorted = seconds_;
        const auto middle = sorted.begin() + std::ptrdiff_t(sorted.size() / 2);
        std::nth_element(sorted.begin(), middle, sorted.end());
        return *middle;
    }

private:
    static constexpr double shortest_sample = 250e-6;
    contender& who_;
    std::size_t calls_ = 1;
    std::vector<double> seconds_;
};

/// What a figure should reach, as ratios, which mean the same on every machine; 0 where nothing is asked.
struct goal {
    double of_peak = 0;
    double times_as_fast = 0; ///< as the best peer
};

/// A figure to be: its name, its floating-point operations a call, its goal, and who takes part, ourselves first. They
/// are made when their turn comes; an error instead of them ends the run.
struct figure {
    std::string name;
    std::size_t flops;
    goal wanted;
    std::function<std::vector<contender>(std::string& error)> contenders;
    int repetitions = 100;
    std::vector<std::pair<std::string, double>> facts = {}; ///< counters more, for whoever reads the JSON
};

/// Registers a benchmark, whose time is our best. Counters: GFLOP/s; peak, the best that the core did meanwhile, in
/// GFLOP/s; of_peak, their ratio; times_as_fast, as the best peer; the goals; "best NAME" and "median NAME" in seconds.
template <class T = float>
void measure(figure f) {
    const auto run = [f](benchmark::State& state) {
        std::string error;
        std::vector<contender> all = f.contenders(error);
        if (!error.empty()) {
            state.SkipWithError(error.c_str());
            return;
        }
        std::vector<stopwatch> watches(all.begin(), all.end());
        double peak = 0;
        for (auto _ : state) {
            for (int i = 0; i < f.repetitions; ++i) {
                peak = std::max(peak, peak_sample<T>());
                for (stopwatch& watch : watches)
                    watch.sample();
            }
            state.SetIterationTime(watches.front().best());
        }
        const double ours = watches.front().best();
        std::optional<double> best_peer;
        for (std::size_t i = 0; i < all.size(); ++i) {
            state.counters["best " + all[i].name()] = watches[i].best();
            state.counters["median " + all[i].name()] = watches[i].median();
            if (i != 0)
                best_peer = std::min(best_peer.value_or(watches[i].best()), watches[i].best());
        }
        state.counters["GFLOP/s"] = double(f.flops) / ours * 1e-9;
        state.counters["peak"] = peak * 1e-9;
        state.counters["of_peak"] = double(f.flops) / ours / peak;
        if (best_peer)
            state.counters["times_as_fast"] = *best_peer / ours;
        for (const auto& [name, value] : f.facts)
            state.counters[name] = value;
        if (f.wanted.of_peak != 0)
            state.counters["goal of_peak"] = f.wanted.of_peak;
        if (f.wanted.times_as_fast != 0)
            state.counters["goal times_as_fast"] = f.wanted.times_as_fast;
    };
    benchmark::RegisterBenchmark(f.name.c_str(), run)->Iterations(1)->UseManualTime()->Unit(benchmark::kMicrosecond);
}

}
