#pragma once
/// The three products of a convolution, one image at a time. All sizes are compile-time constants; nothing is
/// allocated, and the only copies are of single rows, where the channels of a place do not fill registers.
///
/// Each result is one chain of multiply-adds: forward in the order of the window's rows, columns and channels, from the
/// bias on; for the weights in the order of the images and the windows; for the image over the window's rows and
/// columns, and the filters of each. An image of few channels gets the sum of a chain over the filters from window
/// after window. The bits equal those of kernels::reference.

#include <trilobite/kernels/few_filters.hpp>
#include <trilobite/kernels/patches.hpp>
#include <trilobite/kernels/product.hpp>
#include <trilobite/kernels/turned.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace trilobite::kernels {

/// finish, of results that follow one another as places of F values each, from the place `first` of a row on. Not a
/// lambda: its type would be another with every number of samples, and so would the product's.
template <class Finish, std::size_t F>
struct finish_of_places {
    Finish finish;
    std::size_t row, first;

    template <class V>
    TRILOBITE_INLINE V operator()(V v, std::size_t place, std::size_t column) const {
        return finish(v, row, (first + place) * F + column);
    }
};

/// F filters of K x K places, S apart, over images of H x W x C, padding included.
template <class T, std::size_t H, std::size_t W, std::size_t C, std::size_t F, std::size_t K, std::size_t S>
struct convolution {
    static constexpr std::size_t down = (H - K) / S + 1;
    static constexpr std::size_t across = (W - K) / S + 1;
    static constexpr std::size_t window = K * K * C;

    template <std::size_t N>
    static constexpr bool fills_registers = padded<T>(N) == N;

    /// What is worked on at once: the image, or a row of windows where results must be copied.
    static constexpr std::size_t strip = fills_registers<F> ? down : 1;
    static constexpr std::size_t places = strip * across;

    /// Windows so small are read whole; larger ones run by run, for then each row of weights is used at once. Where
    /// registers are single values all of them are one product, whose code and stack are small.
    static constexpr bool is_small = window <= 32;
    static constexpr bool is_one_product = is_small || native_lanes<T> == 1;

    /// So many that what they give stays in the first-level cache.
    static constexpr std::size_t windows_at_once =
        std::clamp<std::size_t>(block_bytes / (padded<T>(window) * sizeof(T)), 1, down* across);

    using weights_type = matrix_view<const T, window, F>;
    using bias_type = matrix_view<const T, 1, F>;

    /// y = finish(x * w + b).  image: H x W x C, y: down x across x F, the given row of what finish knows:
    /// finish(register, row, place of its first value in y), of any width.
    template <class Finish>
    static constexpr void forward(const T* image, weights_type w, bias_type b, T* y, Finish finish, std::size_t row) {
        if constexpr (few::lays_channels_apart)
            few::forward(image, w, b, y, finish, row);
        else
            forward_in_strips(image, w, b, y, finish, row);
    }

    /// dw += the windows' values times dy, db += the sum of dy.  dy: down x across x F.
    static constexpr void backward_parameters(const T* image, const T* dy, matrix_view<T, window, F> dw,
                                              matrix_view<T, 1, F> db) {
        if constexpr (few::is_worth_while)
            few::backward_parameters(image, dy, dw, db);
        else
            backward_parameters_in_strips(image, dy, dw, db);
    }

    /// dx = what the windows' values get from dy through w.  dy: down x across x F, dx: H x W x C.
    static constexpr void backward_input(const T* dy, weights_type w, T* dx) {
        std::fill_n(dx, H * W * C, T{0});
        scatter(dy, w, dx);
    }

    /// dx += the same.
    static constexpr void scatter(const T* dy, weights_type w, T* dx) {
        if constexpr (has_few_channels<C>)
            scatter_in_windows(dy, w, dx);
        else
            scatter_in_places(dy, w, dx);
    }

    /// How the forward product is cut.
    using forward_tiling = tiling<T, places, F, is_one_product ? window : K * C>;

    /// ... the one that is the weights' gradient, and the one that is the image's, or what windows give to it.
    using gradient_tiling = tiling<T, window, F, places, one_chain, across>;
    using backward_tiling = std::conditional_t<has_few_channels<C>, tiling<T, windows_at_once, window, F>,
                                               tiling<T, fills_registers<C> ? places : across, C, F>>;

    /// The array that what windows give to an image of few channels is put down in.
    static constexpr std::size_t gathered_bytes =
        has_few_channels<C> ? windows_at_once * padded<T>(window) * sizeof(T) : 0;

private:
    using few = few_filters<T, H, W, C, F, K, S>;

    template <class Finish>
    static constexpr void forward_in_strips(const T* image, weights_type w, bias_type b, T* y, Finish finish,
                                            std::size_t row) {
        for (std::size_t first = 0; first < down; first += strip) {
            const T* const from = image + first * S * W * C;
            T* const to = y + first * across * F;
            const finish_of_places<Finish, F> finish_place{finish, row, first * across};
            if constexpr (fills_registers<F>) {
                forward_strip(from, w, b, output{to}, finish_place);
            } else {
                matrix<T, places, F> padded_row;
                forward_strip(from, w, b, padded_row.view(), as_is{});
                for (std::size_t place = 0; place < places; ++place)
                    for (std::size_t f = 0; f < F; ++f)
                        to[place * F + f] = finish_place(simd<T, 1>(padded_row(place, f)), place, f).value;
            }
        }
    }

