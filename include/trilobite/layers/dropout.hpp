#pragma once
#include <trilobite/core/constant.hpp>
#include <trilobite/core/random_bits.hpp>
#include <trilobite/kernels/operands.hpp>
#include <trilobite/kernels/rows.hpp>
#include <trilobite/layers/contract.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace trilobite {

namespace detail {

/// Bit i in lane i.
template <class Word, std::size_t Lanes>
alignas(Lanes * sizeof(Word)) inline constexpr auto lane_bits = [] {
    std::array<Word, Lanes> each{};
    for (std::size_t i = 0; i < Lanes; ++i)
        each[i] = Word{1} << i;
    return each;
}();

}

/// In training each value is dropped, y = 0, with probability Rate (to the nearest 2^-16), and otherwise
/// y = x / (1 - Rate); dx likewise from dy. In inference y = x.  (Srivastava, Hinton, Krizhevsky, Sutskever,
/// Salakhutdinov 2014; scaled in training, not in inference)
template <constant Rate>
struct dropout {
    static_assert(Rate >= 0 && Rate < 1,
                  "trilobite: the rate of a dropout, the fraction of the values that it drops, is "
                  "at least 0 and less than 1");

    static constexpr inferred infer(shape in) { return {.output = in, .needed = in}; }

    template <class T, shape In>
    struct layer {
        static constexpr shape output = In;
        static constexpr operation_count operations{In.size(), 0, In.size()};
        static constexpr bool backward_reads_output = false;
        static constexpr stack_arrays arrays{};

        /// A bit for each value, set where it is kept. Each sample begins a new word: its bits are those of its place
        /// in the mini-batch, however that is cut up.
        static constexpr std::size_t words = (In.size() + 31) / 32;
        template <std::size_t B>
        struct mask {
            std::array<std::uint32_t, B * words <= 32 ? B * words : (B* words + 31) / 32 * 32> bits;

            /// v / (1 - Rate) where it is kept, else 0: a register at (row, column).
            template <class V>
            TRILOBITE_INLINE V apply(V v, std::size_t row, std::size_t column) const {
                using U = typename V::bits_type;
                using word = bits_of<T>;
                // The lane's bit as the last digits of a number from 1 to 2, which is then larger than 1 or not.
                const U here(static_cast<word>(bits[row * words + column / 32] >> column % 32));
                const U digits =
                    (here & U::load(detail::lane_bits<word, V::lanes>.data())) | U(std::bit_cast<word>(T{1}));
                return V::select(V::from_bits(digits) > V(T{1}), v * V(T(1 / (1 - Rate))), V(T{0}));
            }
        };
        template <std::size_t B, bool Training>
        using memory = std::conditional_t<Training, mask<B>, no_memory>;

        template <class Pass, class X, class Y, class M, class Finish = kernels::as_is>
        constexpr void forward(Pass p, X x, Y y, M& m, Finish finish = {}) const {
            using V = typename Y::simd_type;
            if constexpr (Pass::training)
                random_bits<bit_probability::nearest(1 - Rate)>(p.key(), p.first_row * words, m.bits);
            kernels::for_each_register<Y>(Y::rows, [&](std::size_t row, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                V v = V::load(x.row(row) + column);
                if constexpr (Pass::training)
                    v = m.apply(v, row, column);
                finish(v, row, column).store(y.row(row) + column);
            });
        }

        template <class X, class Y, class M, class DX, class Finish = kernels::as_is>
        constexpr void backward_input(training_pass, X, Y, Y dy, const M& m, DX dx, Finish finish = {}) const {
            using V = typename Y::simd_type;
            kernels::for_each_register<Y>(Y::rows, [&](std::size_t row, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                const V d = m.apply(V::load(dy.row(row) + column), row, column);
                finish(d, row, column).store(dx.row(row) + column);
            });
        }
    };
};

}
