#pragma once
#include <trilobite/kernels/channel_registers.hpp>
#include <trilobite/layers/dropout.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace trilobite {

/// In training each channel of a sample, which is its last extent, is dropped as a whole, y = 0 at all its places, with
/// probability Rate (to the nearest 2^-16), and otherwise y = x / (1 - Rate); dx likewise from dy. In inference y = x.
/// x: T x C or H x W x C.  Neighbours are alike: values dropped by themselves would hardly be missed.
/// (Tompson, Goroshin, Jain, LeCun, Bregler 2015; Keras' SpatialDropout1D and SpatialDropout2D)
template <constant Rate>
struct spatial_dropout {
    static constexpr inferred infer(shape in) {
        return {.output = in, .needed = in.rank == 2 || in.rank == 3 ? in : shape{1, in.size()}};
    }

    template <class T, shape In>
    struct layer {
        static constexpr std::size_t channels = In[In.rank - 1];
        using registers = channel_registers<T, channels>;
        static constexpr shape output = In;
        static constexpr operation_count operations{In.size(), 0, In.size()};
        static constexpr stack_arrays arrays{};
        static constexpr bool backward_reads_output = false;

        /// What drops the values of a sample that has one of each channel.
        using channel_dropout = typename dropout<Rate>::template layer<T, shape{channels}>;
        template <std::size_t B, bool Training>
        using memory = typename channel_dropout::template memory<B, Training>;

        template <class Pass, class X, class Y, class M, FinishWhere<registers::aligned> Finish = kernels::as_is>
        constexpr void forward(Pass p, X x, Y y, M& m, Finish finish = {}) const {
            if constexpr (Pass::training)
                random_bits<bit_probability::nearest(1 - Rate)>(p.key(), p.first_row * channel_dropout::words, m.bits);
            drop<Pass::training>(x, y, m, finish);
        }

        template <class X, class Y, class M, class DX, FinishWhere<registers::aligned> Finish = kernels::as_is>
        constexpr void backward_input(training_pass, X, Y, Y dy, const M& m, DX dx, Finish finish = {}) const {
            drop<true>(dy, dx, m, finish);
        }

    private:
        template <bool Drops, class From, class To, class M, class Finish>
        TRILOBITE_INLINE static void drop(From from, To to, const M& m, Finish finish) {
            for (std::size_t row = 0; row < To::rows; ++row) {
                std::fill(to.row(row) + To::columns, to.row(row) + To::stride, T{0});
                for (std::size_t place = 0; place < In.size(); place += channels) {
                    registers::for_each([&]<class V>(std::type_identity<V>, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                        const std::size_t column = place + c;
                        V v = V::load_unaligned(from.row(row) + column);
                        if constexpr (Drops)
                            v = m.apply(v, row, c);
                        finish(v, row, column).store_unaligned(to.row(row) + column);
                    });
                }
            }
        }
    };
};

}
