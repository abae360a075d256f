#pragma once
/// A training as a table of comma-separated values, for spreadsheets and scripts.

#include <trilobite/io/log_file.hpp>
#include <trilobite/io/read_file.hpp>
#include <trilobite/io/shortest.hpp>
#include <trilobite/io/write_file.hpp>
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
    /// they are of a training that was resumed from before them. Each line is on the disk before the next epoch begins,
    /// so that the table is not behind a checkpoint of the training.
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
        if (options.resume && (std::filesystem::exists(path, unknown) || unknown)) {
            auto read = rows_of(path);
            if (!read)
                return failure{path.string() + ": " + read.error()};
            earlier = std::move(*read);
        }
        const bool is_new = earlier.empty();
        result<log_file> file = is_new ? log_file::create(path) : log_file::reopen(path);
        if (!file)
            return failure{file.error()};
        if (is_new)
            file->append(header);
        if (!file->complaint().empty())
            return failure{file->complaint()};
        if (is_new && options.resume) {
            detail::sync_directory_of(path);
            earlier.push_back(before_first);
        }
        return csv_log(std::move(*file), std::move(earlier), options.resume);
    }

    template <class Report>
    void after_epoch(const Report& report) {
        write(report.record);
    }

    /// What after_epoch writes, of the record alone: one function for networks of all types.
    template <class T>
    void write(const epoch_record<T>& record) {
        make_way_for(record.epoch);
        const auto milliseconds =
            before_ + std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - opened_);
        std::string line = std::to_string(record.epoch);
        line += ',';
        line += text::shortest(static_cast<double>(milliseconds.count()) / 1000) + ",";
        if (record.learning_rate != 0)
            line += text::shortest(record.learning_rate);
        line += columns(record.training);
        line += record.validated ? columns(record.validation) : ",,";
        file_.append(line + "\n");
        if (is_resumed_)
            file_.sync();
    }

    /// Why a line could not be written, the disk is full say, or which lines were missing where the table was gone on
    /// with; empty while all are there. The training goes on, and so does the table where lines can be written.
    const std::string& complaint() const { return file_.complaint().empty() ? gap_ : file_.complaint(); }

private:
    using clock = std::chrono::steady_clock;

    /// What is known of a line that is there.
    struct row {
        std::size_t epoch;
        double seconds;
        std::size_t end; ///< in the file
    };

    static constexpr row before_first{0, 0, std::string_view(header).size()};

    csv_log(log_file file, std::vector<row> earlier, bool is_resumed)
        : file_(std::move(file)), earlier_(std::move(earlier)), is_resumed_(is_resumed) {}

    /// The lines of a table behind its header, but for a last one that breaks off. None, not even that, where the
    /// header breaks off, or never came.
    static result<std::vector<row>> rows_of(const std::filesystem::path& path) {
        const auto bytes = read_file(path, "a table of a training");
        if (!bytes)
            return failure{bytes.error()};
        const std::string_view table(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        const auto line_at = [&](std::size_t at) { return table.substr(at, table.find('\n', at) - at); };
        const std::size_t begin = before_first.end;
        if (table.size() < begin && std::string_view(header).starts_with(table))
            return std::vector<row>();
        std::vector<row> rows{before_first};
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
        if (const std::size_t next = stays->epoch + 1; next != epoch)
            gap_ = file_.path().string() + ": expected epoch " + std::to_string(next) + " next, found epoch " +
                   std::to_string(epoch) + ": the lines before it are missing";
        before_ = std::chrono::milliseconds(static_cast<std::int64_t>(stays->seconds * 1000 + 0.5));
        earlier_.clear();
    }

    template <class T>
    static std::string columns(const metrics<T>& m) {
        return std::string(",") + text::shortest(m.cost) + "," + text::shortest(m.accuracy);
    }

    log_file file_;
    std::vector<row> earlier_; ///< until the first epoch comes; nothing where the table is not gone on with
    bool is_resumed_;
    std::string gap_;
    std::chrono::milliseconds before_{0}; ///< that the training had lasted
    clock::time_point opened_ = clock::now();
};

}
