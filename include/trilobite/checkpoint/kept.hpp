#pragma once
/// What a checkpoint keeps of a training, number by number.

#include <trilobite/network/values.hpp>
#include <trilobite/training/callbacks.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace trilobite::detail {

/// Something that says what a checkpoint keeps of it: kept() gives a std::tuple of references to numbers, networks, and
/// other such things.
template <class X>
concept Keeps = requires(X& x) {
    x.kept();
};

/// f(number) for every number that is kept of x, and of others.
template <class F, class... Xs>
void for_each_kept(F&& f, Xs&... xs) {
    [[maybe_unused]] const auto visit = [&]<class X>(X& x) {
        if constexpr (std::is_arithmetic_v<X>)
            f(x);
        else if constexpr (Matrix<X> || Composite<X> || Listed<X>)
            for_each_row(x, [&](auto row) {
                for (auto& value : row)
                    f(value);
            });
        else if constexpr (Keeps<X>)
            std::apply([&](auto&... parts) { for_each_kept(f, parts...); }, x.kept());
        else
            static_assert(std::is_empty_v<X>,
                          "trilobite: a checkpoint must know what to keep of an optimizer, of its state and of its "
                          "schedule: give it a function kept(), as training/optimizers/sgd.hpp says");
    };
    (visit(xs), ...);
}

template <class F, class T>
void for_each_kept_of_epoch(F&& f, epoch_record<T>& record) {
    for_each_kept(f, record.epoch, record.training.cost, record.training.accuracy, record.validation.cost,
                  record.validation.accuracy, record.validated, record.learning_rate);
}

/// Of where a training is; the epochs that are over are to be as many as they were. The gradient says nothing between
/// two mini-batches, and is not kept; nor is anything of callbacks without kept().
template <class F, class Point>
void for_each_kept_of_training(F&& f, Point& here) {
    for_each_kept(f, here.net, here.state.optimizer, here.state.seed, here.state.steps, here.state.epochs,
                  here.optimizer, here.begun.cost, here.begun.lost, here.begun.correct, here.begun.samples,
                  here.goes_on);
    const auto visit = [&](auto& callback) {
        if constexpr (Keeps<std::remove_reference_t<decltype(callback)>>)
            for_each_kept(f, callback);
    };
    std::apply([&](auto&... callbacks) { (visit(callbacks), ...); }, here.callbacks);
    for (auto& record : here.past.epochs)
        for_each_kept_of_epoch(f, record);
}

}
