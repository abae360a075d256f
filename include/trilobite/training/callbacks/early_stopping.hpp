#pragma once
#include <trilobite/training/callbacks.hpp>

#include <cstddef>
#include <limits>
#include <memory>
#include <tuple>
#include <type_traits>

namespace trilobite {

/// When early_stopping has seen enough.
struct early_stopping_options {
    std::size_t patience = 5; ///< epochs without an improvement after which it stops; 0 is taken for 1
    double least = 0;         ///< a cost must fall by more than this to count as better
    bool restore_best = true; ///< at the end the network is what it was after its best epoch
};

/// A callback of `fit` that stops a training when the validation cost (the training cost, where there are no validation
/// data) has not improved for some epochs, and gives the network the parameters of its best epoch. Their copy is
/// allocated once, when it is made.  (Prechelt 1998)
///
///     early_stopping stop(net, {.patience = 3});
///     fit<128>(net, cross_entropy{}, adam{}, training, validation, {.epochs = 100}, stop);
///     // stop.best_epoch(), stop.best_cost()
template <class Net>
class early_stopping {
public:
    explicit early_stopping(Net& net, early_stopping_options options = {})
        : net_(net), best_(std::make_unique<Net>(net)), options_(options) {}

    template <class Report>
    bool after_epoch(const Report& report) {
        static_assert(std::is_same_v<std::remove_cvref_t<decltype(report.net)>, Net>,
                      "trilobite: this early_stopping was made for a network of another type");
        const auto& record = report.record;
        const double cost = static_cast<double>(record.validated ? record.validation.cost : record.training.cost);
        if (cost < best_cost_ - options_.least) {
            best_cost_ = cost;
            best_epoch_ = record.epoch;
            waited_ = 0;
            *best_ = report.net;
            return true;
        }
        return ++waited_ < options_.patience;
    }

    void after_training(const history<typename Net::value_type>&) {
        if (options_.restore_best && best_epoch_ != 0)
            net_ = *best_;
        waited_ = 0; // another training may go on from here, with the best so far to beat
    }

    /// What checkpoints keep.
    auto kept() { return std::tie(*best_, best_cost_, best_epoch_, waited_); }

    std::size_t best_epoch() const { return best_epoch_; } ///< counted from 1; 0 before the first
    double best_cost() const { return best_cost_; }

private:
    Net& net_;
    std::unique_ptr<Net> best_;
    early_stopping_options options_;
    double best_cost_ = std::numeric_limits<double>::infinity();
    std::size_t best_epoch_ = 0;
    std::size_t waited_ = 0;
};

}