    static constexpr void backward_parameters_in_strips(const T* image, const T* dy, matrix_view<T, window, F> dw,
                                                        matrix_view<T, 1, F> db) {
        for (std::size_t row = 0; row < down; row += strip)
            with_registers(dy + row * across * F, [&](matrix_view<const T, places, F> d) {
                product(typename windows::transposed{image + row * S * W * C}, in_place{d}, dw, go_on{}, as_is{});
                add_rows(d, db);
            });
    }

    static constexpr void scatter_in_windows(const T* dy, weights_type w, T* dx) {
        constexpr std::size_t all = down * across, rest = all % windows_at_once;
        alignas(row_alignment<T>(window)) T given[windows_at_once * padded<T>(window)];
        for (std::size_t first = 0; first + windows_at_once <= all; first += windows_at_once)
            scatter_windows<windows_at_once>(dy, w, dx, first, given);
        if constexpr (rest != 0)
            scatter_windows<rest>(dy, w, dx, all - rest, given);
    }

    static constexpr void scatter_in_places(const T* dy, weights_type w, T* dx) {
        for (std::size_t i = 0; i < K; ++i)
            for (std::size_t j = 0; j < K; ++j) {
                const matrix_view<const T, C, F> one{w.row((i * K + j) * C)};
                for (std::size_t row = 0; row < down; row += strip)
                    with_registers(dy + row * across * F, [&](matrix_view<const T, places, F> d) {
                        scatter_strip(d, one, dx + (row * S + i) * W * C + j * C);
                    });
            }
    }

    using windows = windows_of<T, W, C, K, S, across>;
    using output = matrix_view<T, places, F>;

    template <class Finish>
    TRILOBITE_INLINE static void forward_strip(const T* image, weights_type w, bias_type b, output y, Finish finish) {
        const from_row<T> bias{b.data};
        if constexpr (native_lanes<T> == 1) {
            product(typename windows::run_by_run{image}, in_place{w}, y, bias, finish);
        } else if constexpr (is_small) {
            product(typename windows::whole{image}, in_place{w}, y, bias, finish);
        } else {
            const auto run = [&](std::size_t i, auto start, auto end) TRILOBITE_INLINE_LAMBDA {
                const matrix_view<const T, windows::run, F> weights{w.row(i * windows::run)};
                product(typename windows::runs{image + i * W * C}, in_place{weights}, y, start, end);
            };
            if constexpr (K == 1) {
                run(0, bias, finish);
            } else {
                run(0, bias, as_is{});
                for (std::size_t i = 1; i + 1 < K; ++i)
                    run(i, go_on{}, as_is{});
                run(K - 1, go_on{}, finish);
            }
        }
    }

    /// f(Count places of dy, each padded to whole registers)
    template <std::size_t Count = places, class Run>
    TRILOBITE_INLINE static void with_registers(const T* dy, Run run) {
        if constexpr (fills_registers<F>) {
            run(matrix_view<const T, Count, F>{dy});
        } else {
            matrix<T, Count, F> padded_row;
            for (std::size_t place = 0; place < Count; ++place)
                std::copy_n(dy + place * F, F, padded_row.view().row(place));
            run(matrix_view<const T, Count, F>(padded_row));
        }
    }

    /// What Count windows, from `first` on, give to all of their values is one product, and is added window after
    /// window.
    template <std::size_t Count>
    static constexpr void scatter_windows(const T* dy, weights_type w, T* dx, std::size_t first, T* given) {
        using given_view = matrix_view<T, Count, window>;
        with_registers<Count>(dy + first * F,
                              [&](auto d) { product(plain{d}, turned{w}, given_view{given}, from_zero{}, as_is{}); });
        for (std::size_t i = 0; i < Count; ++i)
            for (std::size_t row = 0; row < K; ++row) {
                T* const to = dx + windows::first(first + i) + row * W * C;
                const T* const from = given_view{given}.row(i) + row * windows::run;
                for (std::size_t n = 0; n < windows::run; ++n)
                    to[n] += from[n];
            }
    }

    /// db += the sum of d's rows, in their order.
    static constexpr void add_rows(matrix_view<const T, places, F> d, matrix_view<T, 1, F> db) {
        using V = typename output::simd_type;
        for (std::size_t column = 0; column < output::stride; column += V::lanes) {
            V sum = V::load(db.data + column);
            for (std::size_t place = 0; place < places; ++place)
                sum = sum + V::load(d.row(place) + column);
            sum.store(db.data + column);
        }
    }

    /// Adds to one place of each window. Where channels do not fill registers, a row of windows at a time, beside the
    /// image.
    static constexpr void scatter_strip(matrix_view<const T, places, F> d, matrix_view<const T, C, F> w, T* dx) {
        if constexpr (fills_registers<C>) {
            const typename windows::template places<places> c{dx};
            product(plain{d}, turned{w}, c, go_on{}, as_is{});
        } else {
            for (std::size_t first = 0; first < places; first += across) {
                matrix<T, across, C> sums;
                const auto c = sums.view();
                for (std::size_t place = 0; place < across; ++place)
                    std::copy_n(dx + windows::first(first + place), C, c.row(place));
                product(plain{matrix_view<const T, across, F>{d.row(first)}}, turned{w}, c, go_on{}, as_is{});
                for (std::size_t place = 0; place < across; ++place)
                    std::copy_n(c.row(place), C, dx + windows::first(first + place));
            }
        }
    }
};

}
