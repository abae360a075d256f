#pragma once
/// How a training went, as two figures.

#include <trilobite/io/text.hpp>
#include <trilobite/report/svg.hpp>
#include <trilobite/training/history.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

namespace trilobite::report {

/// The cost by which epochs are compared: on the validation data where there are some.
template <class T>
T compared_cost(const epoch_record<T>& record) {
    return record.validated ? record.validation.cost : record.training.cost;
}

/// The epoch of the least cost, the first of several; none where no cost is a number.
template <class T>
const epoch_record<T>* best_epoch(const history<T>& all) {
    const epoch_record<T>* best = nullptr;
    for (const epoch_record<T>& record : all.epochs)
        if (!std::isnan(compared_cost(record)) && (best == nullptr || compared_cost(record) < compared_cost(*best)))
            best = &record;
    return best;
}

/// Four digits after the point, or three in all where those would say little.
inline std::string number_text(double value) {
    const double size = std::abs(value);
    if (value == 0 || !std::isfinite(value) || (size >= 1e-3 && size < 1e6))
        return text::fixed(value, 4);
    std::array<char, 32> digits;
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::scientific, 2);
    return std::string(digits.data(), end.ptr);
}

namespace detail {

template <class T>
figure curve(const std::string& title, const history<T>& all, T metrics<T>::*value) {
    figure drawn{.title = title, .x_label = "epoch"};
    series training{.name = "training", .x = {}, .y = {}}, validation{.name = "validation", .x = {}, .y = {}};
    for (const epoch_record<T>& record : all.epochs) {
        training.x.push_back(static_cast<double>(record.epoch));
        training.y.push_back(static_cast<double>(record.training.*value));
        if (record.validated) {
            validation.x.push_back(static_cast<double>(record.epoch));
            validation.y.push_back(static_cast<double>(record.validation.*value));
        }
    }
    drawn.series = {training};
    if (!validation.y.empty())
        drawn.series.push_back(validation);
    if (const epoch_record<T>* best = best_epoch(all)) {
        const double y = static_cast<double>((best->validated ? best->validation : best->training).*value);
        drawn.notes.push_back(
            {static_cast<double>(best->epoch), y, "epoch " + std::to_string(best->epoch) + ": " + number_text(y)});
    }
    return drawn;
}

}

/// Two panels, cost and accuracy, with the epoch of the least (validation) cost marked in both:
///
///     save(report::curves(history), "curves.svg");
template <class T>
std::vector<figure> curves(const history<T>& all) {
    return {detail::curve("Cost", all, &metrics<T>::cost), detail::curve("Accuracy", all, &metrics<T>::accuracy)};
}

}
