#pragma once
/// What `fit` tells of a training: hosted, since its length is known only at run time.

#include <trilobite/training/metrics.hpp>

#include <cstddef>
#include <vector>

namespace trilobite {

/// One epoch. training: means over the samples as they were trained on; validation: after the epoch, zeros without
/// validation data.
template <class T>
struct epoch_record {
    std::size_t epoch = 0; ///< counted from 1
    metrics<T> training;
    metrics<T> validation;
    bool validated = false; ///< there were validation data
    T learning_rate = 0;    ///< of its last step, schedules included; 0 for an optimizer that has none
};

enum class fit_status {
    completed,
    stopped,         ///< a callback asked for it
    no_data,         ///< there is not one training sample
    data_do_not_fit, ///< training or validation data are not whole samples of this network, or a class is unknown
    not_resumed,     ///< a callback could not bring back what it had kept
    not_finite       ///< the training cost or a parameter became infinite or NaN; see history::fault
};

/// Where a training stopped being finite.
struct training_fault {
    enum class kind {
        cost,     ///< the cost of this mini-batch, from parameters that were finite
        parameter ///< a parameter, by the step after this mini-batch: its gradient was too large or NaN
    };
    kind what = kind::cost;
    std::size_t epoch = 0; ///< counted from 1
    std::size_t batch = 0; ///< counted from 1
    /// The first that was not finite: the place of a layer in the network's list, 1 being the first after input, whose
    /// output or parameters it were; 0: the data themselves; one more than the list's last: only the cost.
    std::size_t layer = 0;
};

template <class T>
struct history {
    fit_status status = fit_status::completed;
    std::vector<epoch_record<T>> epochs; ///< those that were completed, or stopped by a callback
    training_fault fault{};              ///< where status is not_finite
};

}
