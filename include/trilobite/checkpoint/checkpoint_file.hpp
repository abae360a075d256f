#pragma once
#include <trilobite/checkpoint/format.hpp>
#include <trilobite/io/binary_file.hpp>
#include <trilobite/training/fit_guard.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace trilobite {

struct checkpoint_options {
    bool resume = false;   ///< goes on from the file, where there is one
    std::size_t every = 0; ///< mini-batches; 0: only at the end of each epoch, which always is a checkpoint
    /// The network of the epoch with the lowest validation cost (the training cost, where there are no validation data)
    /// is kept too, in the file path.best, for load(net, path) of io/binary_file.hpp.
    bool keep_best = false;
};

/// A callback of `fit` that keeps a training in a file, so that another begins where it was, and ends with the same
/// bits as one that was never interrupted.
///
///     checkpoint_file checkpoint("digits.checkpoint", {.resume = true});
///     const auto history = fit<128>(net, cost, optimizer, training, validation, {.epochs = 20}, stop, checkpoint);
///     if (history.status == fit_status::not_resumed)
///         complain(checkpoint.complaint());
///
/// The file holds the network, all that the optimizer remembers, its settings, where the training is, its history, and
/// what the other callbacks keep (early_stopping, reduce_on_plateau); of a callback of one's own, what its function
/// kept() gives: references to numbers and networks, in a std::tuple. It is written beside the old one, which it
/// replaces when it is on the disk: a whole one is there at any moment. A path belongs to one process at a time.
///
/// A file of another network, be it by what is frozen or regularised, of another optimizer, number of samples,
/// mini-batch or seed, and one that is not whole, is refused, and nothing is trained. Data, cost and the options of
/// callbacks are not in it: they are to be what they were. The number of threads and options.epochs may change.
class checkpoint_file {
public:
    /// An empty path: there are no checkpoints.
    explicit checkpoint_file(std::filesystem::path path, checkpoint_options options = {})
        : path_(std::move(path)), options_(options) {}

    template <class Point>
    bool resume(Point& here) {
        std::error_code unknown;
        if (!options_.resume || path_.empty() || (!std::filesystem::exists(path_, unknown) && !unknown))
            return true;
        const auto resumed =
            detail::read_named(path_, "a checkpoint", [&](auto bytes) { return detail::resume_from(bytes, here); });
        return resumed || complain(resumed.error());
    }

    template <class Point>
    void keep(Point& here) {
        const bool within_epoch = here.begun.samples != 0;
        if (path_.empty() || (within_epoch && (options_.every == 0 || here.state.steps % options_.every != 0)))
            return;
        // What stops being finite is told by the cost of the next mini-batch, and is not to be gone on with.
        if (within_epoch && detail::first_layer_not_finite(here.net, here.state) != 0)
            return;
        if (options_.keep_best && !within_epoch && last_is_best(here.past))
            if (const auto saved = save(here.net, beside(".best"), beside(".best.unfinished")); !saved)
                complain(saved.error());
        if (const auto written = write_file(path_, detail::checkpoint_of(here), beside(".unfinished")); !written)
            complain(written.error());
    }

    /// Why the training was not resumed, or why the last checkpoint that failed could not be written: the one before it
    /// is still there, and the training went on. Empty where all was well.
    const std::string& complaint() const { return complaint_; }

private:
    bool complain(const std::string& why) {
        complaint_ = why;
        return false;
    }

    std::filesystem::path beside(const char* ending) const { return path_.string() + ending; }

    /// A cost that is NaN is not the best, and no epoch is worse than such a one.
    template <class T>
    static bool last_is_best(const history<T>& past) {
        const auto cost = [](const epoch_record<T>& r) { return r.validated ? r.validation.cost : r.training.cost; };
        const T last = cost(past.epochs.back());
        return !std::isnan(last) && std::all_of(past.epochs.begin(), past.epochs.end() - 1,
                                                [&](const auto& r) { return !(cost(r) <= last); });
    }

    std::filesystem::path path_;
    checkpoint_options options_;
    std::string complaint_;
};

}
