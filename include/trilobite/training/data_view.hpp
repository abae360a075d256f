#pragma once
/// What networks learn from. `fit`, `evaluate` and their like take whatever has, for a network of type Net,
///
///     size<Net>(), fits<Net>()          how many samples there are, and whether all are as Net needs them
///     copy<Net>(i, x, y)                writes sample i to a row of Net's input and to a row of its output
///
/// and they are called by several threads at once. Data may have more:
///     input<Net>(i), copy_target<Net>(i, y)    lends the input where it stands instead of copying it
///     where<Net>(i)                            a pointer to what copy will read, which is asked for ahead of time
///     for_epoch(n)                             the data as they are in epoch n, where epochs differ
///
/// `data_view` is such data. data/split.hpp and data/augmentation.hpp make others from it.

#include <trilobite/network/network.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>

namespace trilobite {

/// The brightness 0 ... 1 of a pixel 0 ... 255: pixel / 255, correctly rounded. Where there is a fused multiply-add, it
/// is the product with the reciprocal and with what that was rounded by, at a fraction of the cost of a division.
template <class T>
constexpr T brightness(std::uint8_t pixel) {
    const T value = static_cast<T>(pixel);
    if constexpr (has_fused_multiply_add) {
        constexpr T reciprocal = T{1} / T{255};
        constexpr T rest = multiply_add(-reciprocal, T{255}, T{1}) / T{255};
        return multiply_add(value, reciprocal, value * rest);
    } else {
        return value / T{255};
    }
}

namespace detail {

/// N values as values of another type. Several of the same type are moved by the register: seen one by one, clang moves
/// them one by one.
template <std::size_t N, class From, class T, class Convert>
constexpr void copy_values(const From* from, T* to, Convert convert) {
    if constexpr (std::same_as<From, T> && N >= 8)
        if (!__builtin_is_constant_evaluated()) {
            std::memcpy(to, from, N * sizeof(T));
            return;
        }
    for (std::size_t i = 0; i < N; ++i)
        to[i] = convert(from[i]);
}

}

/// Samples that stand somewhere else, one after the other: nothing is owned or copied.
/// inputs: n x the network's input; bytes are taken for the pixels 0 ... 255 of an image and divided by 255.
/// targets: n x the network's output; integers are class numbers, n of them, and become 1 at the class and 0 elsewhere
/// (for a network with one output: the number itself, 0 or 1).
template <class Input, class Target>
struct data_view {
    std::span<const Input> inputs;
    std::span<const Target> targets;

    static constexpr bool targets_are_classes = std::is_integral_v<Target>;

    /// How many samples a network of type Net finds here.
    template <class Net>
    constexpr std::size_t size() const {
        return inputs.size() / Net::input_size;
    }

    /// Whether inputs and targets are whole samples of a network of type Net, equally many, and every class exists.
    template <class Net>
    constexpr bool fits() const {
        const std::size_t each = targets_are_classes ? 1 : Net::output_size;
        if (inputs.size() % Net::input_size != 0 || targets.size() != size<Net>() * each)
            return false;
        if constexpr (targets_are_classes) {
            constexpr std::uint64_t classes = std::max<std::size_t>(Net::output_size, 2);
            return std::all_of(targets.begin(), targets.end(),
                               [](Target c) { return static_cast<std::uint64_t>(c) < classes; });
        } else {
            return true;
        }
    }

    /// n samples from sample `begin` on, or as many as there are.
    template <class Net>
    constexpr data_view slice(std::size_t begin, std::size_t n) const {
        begin = std::min(begin, size<Net>());
        n = std::min(n, size<Net>() - begin);
        const std::size_t each = targets_are_classes ? 1 : Net::output_size;
        return {inputs.subspan(begin * Net::input_size, n * Net::input_size), targets.subspan(begin * each, n * each)};
    }

    /// The first n samples, or all where there are fewer.
    template <class Net>
    constexpr data_view first(std::size_t n) const {
        return slice<Net>(0, n);
    }

    /// Where sample i's input stands.
    template <class Net>
    constexpr const Input* where(std::size_t i) const {
        return inputs.data() + i * Net::input_size;
    }

    /// The same, for a network that computes with values of this very type.
    template <class Net>
    constexpr const Input* input(std::size_t i) const requires std::same_as<Input, typename Net::value_type> {
        return where<Net>(i);
    }

