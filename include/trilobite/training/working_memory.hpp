#pragma once

#include <trilobite/core/sample_rows.hpp>
#include <trilobite/network/network.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite {

namespace detail {

/// The inputs of B samples: copied, as a layer of any kind can read them.
template <class T, std::size_t B, std::size_t N>
struct copied_inputs {
    matrix<T, B, N> values;

    constexpr auto view() const { return values.view(); }
    template <class Samples>
    constexpr void fill(std::size_t row, const Samples& samples, std::size_t place, T* target) {
        samples(place, values.view().row(row), target);
    }
    constexpr void repeat_first(std::size_t row) {
        std::copy_n(values.view().row(0), values.stride, values.view().row(row));
    }
    template <class Samples>
    constexpr void announce(const Samples&, std::size_t) {}
};

/// Copied, for a layer that asks for the next ones while it works on them.
template <class T, std::size_t B, std::size_t N>
struct announced_inputs : copied_inputs<T, B, N> {
    const std::byte* upcoming[B];
    std::size_t size = 0;

    constexpr auto view() const { return copied_rows<T, B, N>{{this->values.view()}, upcoming, size}; }
    /// The next samples are those from `place` on. Where nobody knows where they stand, these ones are asked for again.
    /// Constant expressions ask for nothing.
    template <class Samples>
    constexpr void announce(const Samples& samples, std::size_t place) {
        if (__builtin_is_constant_evaluated())
            return;
        for (std::size_t row = 0; row < B; ++row)
            upcoming[row] = reinterpret_cast<const std::byte*>(this->values.view().row(row));
        size = 1;
        if constexpr (requires { samples.where(place); }) {
            size = samples.value_size;
            for (std::size_t row = 0; row < B && samples.exists(place + row); ++row)
                upcoming[row] = samples.where(place + row);
        }
    }
};

/// Not copied.
template <class T, std::size_t B, std::size_t N>
struct inputs_in_place {
    const T* rows[B];

    constexpr auto view() const { return scattered_rows<T, B, N>{rows}; }
    template <class Samples>
    constexpr void fill(std::size_t row, const Samples& samples, std::size_t place, T* target) {
        rows[row] = samples.input(place, target);
    }
    constexpr void repeat_first(std::size_t row) { rows[row] = rows[0]; }
    template <class Samples>
    constexpr void announce(const Samples&, std::size_t) {}
};

template <class Net, std::size_t B, bool InPlace>
constexpr auto inputs_type() {
    using T = typename Net::value_type;
    if constexpr (InPlace)
        return std::type_identity<inputs_in_place<T, B, Net::input_size>>{};
    else if constexpr (takes_sample_rows<typename Net::template layer_type<0>>())
        return std::type_identity<announced_inputs<T, B, Net::input_size>>{};
    else
        return std::type_identity<copied_inputs<T, B, Net::input_size>>{};
}

}

/// Where the backward pass of a training step has its room: on the stack, if it is written out as one piece of code,
/// and the compiler may keep what is in it in registers; else in the working memory.
template <class Net, std::size_t B>
inline constexpr bool has_room_on_stack = is_written_out<typename Net::chain_type, B>;

/// A micro-batch of B samples on its way through a network of type Net. Put it on the stack or, if it is large, on the
/// heap. InPlace: its inputs are not copied (see reads_in_place).  Kept: see `deltas`.
template <class Net, std::size_t B, bool Training, bool InPlace = false, bool Kept = false>
struct working_memory {
    using T = typename Net::value_type;
    static constexpr std::size_t batch = B;

    typename decltype(detail::inputs_type<Net, B, InPlace>())::type x;
    matrix<T, B, Net::output_size> target;
    static constexpr bool staged = Training && !Kept;
    tape<typename Net::chain_type, B, Training, staged> record;
    [[no_unique_address]] std::conditional_t<Training && (Kept || !has_room_on_stack<Net, B>),
                                             backward_room<typename Net::chain_type, B, Kept, staged>, no_memory>
        room;

    /// Fills row after row from samples(first + row, x row, target row), or, in place, from samples.input(first + row,
    /// target row); rows beyond `rows` repeat the first, so that whatever layers compute of them is as sound as of real
    /// samples. The next micro-batch will be that from `next` on.
    template <class Samples>
    constexpr void fill(std::size_t first, std::size_t rows, const Samples& samples, std::size_t next) {
        kernels::for_each_row<matrix_view<T, B, Net::input_size>>(B, [&](std::size_t row) TRILOBITE_INLINE_LAMBDA {
            if (row < rows) {
                x.fill(row, samples, first + row, target.view().row(row));
            } else {
                x.repeat_first(row);
                std::copy_n(target.view().row(0), target.stride, target.view().row(row));
            }
        });
        x.announce(samples, next);
    }
    template <class Samples>
    constexpr void fill(std::size_t first, std::size_t rows, const Samples& samples) {
        fill(first, rows, samples, first + rows);
    }
    constexpr auto inputs() const { return x.view(); }         ///< B x input_size
    constexpr auto targets() const { return target.view(); }   ///< B x output_size
    constexpr auto outputs() const { return record.output(); } ///< B x output_size
};

}
