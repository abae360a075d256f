#pragma once
// What a training leaves behind, on the screen and in files. It is compiled once for all networks.

#include "options.hpp"

#include <trilobite/data/digits.hpp>
#include <trilobite/io/csv_log.hpp>
#include <trilobite/io/header_file.hpp>
#include <trilobite/io/summary.hpp>
#include <trilobite/io/tensorboard.hpp>
#include <trilobite/io/terminal_image.hpp>
#include <trilobite/metrics/confusion.hpp>
#include <trilobite/training/history.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace trilobite::report {
class page;
}

// A callback of fit that passes on what it hears to the logs that were asked for.
class logs {
public:
    // Says why where a log cannot be begun.
    bool open(const options& chosen);

    template <class Report>
    void after_epoch(const Report& report) {
        write(report.record,
              events_ ? trilobite::histograms_of(report.net) : std::vector<trilobite::parameter_histogram>());
    }

    // Says what is missing in them.
    void complain() const;

private:
    void write(const trilobite::epoch_record<float>& record,
               const std::vector<trilobite::parameter_histogram>& histograms);

    std::optional<trilobite::csv_log> csv_;
    std::optional<trilobite::tensorboard> events_;
};

// The digits of the test that the network reads, which it takes for which, and some that it misreads.
class examination {
public:
    explicit examination(const trilobite::data::labelled_images& test) : test_(test) {}

    void note(std::size_t sample, std::size_t truth, std::size_t taken_for);
    void print() const;
    void add_to(trilobite::report::page& page) const;

private:
    const trilobite::data::labelled_images& test_;
    trilobite::confusion_matrix<10> table_;
    std::vector<trilobite::grey_image> misread_;
    std::vector<std::string> captions_;
};

// How it came about.
struct training_record {
    std::string cost, method;
    float learning_rate;
    std::size_t images;
    trilobite::history<float> past;
};

void print_summary(const trilobite::network_summary& network);

// The page that --report asks for.
bool write_report(const options& chosen, const trilobite::network_summary& network, const training_record& training,
                  const examination& seen);

// The header that --export-header asks for.
bool export_header(const options& chosen, const trilobite::header_contents& contents);
