#include "logs.hpp"

#include <iostream>
#include <utility>

using namespace trilobite;

bool logs::open(const options& chosen) {
    if (!chosen.csv.empty()) {
        auto opened = csv_log::open(chosen.csv, {.resume = chosen.resume});
        if (!opened) {
            std::cerr << "error: " << opened.error() << "\n";
            return false;
        }
        csv_.emplace(std::move(*opened));
    }
    if (!chosen.tensorboard.empty()) {
        auto opened = tensorboard::open(chosen.tensorboard, {.histograms = true, .resume = chosen.resume});
        if (!opened) {
            std::cerr << "error: " << opened.error() << "\n";
            return false;
        }
        events_.emplace(std::move(*opened));
    }
    return true;
}

void logs::complain() const {
    const auto say = [](const auto& log) {
        if (log && !log->complaint().empty())
            std::cerr << "warning: " << log->complaint() << "\n";
    };
    say(csv_);
    say(events_);
}

bool report_saved(const char* what, const result<std::filesystem::path>& saved) {
    if (saved)
        std::cout << "\n" << what << ": " << saved->string() << "\n";
    else
        std::cerr << "error: " << saved.error() << "\n";
    return static_cast<bool>(saved);
}