    /// Writes sample i to a row of the network's input and to a row of its output.
    template <class Net, class T>
    constexpr void copy(std::size_t i, T* x, T* y) const {
        detail::copy_values<Net::input_size>(where<Net>(i), x, [](Input value) {
            if constexpr (std::same_as<Input, std::uint8_t>)
                return brightness<T>(value);
            else
                return static_cast<T>(value);
        });
        copy_target<Net>(i, y);
    }

    /// Writes the target of sample i to a row of the network's output.
    template <class Net, class T>
    constexpr void copy_target(std::size_t i, T* y) const {
        if constexpr (!targets_are_classes)
            detail::copy_values<Net::output_size>(targets.data() + i * Net::output_size, y,
                                                  [](Target t) { return static_cast<T>(t); });
        else if constexpr (Net::output_size == 1)
            y[0] = static_cast<T>(targets[i]);
        else {
            for (std::size_t j = 0; j < Net::output_size; ++j)
                y[j] = T{0};
            if (const auto own = static_cast<std::size_t>(targets[i]); own < Net::output_size)
                y[own] = T{1};
        }
    }
};

/// From anything that is a contiguous range of inputs and one of targets; both must outlive the view.
template <class Inputs, class Targets>
data_view(const Inputs&, const Targets&)
    -> data_view<std::remove_cvref_t<decltype(*std::data(std::declval<Inputs&>()))>,
                 std::remove_cvref_t<decltype(*std::data(std::declval<Targets&>()))>>;

/// What data are in an epoch, counted from 1: themselves, unless they have a function for_epoch, as data have whose
/// samples are drawn anew.
template <class Data>
constexpr decltype(auto) data_of_epoch(const Data& data, std::uint64_t epoch) {
    if constexpr (requires { data.for_epoch(epoch); })
        return data.for_epoch(epoch);
    else
        return (data);
}

/// Data that can lend out their inputs instead of copying them.
template <class Data, class Net>
concept LendsInputs = requires(const Data& data, typename Net::value_type* y) {
    { data.template input<Net>(std::size_t{}) } -> std::same_as<const typename Net::value_type*>;
    data.template copy_target<Net>(std::size_t{}, y);
};

/// Data that can say where their inputs stand.
template <class Data, class Net>
concept SaysWhere = requires(const Data& data) {
    *data.template where<Net>(std::size_t{});
};

/// Whether a network of type Net reads its inputs where they stand in such data.
template <class Net, class Data>
inline constexpr bool reads_in_place = LendsInputs<Data, Net>&&
takes_sample_rows<typename Net::template layer_type<0>>();

/// The order in which data stand.
struct in_order {
    constexpr std::uint64_t operator()(std::uint64_t i) const { return i; }
};

namespace detail {

/// Long samples are copied by a call, which all passes over the data share.
template <class Net, class Data, class T>
[[gnu::noinline]] constexpr void call_copy(const Data& data, std::size_t i, T* x, T* y) {
    data.template copy<Net>(i, x, y);
}

}

/// `count` samples of some data, from place `first` of some order on: what a mini-batch is filled from.
template <class Net, class Data, class Order>
struct sample_range {
    const Data& data;
    Order order;
    std::size_t first;
    std::size_t count;

    constexpr std::size_t place(std::size_t row) const { return static_cast<std::size_t>(order(first + row)); }

    template <class T>
    constexpr void operator()(std::size_t row, T* x, T* y) const {
        if constexpr (Net::input_size >= 64)
            detail::call_copy<Net>(data, place(row), x, y);
        else
            data.template copy<Net>(place(row), x, y);
    }
    constexpr auto input(std::size_t row, auto* y) const requires LendsInputs<Data, Net> {
        const std::size_t i = place(row);
        data.template copy_target<Net>(i, y);
        return data.template input<Net>(i);
    }
    /// Whether there is a sample at a place, and where its input stands, `value_size` bytes a value.
    constexpr bool exists(std::size_t row) const { return row < count; }
    const std::byte* where(std::size_t row) const requires SaysWhere<Data, Net> {
        return reinterpret_cast<const std::byte*>(data.template where<Net>(place(row)));
    }
    static constexpr std::size_t value_size = [] {
        if constexpr (SaysWhere<Data, Net>)
            return sizeof(*std::declval<const Data&>().template where<Net>(std::size_t{}));
        else
            return std::size_t{0};
    }();
};

}
