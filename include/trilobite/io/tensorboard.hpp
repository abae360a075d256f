#pragma once
/// A training as TensorBoard shows it.

#include <trilobite/core/members.hpp>
#include <trilobite/core/type_name.hpp>
#include <trilobite/core/unroll.hpp>
#include <trilobite/io/event_file.hpp>
#include <trilobite/io/value_histogram.hpp>
#include <trilobite/training/history.hpp>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite {

struct tensorboard_options {
    bool histograms = false; ///< also how the parameters of each layer are spread
    /// Goes on with the curves that the directory's files have. What they show of the first epoch that comes and of
    /// those behind it makes way: it is of a training that was resumed from before them.
    bool resume = false;
};

/// How the values of a matrix of parameters are spread, and which it is: "layer 0: dense<64>/0" is the first matrix
/// that layer<0>() lists, its weights.
struct parameter_histogram {
    std::string tag;
    value_histogram values;
};

namespace detail {

/// number: of the matrix in the layer.  first: of rows x columns values, whose rows are `stride` apart.
template <class T>
[[gnu::noinline, gnu::cold]] void append_histogram(std::vector<parameter_histogram>& to, std::size_t layer,
                                                   std::string_view name, std::size_t number, const T* first,
                                                   std::size_t rows, std::size_t columns, std::size_t stride) {
    to.emplace_back();
    to.back().tag = "layer " + std::to_string(layer) + ": " + std::string(name) + "/" + std::to_string(number);
    for (std::size_t row = 0; row < rows; ++row)
        to.back().values.add(std::span(first + row * stride, columns));
}

}

/// One for each matrix of each layer.
template <class Net>
std::vector<parameter_histogram> histograms_of(const Net& net) {
    std::vector<parameter_histogram> all;
    unroll<Net::depth>([&](auto i) {
        std::size_t number = 0;
        for_each_matrix(
            [&]<class M>(const M& m) {
                detail::append_histogram(all, i, type_name<typename Net::template name<i>>, number++, m.values, M::rows,
                                         M::columns, M::stride);
            },
            net.template layer<i>());
    });
    return all;
}

/// A callback of `fit` that writes what `tensorboard --logdir runs` draws, one directory for each training:
///
///     auto log = tensorboard::open("runs/first", {.histograms = true});
///     if (!log)
///         complain(log.error());
///     fit<128>(net, cost, optimizer, data, validation, {.epochs = 20},
///              on_epoch([&](const auto& report) { log->after_epoch(report); }));
///
/// Scalars: training/cost, training/accuracy, validation/cost, validation/accuracy where there are validation data, and
/// learning_rate.
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
        write(report.record, options_.histograms ? histograms_of(report.net) : std::vector<parameter_histogram>());
    }

    /// What after_epoch writes, for networks of all types. histograms: histograms_of(net), or none.
    template <class T>
    void write(const epoch_record<T>& record, const std::vector<parameter_histogram>& histograms) {
        if (std::exchange(options_.resume, false))
            file_.restart(record.epoch);
        event_summary summary;
        add(summary, "training", record.training);
        if (record.validated)
            add(summary, "validation", record.validation);
        if (record.learning_rate != 0)
            summary.scalar("learning_rate", static_cast<float>(record.learning_rate));
        for (const parameter_histogram& each : histograms)
            summary.histogram(each.tag, each.values);
        file_.write(record.epoch, summary);
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

    event_file file_;
    tensorboard_options options_;
};

}
