#include "results.hpp"

#include <trilobite/io/confusion.hpp>
#include <trilobite/io/shortest.hpp>
#include <trilobite/io/text.hpp>
#include <trilobite/report/html.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <span>
#include <utility>
#include <vector>

using namespace trilobite;

namespace {

// Says where something is, or why it is not.
bool report_saved(const char* what, const result<std::filesystem::path>& saved) {
    if (saved)
        std::cout << "\n" << what << ": " << saved->string() << "\n";
    else
        std::cerr << "error: " << saved.error() << "\n";
    return static_cast<bool>(saved);
}

}

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

void logs::write(const epoch_record<float>& record, const std::vector<parameter_histogram>& histograms) {
    if (csv_)
        csv_->write(record);
    if (events_)
        events_->write(record, histograms);
}

void logs::complain() const {
    const auto say = [](const auto& log) {
        if (log && !log->complaint().empty())
            std::cerr << "warning: " << log->complaint() << "\n";
    };
    say(csv_);
    say(events_);
}

void examination::note(std::size_t sample, std::size_t truth, std::size_t taken_for) {
    ++table_.counts[truth][taken_for];
    if (truth == taken_for || misread_.size() == 24)
        return;
    misread_.push_back({test_.image(sample), test_.rows, test_.columns});
    captions_.push_back("a " + std::to_string(truth) + ", taken for a " + std::to_string(taken_for));
}

void examination::print() const {
    const std::size_t few = std::min<std::size_t>(misread_.size(), 6);
    std::cout << "\nOf " << text::grouped(table_.total()) << " test images " << text::grouped(table_.correct())
              << " were read correctly: " << text::fixed(100 * table_.accuracy(), 2) << " %.\n\n"
              << table_ << "\nThe first that were misread:\n\n"
              << draw(std::span(misread_).first(few), std::span(captions_).first(few), 90);
}

void examination::add_to(report::page& page) const {
    page.confusion(table_).images("Misread", misread_, captions_);
}

void print_summary(const network_summary& network) {
    std::cout << summary_table(network) << "\n";
}

bool write_report(const options& chosen, const network_summary& network, const training_record& training,
                  const examination& seen) {
    report::page page("Handwritten digits: the " + chosen.net + " network");
    page.options({{"cost", training.cost},
                  {"optimizer", training.method},
                  {"learning rate", text::shortest(training.learning_rate)},
                  {"mini-batches of", std::to_string(chosen.batch)},
                  {"images", text::grouped(training.images)},
                  {"seed", std::to_string(chosen.seed)}});
    page.network(network).training(training.past);
    seen.add_to(page);
    return report_saved("Report", report::save(page, chosen.report));
}

bool export_header(const options& chosen, const header_contents& contents) {
    return report_saved("Header", write_header(contents, chosen.header, {.name_space = chosen.net}));
}
