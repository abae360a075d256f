#pragma once
/// What is printed: a line a figure. --benchmark_format and --benchmark_out give Google Benchmark's own formats.

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

class table : public benchmark::BenchmarkReporter {
public:
    /// rival: whose times stand beside ours, empty if there is none.
    explicit table(std::string rival) : rival_(std::move(rival)) {}

    bool ReportContext(const Context& context) override {
        width_ = std::max<int>(static_cast<int>(context.name_field_width), 40) - 24; // less "/iterations:1/manual_time"
        std::printf("%-*s %12s %10s %8s %8s", width_, "", "best", "GFLOP/s", "peak", "of peak");
        if (!rival_.empty())
            std::printf(" %12s %14s", rival_.c_str(), "times as fast");
        std::printf("\n");
        return true;
    }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            const auto counter = [&](const char* name) {
                const auto found = run.counters.find(name);
                return found == run.counters.end() ? 0.0 : double(found->second);
            };
            if (run.run_type != Run::RT_Iteration)
                continue;
            std::printf("%-*s %12s %10.1f %8.1f %7.1f%%", width_, run.run_name.function_name.c_str(),
                        readable(run.GetAdjustedRealTime() * 1e-6).c_str(), counter("GFLOP/s"), counter("peak"),
                        counter("of_peak") * 100);
            if (counter("rival") != 0)
                std::printf(" %12s %14.2f", readable(counter("rival")).c_str(), counter("times_as_fast"));
            std::printf("\n");
            std::fflush(stdout);
        }
    }

private:
    std::string rival_;
    int width_ = 40;
};

/// What main does once the benchmarks are registered.
inline int run(int argc, char** argv, std::string rival = {}) {
    const bool own_format = std::none_of(argv, argv + argc, [](const char* argument) {
        return std::string_view(argument).substr(0, 18) == "--benchmark_format";
    });
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    table ours(std::move(rival));
    benchmark::RunSpecifiedBenchmarks(own_format ? &ours : nullptr);
    return 0;
}

}
