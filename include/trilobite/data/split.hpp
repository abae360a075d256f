#pragma once

/// Samples to learn from and samples to be judged by, out of the same data. Nothing is copied.

#include <trilobite/core/permutation.hpp>
#include <trilobite/core/random.hpp>
#include <trilobite/training/data_view.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace trilobite::data {

/// Two parts that hold every sample once between them.
template <class Data>
struct two_parts {
    Data training;
    Data validation;
};

/// Some samples of other data, picked out of a random order of all.
template <class Data>
struct shuffled_part {
    Data data;
    permutation order;
    std::size_t begin; ///< of the places in the order
    std::size_t count;

    static constexpr bool targets_are_classes = Data::targets_are_classes;

    template <class Net>
    constexpr std::size_t size() const {
        return count;
    }
    template <class Net>
    constexpr bool fits() const {
        return data.template fits<Net>() && begin + count <= data.template size<Net>();
    }
    template <class Net, class T>
    constexpr void copy(std::size_t i, T* x, T* y) const {
        data.template copy<Net>(place(i), x, y);
    }
    template <class Net, class T>
    constexpr void copy_target(std::size_t i, T* y) const requires LendsInputs<Data, Net> {
        data.template copy_target<Net>(place(i), y);
    }
    template <class Net>
    constexpr auto input(std::size_t i) const requires LendsInputs<Data, Net> {
        return data.template input<Net>(place(i));
    }
    template <class Net>
    constexpr auto where(std::size_t i) const requires SaysWhere<Data, Net> {
        return data.template where<Net>(place(i));
    }
    constexpr auto for_epoch(std::size_t epoch) const requires requires(const Data& d) { d.for_epoch(epoch); }
    {
        using at_epoch = decltype(data.for_epoch(epoch));
        return shuffled_part<at_epoch>{data.for_epoch(epoch), order, begin, count};
    }

private:
    constexpr std::size_t place(std::size_t i) const { return static_cast<std::size_t>(order(begin + i)); }
};

namespace detail {

/// How many of n samples are for training, where `validation` is the share of the others: n (1 - validation), rounded
/// down as Keras does, though not where it would be whole but for rounding errors.
template <std::floating_point Share>
constexpr std::size_t training_count(std::size_t n, Share validation) {
    if (!(validation < 1))
        return 0;
    constexpr double mended = 1 + 4 * static_cast<double>(std::numeric_limits<Share>::epsilon());
    const double count = static_cast<double>(n) * (1 - static_cast<double>(validation)) * mended;
    return count < static_cast<double>(n) ? static_cast<std::size_t>(count) : n;
}

/// The same where `validation` is their number.
constexpr std::size_t training_count(std::size_t n, std::integral auto validation) {
    return n - std::min(n, static_cast<std::size_t>(validation));
}

}

/// The last samples for validation, the ones before them for training. validation: a share, such as 0.2, or a number of
/// samples. This is Keras' validation_split: data that are sorted must be shuffled before (`split_shuffled`).
/// Data that do not fit a network of type Net come back whole in both places, and `fit` refuses them.
template <class Net, class Data>
constexpr two_parts<Data> split_tail(const Data& data, auto validation) {
    if (!data.template fits<Net>())
        return {data, data};
    const std::size_t all = data.template size<Net>();
    const std::size_t training = detail::training_count(all, validation);
    return {data.template first<Net>(training), data.template slice<Net>(training, all - training)};
}

/// Samples chosen at random, by the seed, for validation, the others for training. validation: as for split_tail. The
/// parts hold `data`, not the samples.
template <class Net, class Data>
constexpr two_parts<shuffled_part<Data>> split_shuffled(const Data& data, auto validation, std::uint64_t seed) {
    const std::size_t all = data.template size<Net>();
    const std::size_t training = detail::training_count(all, validation);
    const permutation order(random_key::from_seed(seed).derive(purpose::split), all);
    return {{data, order, 0, training}, {data, order, training, all - training}};
}

}
