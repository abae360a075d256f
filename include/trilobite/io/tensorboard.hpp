#pragma once
/// A training as TensorBoard shows it.

#include <trilobite/core/members.hpp>
#include <trilobite/core/type_name.hpp>
#include <trilobite/core/unroll.hpp>
#include <trilobite/io/event_file.hpp>
#include <trilobite/training/history.hpp>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace trilobite {

struct tensorboard_options {
    bool histograms = false; ///< also how the parameters of each layer are spread
    /// Goes on with the curves that the directory's files have. What they show of the first epoch that comes and of
    /// those behind it makes way: it is of a training that was resumed from before them.
    bool resume = false;
};

/// A callback of `fit` that writes what `tensorboard --logdir runs` draws, one directory for each training:
///
///     auto log = tensorboard::open("runs/first", {.histograms = true});
///     if (!log)
///         complain(log.error());
///     fit<128>(net, cost, optimizer, data, validation, {.epochs = 20},
///              on_epoch([&](const auto& report) { log->after_epoch(report); }));
///
/// Scalars: training/cost, training/accuracy, validation/cost, validation/accuracy where there are validation data, and
/// learning_rate. Histograms: "layer 0: dense<64>/0" is the first matrix that layer<0>() lists, its weights.
class tensorboard {
public:
    /// Makes the directory if need be, and a new file in it. Fails where either cannot be made.
    static result<tensorboard> open(const std::filesystem::path& directory, tensorboard_options options = {}) {
        result<event_file> file = event_file::create(directory);
        if (!file)
            return failure{file.error()};
        return tensorboard(std::move(*file), options);
    }

    template <class Report>
    void after_epoch(const Report& report) {
        if (std::exchange(options_.resume, false))
            file_.restart(report.record.epoch);
        event_summary summary;
        add(summary, "training", report.record.training);
        if (report.record.validated)
            add(summary, "validation", report.record.validation);
        if (report.record.learning_rate != 0)
            summary.scalar("learning_rate", static_cast<float>(report.record.learning_rate));
        if (options_.histograms)
            add_histograms(summary, report.net);
        file_.write(report.record.epoch, summary);
    }

    const std::filesystem::path& path() const { return file_.path(); }

    /// Why an epoch could not be written, the disk is full say; empty while all were. The training goes on.
    const std::string& complaint() const { return file_.complaint(); }

private:
    tensorboard(event_file file, tensorboard_options options) : file_(std::move(file)), options_(options) {}

    template <class T>
    static void add(event_summary& summary, const std::string& of, const metrics<T>& m) {
        summary.scalar(of + "/cost", static_cast<float>(m.cost));
        summary.scalar(of + "/accuracy", static_cast<float>(m.accuracy));
    }

    template <class Net>
    static void add_histograms(event_summary& summary, const Net& net) {
        unroll<Net::depth>([&](auto i) {
            std::size_t number = 0;
            for_each_matrix(
                [&]<class M>(const M& matrix) {
                    value_histogram values;
                    for (std::size_t row = 0; row < M::rows; ++row)
                        values.add(std::span(&matrix(row, 0), M::columns));
                    add(summary, i, type_name<typename Net::template name<i>>, number++, values);
                },
                net.template layer<i>());
        });
    }
    static void add(event_summary& summary, std::size_t layer, std::string_view name, std::size_t matrix,
                    const value_histogram& values) {
        summary.histogram("layer " + std::to_string(layer) + ": " + std::string(name) + "/" + std::to_string(matrix),
                          values);
    }

    event_file file_;
    tensorboard_options options_;
};

}
