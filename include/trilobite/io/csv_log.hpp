#pragma once
/// A training as a table of comma-separated values, for spreadsheets and scripts.

#include <trilobite/io/log_file.hpp>
#include <trilobite/io/read_file.hpp>
#include <trilobite/io/shortest.hpp>
#include <trilobite/training/history.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace trilobite {

struct csv_log_options {
    /// Goes on with a table that is there. Its lines of the first epoch that comes and of those behind it make way:
    /// they are of a training that was resumed from before them.
    bool resume = false;
};

/// A callback of `fit` that writes a line an epoch, each complete in the file before the next epoch begins:
///
///     auto log = csv_log::open("training.csv");
///     if (!log)
///         complain(log.error());
///     fit<128>(net, cost, optimizer, data, validation, {.epochs = 20},
///              on_epoch([&](const auto& report) { log->after_epoch(report); }));
///
/// Numbers are the shortest that are read back as they were. Without validation data its columns are empty, and so is
/// the learning rate of an optimizer that has none. seconds: since the log was opened, on a clock that only goes
/// forward, and those of the training before.
class csv_log {
public:
    static constexpr const char* header = "epoch,seconds,learning_rate,training_cost,training_accuracy,"
                                          "validation_cost,validation_accuracy\n";

    /// Begins a new table in the place of one that is there, or goes on with that. Fails where the file cannot be
    /// written, or is not such a table.
    static result<csv_log> open(const std::filesystem::path& path, csv_log_options options = {}) {
        std::vector<row> earlier;
        std::error_code unknown;
        const bool resumes = options.resume && (std::filesystem::exists(path, unknown) || unknown) &&
                             !std::filesystem::is_empty(path, unknown);
        if (resumes) {
            auto read = rows_of(path);
            if (!read)
                return failure{path.string() + ": " + read.error()};
            earlier = std::move(*read);
        }
        result<log_file> file = resumes ? log_file::reopen(path) : log_file::create(path);
        if (!file)
            return failure{file.error()};
        if (!resumes)
            file->append(header);
        if (!file->complaint().empty())
            return failure{file->complaint()};
        return csv_log(std::move(*file), std::move(earlier));
    }

    template <class Report>
    void after_epoch(const Report& report) {
        const auto& record = report.record;
        make_way_for(record.epoch);
        const auto milliseconds =
            before_ + std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - opened_);
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

    /// What is known of a line that is there.
    struct row {
        std::size_t epoch;
        double seconds;
        std::size_t end; ///< in the file
    };

    csv_log(log_file file, std::vector<row> earlier) : file_(std::move(file)), earlier_(std::move(earlier)) {}

    /// The lines of a table, but for a last one that breaks off.
    static result<std::vector<row>> rows_of(const std::filesystem::path& path) {
        const auto bytes = read_file(path, "a table of a training");
        if (!bytes)
            return failure{bytes.error()};
        const std::string_view table(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        const auto line_at = [&](std::size_t at) { return table.substr(at, table.find('\n', at) - at); };
        const std::size_t begin = std::string_view(header).size();
        std::vector<row> rows{{0, 0, begin}};
        if (!table.starts_with(header))
            return failure{"expected a table of a training, found one that begins with \"" +
                           std::string(line_at(0).substr(0, begin)) + "\""};
        for (std::size_t at = begin, end; (end = table.find('\n', at)) != table.npos; at = end + 1) {
            row one{0, 0, end + 1};
            const char* const last = table.data() + end;
            const auto [comma, error] = std::from_chars(table.data() + at, last, one.epoch);
            if (error != std::errc() || comma == last || *comma != ',' ||
                std::from_chars(comma + 1, last, one.seconds).ec != std::errc() ||
                !(one.seconds >= 0 && one.seconds < 1e9))
                return failure{"expected a line that begins with an epoch and seconds, found \"" +
                               std::string(line_at(at).substr(0, begin)) + "\""};
            rows.push_back(one);
        }
        return rows;
    }

    void make_way_for(std::size_t epoch) {
        if (earlier_.empty())
            return;
        const auto stays =
            std::find_if(earlier_.begin(), earlier_.end(), [&](const row& r) { return r.epoch >= epoch; }) - 1;
        file_.cut(stays->end);
        before_ = std::chrono::milliseconds(static_cast<std::int64_t>(stays->seconds * 1000 + 0.5));
        earlier_.clear();
    }

    template <class T>
    static std::string columns(const metrics<T>& m) {
        return "," + text::shortest(m.cost) + "," + text::shortest(m.accuracy);
    }

    log_file file_;
    std::vector<row> earlier_;            ///< until the first epoch comes
    std::chrono::milliseconds before_{0}; ///< that the training had lasted
    clock::time_point opened_ = clock::now();
};

}
