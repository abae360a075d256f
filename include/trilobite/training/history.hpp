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
};

enum class fit_status {
    completed,
    stopped,         ///< a callback asked for it
    no_data,         ///< there is not one training sample
    data_do_not_fit, ///< training or validation data are not whole samples of this network, or a class is unknown
};

template <class T>
struct history {
    fit_status status = fit_status::completed;
    std::vector<epoch_record<T>> epochs;
};

}
