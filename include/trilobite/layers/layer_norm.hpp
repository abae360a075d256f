#pragma once
#include <trilobite/core/constant.hpp>
#include <trilobite/kernels/operands.hpp>
#include <trilobite/kernels/reductions.hpp>
#include <trilobite/layers/channels.hpp>
#include <trilobite/layers/contract.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace trilobite {

/// y = scale z + shift, z = (x - mean) / sqrt(variance + Epsilon): mean and (biased) variance over the n values of the
/// last extent of the input's shape, for each sample, and each position in it, by itself. scale and shift: n values.
/// d shift = sum dy,  d scale = sum dy z,  dx = (g - mean g - z mean(g z)) / sqrt(variance + Epsilon), g = scale dy.
/// (Ba, Kiros, Hinton 2016)
template <constant Epsilon = 1e-3>
struct layer_norm {
    static_assert(Epsilon > 0, "trilobite: the epsilon of a layer_norm is more than 0");

    static constexpr inferred infer(shape in) { return {.output = in, .needed = in}; }

    template <class T, shape In>
    struct layer {
        using place = channels<T, In>;
        using V = typename place::simd_type;
        using values = vector<T, place::columns>;
        BOOST_HANA_DEFINE_STRUCT(layer, (unpenalised<values>, scale), (unpenalised<values>, shift));

        static constexpr shape output = In;
        static constexpr operation_count operations{7 * In.size(), 3 * In.size(), 9 * In.size()};
        static constexpr bool backward_reads_output = false;
        static constexpr std::size_t bytes_of_sums = 4 * kernels::row_lanes * sizeof(T); ///< of two sums over a row
        static constexpr stack_arrays arrays{.forward = bytes_of_sums, .backward = 2 * bytes_of_sums};

        /// Of one place.
        struct statistics {
            T mean, inverse_deviation;
        };
        template <std::size_t B>
        struct all_statistics {
            std::array<statistics, B * place::positions> places;
        };
        template <std::size_t B, bool Training>
        using memory = std::conditional_t<Training, all_statistics<B>, no_memory>;

        template <class Pass, class X, class Y, class M, class Finish = kernels::as_is>
        constexpr void forward(Pass, X x, Y y, M& m, Finish finish = {}) const {
            place::for_each_place(Y::rows, [&](std::size_t row, std::size_t first, std::size_t number) {
                const statistics s = statistics_of(x.row(row) + first);
                if constexpr (Pass::training)
                    m.places[number] = s;
                place::for_each_channel([&](std::size_t, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                    const V z = normalised(x.row(row) + first, c, s);
                    const V v = V::fma(z, V::load(scale.values + c), V::load(shift.values + c));
                    finish(v, row, first + c).store(y.row(row) + first + c);
                });
            });
            place::clear_rest(y, Y::rows);
        }

        template <class X, class Y, class M>
        constexpr void backward_parameters(training_pass p, X x, Y, Y dy, const M& m, layer& gradient) const {
            place::for_each_place(p.rows, [&](std::size_t row, std::size_t first, std::size_t number) {
                place::for_each_channel([&](std::size_t, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                    const V d = V::load(dy.row(row) + first + c);
                    const V z = normalised(x.row(row) + first, c, m.places[number]);
                    V::fma(d, z, V::load(gradient.scale.values + c)).store(gradient.scale.values + c);
                    (V::load(gradient.shift.values + c) + d).store(gradient.shift.values + c);
                });
            });
        }

        template <class X, class Y, class M, class DX, class Finish = kernels::as_is>
        constexpr void backward_input(training_pass, X x, Y, Y dy, const M& m, DX dx, Finish finish = {}) const {
            place::for_each_place(Y::rows, [&](std::size_t row, std::size_t first, std::size_t number) {
                const statistics s = m.places[number];
                const auto g = [&](std::size_t c) TRILOBITE_INLINE_LAMBDA {
                    return V::load(scale.values + c) * V::load(dy.row(row) + first + c);
                };
                const auto z = [&](std::size_t c)
                                   TRILOBITE_INLINE_LAMBDA { return normalised(x.row(row) + first, c, s); };
                const V mean_g(mean([&](V so_far, std::size_t c) TRILOBITE_INLINE_LAMBDA { return so_far + g(c); }));
                const V mean_gz(
                    mean([&](V so_far, std::size_t c) TRILOBITE_INLINE_LAMBDA { return V::fma(g(c), z(c), so_far); }));
                place::for_each_channel([&](std::size_t, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                    const V d = V::fma(-z(c), mean_gz, g(c) - mean_g) * V(s.inverse_deviation);
                    finish(kernels::where_real<place::columns>(d, c, T{0}), row, first + c)
                        .store(dx.row(row) + first + c);
                });
            });
            place::clear_rest(dx, Y::rows);
        }

        constexpr void initialise(const auto&, random_key) {
            *this = {};
            std::fill_n(scale.values, place::columns, T{1});
        }

    private:
        template <class Add>
        TRILOBITE_INLINE static T mean(Add add) {
            return kernels::sum_over_row<place>(add) / static_cast<T>(place::columns);
        }

        TRILOBITE_INLINE static statistics statistics_of(const T* x) {
            const T average = mean([&](V so_far, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                return so_far + kernels::where_real<place::columns>(V::load(x + c), c, T{0});
            });
            const T variance = mean([&](V so_far, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                const V d = kernels::where_real<place::columns>(V::load(x + c) - V(average), c, T{0});
                return V::fma(d, d, so_far);
            });
            return {average, T{1} / square_root(simd<T, 1>(variance + T(Epsilon))).value};
        }

        TRILOBITE_INLINE static V normalised(const T* x, std::size_t c, statistics s) {
            return (V::load(x + c) - V(s.mean)) * V(s.inverse_deviation);
        }
    };
};

}
