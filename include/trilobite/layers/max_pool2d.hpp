#pragma once
#include <trilobite/layers/contract.hpp>
#include <trilobite/layers/image_windows.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace trilobite {

namespace detail {

/// u << n or u >> n by an n that is not a constant, which xsimd's shifts by immediate numbers are not made for.
template <bool Left, class U>
TRILOBITE_INLINE U shifted(U u, std::size_t n) {
    if constexpr (U::lanes == 1) {
        return Left ? u.value << n : u.value >> n;
    } else {
        if (__builtin_is_constant_evaluated())
            return Left ? u << static_cast<int>(n) : u >> static_cast<int>(n);
        using word = typename U::value_type;
        using batch = typename U::batch_type;
        using lanes [[gnu::vector_size(sizeof(batch))]] = word;
        const auto v = std::bit_cast<lanes>(u.value);
        return U(std::bit_cast<batch>(Left ? v << static_cast<word>(n) : v >> static_cast<word>(n)));
    }
}

/// a where the mask is set, b elsewhere. Scalars without a jump: which place holds a maximum cannot be guessed.
template <class U, class Mask>
TRILOBITE_INLINE U chosen(Mask mask, U a, U b) {
    using word = typename U::value_type;
    if constexpr (U::lanes == 1)
        return b.value ^ ((a.value ^ b.value) & (word{0} - word{mask}));
    else
        return U::select(mask, a, b);
}

/// d, taken back through the activation that finished the values from `at` on, if there is one.
template <class Finish, class V>
TRILOBITE_INLINE V undone_by(V d, const typename V::value_type* at) {
    if constexpr (std::is_same_v<Finish, kernels::as_is>)
        return d;
    else
        return Finish::undone(d, V::load_unaligned(at));
}

/// The layer of max_pool2d, for windows of any size.
template <class T, windows Rows, windows Columns, std::size_t Channels>
struct max_pooling {
    using walk = image_windows<T, Rows, Columns, Channels>;
    using registers = typename walk::registers;
    using word = bits_of<T>;
    static constexpr shape output = walk::output;
    static constexpr operation_count operations{walk::places - output.size(), 0, output.size()};
    static constexpr stack_arrays arrays{};

    /// The number of each maximum's place in its window, in as few bits as hold it. A word holds those of one channel
    /// in `per_word` windows, so that registers of words are filled by shifts.
    template <std::size_t B>
    struct maximum_places {
        static constexpr std::size_t bits = std::bit_width(std::max<std::size_t>(walk::window_size - 1, 1));
        static constexpr std::size_t per_word = 8 * sizeof(word) / bits;
        static constexpr std::size_t words = (output.size() / Channels + per_word - 1) / per_word; // of a channel

        std::array<word, B * Channels * words> values;

        template <class U>
        TRILOBITE_INLINE void set(U number, std::size_t row, std::size_t window, std::size_t channel) {
            word* const at = values.data() + (row * Channels + channel) * words + window / per_word * U::lanes;
            const auto shift = window % per_word;
            if (shift != 0)
                number = U::load_unaligned(at) | shifted<true>(number, bits * shift);
            number.store_unaligned(at);
        }
        template <class U>
        TRILOBITE_INLINE U get(std::size_t row, std::size_t window, std::size_t channel) const {
            const word* const at = values.data() + (row * Channels + channel) * words + window / per_word * U::lanes;
            constexpr auto mask = static_cast<word>((std::uint64_t{1} << bits) - 1);
            return shifted<false>(U::load_unaligned(at), bits * (window % per_word)) & U(mask);
        }
    };
    template <std::size_t B, bool Training>
    using memory = std::conditional_t<Training, maximum_places<B>, no_memory>;

    template <class Pass, class X, class Y, class M, FinishWhere<walk::finishes_windows> Finish = kernels::as_is>
    constexpr void forward(Pass, X x, Y y, M& m, Finish finish = {}) const {
        for (std::size_t row = 0; row < Y::rows; ++row) {
            std::fill(y.row(row) + Y::columns, y.row(row) + Y::stride, T{0});
            walk::for_each_window([&](std::size_t to, auto window) TRILOBITE_INLINE_LAMBDA {
                registers::for_each([&]<class V>(std::type_identity<V>, std::size_t channel) TRILOBITE_INLINE_LAMBDA {
                    using U = typename V::bits_type;
                    const auto value = [&](std::size_t column) TRILOBITE_INLINE_LAMBDA {
                        return V::load_unaligned(x.row(row) + column + channel);
                    };
                    V largest = value(window.column);
                    U place(word{0});
                    window.template for_each_place<1>([&](std::size_t n, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                        const V v = value(column), before = largest;
                        largest = V::select(v == v, V::larger(largest, v), v);
                        if constexpr (Pass::training)
                            place = chosen(largest.bits() == before.bits(), place, U(static_cast<word>(n)));
                    });
                    finish(largest, row, to + channel).store_unaligned(y.row(row) + to + channel);
                    if constexpr (Pass::training)
                        m.set(place, row, to / Channels, channel);
                });
            });
        }
    }

    /// An activation before this layer is undone where the maximum is: its value there is y, and elsewhere dx is 0.
    template <class X, class Y, class M, class DX, class Finish = kernels::as_is>
    constexpr void backward_input(training_pass, X, Y y, Y dy, const M& m, DX dx, Finish = {}) const {
        for (std::size_t row = 0; row < Y::rows; ++row) {
            walk::clear(dx, row);
            walk::for_each_window([&](std::size_t from, auto window) TRILOBITE_INLINE_LAMBDA {
                registers::for_each([&]<class V>(std::type_identity<V>, std::size_t channel) TRILOBITE_INLINE_LAMBDA {
                    using U = typename V::bits_type;
                    const U place = m.template get<U>(row, from / Channels, channel);
                    const T* const here = dy.row(row) + from + channel;
                    const U d = undone_by<Finish>(V::load_unaligned(here), y.row(row) + from + channel).bits();
                    window.for_each_place([&](std::size_t n, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                        const U own = chosen(place == U(static_cast<word>(n)), d, U(word{0}));
                        walk::give(V::from_bits(own), dx, row, column + channel, kernels::as_is{});
                    });
                });
            });
        }
    }
};

}

/// The largest value of each Size x Size window of an image, for each channel; windows are Stride apart.
/// x: H x W x C, y: H' x W' x C (windows::count).  dx = the sum of dy over the windows whose largest value stands
/// there, the first if there are several. NaN counts as larger than any number, as in PyTorch: it is not lost.
/// (Riesenhuber, Poggio 1999; Keras' MaxPooling2D)
template <std::size_t Size, std::size_t Stride = Size, padding Padding = padding::valid>
struct max_pool2d {
    static_assert(Size > 0 && Stride > 0,
                  "trilobite: the windows of a max_pool2d have a size and a stride of at least 1");

    static constexpr inferred infer(shape in) {
        return infer_windows(in, {in[0], Size, Stride, Padding}, {in[1], Size, Stride, Padding}, in[2]);
    }

    template <class T, shape In>
    struct layer
        : detail::max_pooling<T, windows{In[0], Size, Stride, Padding}, windows{In[1], Size, Stride, Padding}, In[2]> {
    };
};

}
