#pragma once
/// What is printed: a line a figure. --benchmark_format and --benchmark_out give Google Benchmark's own formats.

#include "threads.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// Seconds with a unit that suits them.
inline std::string readable(double seconds) {
    char text[32];
    if (seconds < 1e-6)
        std::snprintf(text, sizeof text, "%.1f ns", seconds * 1e9);
    else if (seconds < 1e-3)
        std::snprintf(text, sizeof text, "%.2f us", seconds * 1e6);
    else
        std::snprintf(text, sizeof text, "%.3f ms", seconds * 1e3);
    return text;
}

/// Our best and median time, the share of the peak, and by each peer's name how many times as fast we are.
class table : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context& context) override {
        width_ = std::max<int>(static_cast<int>(context.name_field_width) - suffix_width, 30);
        return true;
    }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration)
                continue;
            const std::string& name = run.run_name.function_name;
            if (run.error_occurred) {
                std::printf("%-*s ERROR: %s\n", width_, name.c_str(), run.error_message.c_str());
                failed_ = true;
            } else {
                print(name, run.counters);
            }
            std::fflush(stdout);
        }
    }
    bool failed() const { return failed_; }

private:
    static constexpr int suffix_width = 25; // "/iterations:1/manual_time"
    int width_ = 40;
    bool failed_ = false;
    std::vector<std::string> peers_;

    static double value(const benchmark::UserCounters& counters, const std::string& name) {
        const auto found = counters.find(name);
        return found == counters.end() ? 0.0 : double(found->second);
    }

    /// A new heading whenever other peers take part.
    void print_heading(const benchmark::UserCounters& counters) {
        std::vector<std::string> peers;
        for (const auto& [name, counter] : counters)
            if (name.substr(0, 5) == "best " && name != "best trilobite")
                peers.push_back(name.substr(5));
        if (had_heading_ && peers == peers_)
            return;
        peers_ = peers;
        std::printf("%s%-*s %10s %10s %8s", had_heading_ ? "\n" : "", width_, "", "best", "median", "of peak");
        for (const std::string& peer : peers_)
            std::printf(" %12s", peer.c_str());
        std::printf("  goal\n");
        had_heading_ = true;
    }
    bool had_heading_ = false;

    void print(const std::string& name, const benchmark::UserCounters& counters) {
        print_heading(counters);
        const double ours = value(counters, "best trilobite"), of_peak = value(counters, "of_peak");
        std::printf("%-*s %10s %10s %7.1f%%", width_, name.c_str(), readable(ours).c_str(),
                    readable(value(counters, "median trilobite")).c_str(), of_peak * 100);
        for (const std::string& peer : peers_)
            std::printf(" %11.2fx", value(counters, "best " + peer) / ours);
        const auto verdict = [](bool reached) { return reached ? "reached" : "missed"; };
        if (const double goal = value(counters, "goal of_peak"); goal != 0)
            std::printf("  %.0f%% of peak: %s", goal * 100, verdict(of_peak >= goal));
        if (const double goal = value(counters, "goal times_as_fast"); goal != 0 && !peers_.empty())
            std::printf("  %.2fx the best peer: %s", goal, verdict(value(counters, "times_as_fast") >= goal));
        std::printf("\n");
    }
};

/// What main does once the benchmarks are registered.
inline int run(int argc, char** argv) {
    use_one_thread();
    const bool own_format = std::none_of(argv, argv + argc, [](const char* argument) {
        return std::string_view(argument).substr(0, 18) == "--benchmark_format";
    });
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    table ours;
    benchmark::RunSpecifiedBenchmarks(own_format ? &ours : nullptr);
    return ours.failed() ? 1 : 0;
}

}
