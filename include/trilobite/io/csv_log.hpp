#pragma once
/// A training as a table of comma-separated values, for spreadsheets and scripts.

#include <trilobite/io/log_file.hpp>
#include <trilobite/io/shortest.hpp>
#include <trilobite/training/history.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

namespace trilobite {

/// A callback of `fit` that writes a line an epoch, each complete in the file before the next epoch begins:
///
///     auto log = csv_log::open("training.csv");
///     if (!log)
///         complain(log.error());
///     fit<128>(net, cost, optimizer, data, validation, {.epochs = 20},
///              on_epoch([&](const auto& report) { log->after_epoch(report); }));
///
/// Numbers are the shortest that are read back as they were. Without validation data its columns are empty, and so is
/// the learning rate of an optimizer that has none. seconds: since the log was opened, on a clock that only goes forward.
class csv_log {
public:
    static constexpr const char* header = "epoch,seconds,learning_rate,training_cost,training_accuracy,"
                                          "validation_cost,validation_accuracy\n";

    /// Begins a new table in the place of one that is there. Fails where the file cannot be written.
    static result<csv_log> open(const std::filesystem::path& path) {
        result<log_file> file = log_file::create(path);
        if (!file)
            return failure{file.error()};
        file->append(header);
        if (!file->complaint().empty())
            return failure{file->complaint()};
        return csv_log(std::move(*file));
    }

    template <class Report>
    void after_epoch(const Report& report) {
        const auto& record = report.record;
        const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - opened_);
        std::string line = std::to_string(record.epoch);
        line += "," + text::shortest(static_cast<double>(milliseconds.count()) / 1000) + ",";
        if (record.learning_rate != 0)
            line += text::shortest(record.learning_rate);
        line += columns(record.training);
        line += record.validated ? columns(record.validation) : ",,";
        file_.append(line + "\n");
    }

    /// Why a line could not be written, the disk is full say; empty while all were. The training goes on.
    const std::string& complaint() const { return file_.complaint(); }

private:
    using clock = std::chrono::steady_clock;

    explicit csv_log(log_file file) : file_(std::move(file)) {}

    template <class T>
    static std::string columns(const metrics<T>& m) {
        return "," + text::shortest(m.cost) + "," + text::shortest(m.accuracy);
    }

    log_file file_;
    clock::time_point opened_ = clock::now();
};

}
