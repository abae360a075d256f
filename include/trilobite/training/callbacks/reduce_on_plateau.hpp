#pragma once
#include <cstddef>
#include <limits>
#include <tuple>

namespace trilobite {

/// A callback of `fit` for the end of an epoch: when the cost on the validation data has not fallen below its best by a
/// `threshold`th part of it for more than `patience` epochs in a row, the learning rate is multiplied by `factor`, and
/// the patience begins anew. A cost that is NaN is no better than any.  (PyTorch's ReduceLROnPlateau and its constants)
struct reduce_on_plateau {
    float factor = 0.1f;
    std::size_t patience = 10;
    float threshold = 1e-4f;
    float lowest = 0;         ///< learning rate, below which it is not brought
    bool on_training = false; ///< looks at the cost on the training data: without validation data there is no other

    double best = std::numeric_limits<double>::infinity(); ///< cost so far
    std::size_t epochs_without = 0;                        ///< improvement, in a row

    /// What checkpoints keep.
    constexpr auto kept() { return std::tie(best, epochs_without); }

    /// report: epoch_report or the like.
    template <class Report>
    void after_epoch(const Report& report) {
        const auto& seen = on_training || !report.record.validated ? report.record.training : report.record.validation;
        const auto cost = static_cast<double>(seen.cost);
        if (cost < best * (1 - static_cast<double>(threshold))) {
            best = cost;
            epochs_without = 0;
        } else if (++epochs_without > patience) {
            epochs_without = 0;
            float& rate = report.optimizer.learning_rate;
            if (rate > lowest)
                rate = rate * factor > lowest ? rate * factor : lowest;
        }
    }
};

}
