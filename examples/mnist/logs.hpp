#pragma once
// What a training leaves behind in files.

#include "options.hpp"

#include <trilobite/io/csv_log.hpp>
#include <trilobite/io/shortest.hpp>
#include <trilobite/io/tensorboard.hpp>
#include <trilobite/report/html.hpp>

#include <filesystem>
#include <optional>

// A callback of fit that passes on what it hears to the logs that were asked for.
class logs {
public:
    // Says why where a log cannot be begun.
    bool open(const options& chosen);

    template <class Report>
    void after_epoch(const Report& report) {
        if (csv_)
            csv_->after_epoch(report);
        if (events_)
            events_->after_epoch(report);
    }

    // Says what is missing in them.
    void complain() const;

private:
    std::optional<trilobite::csv_log> csv_;
    std::optional<trilobite::tensorboard> events_;
};

// Says where something is, or why it is not.
bool report_saved(const char* what, const trilobite::result<std::filesystem::path>& saved);
