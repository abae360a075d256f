#include "logs.hpp"

#include <iostream>
#include <utility>

using namespace trilobite;

bool logs::open(const options& chosen) {
    if (!chosen.csv.empty()) {
        auto opened = csv_log::open(chosen.csv);
        if (!opened) {
            std::cerr << "error: " << opened.error() << "\n";
            return false;
        }
        csv_.emplace(std::move(*opened));
    }
    if (!chosen.tensorboard.empty()) {
        auto opened = tensorboard::open(chosen.tensorboard, {.histograms = true});
        if (!opened) {
            std::cerr << "error: " << opened.error() << "\n";
            return false;
        }
        events_.emplace(std::move(*opened));
    }
    return true;
}

bool save_page(const report::page& page, const std::filesystem::path& path) {
    const auto saved = report::save(page, path);
    if (saved)
        std::cout << "\nReport: " << path.string() << "\n";
    else
        std::cerr << "error: " << saved.error() << "\n";
    return static_cast<bool>(saved);
}
