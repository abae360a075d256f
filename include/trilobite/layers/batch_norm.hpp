#pragma once
#include <trilobite/core/constant.hpp>
#include <trilobite/kernels/operands.hpp>
#include <trilobite/kernels/rows.hpp>
#include <trilobite/layers/channels.hpp>
#include <trilobite/layers/contract.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace trilobite {

/// y = scale z + shift, z = (x - mean) / sqrt(variance + Epsilon), for each channel, the last extent of the input's
/// shape. Mean and (biased) variance are those of the mini-batch, over its n values of the channel: all rows, all
/// positions.
/// d shift = sum dy,  d scale = sum dy z,  dx = scale (dy - d shift / n - z d scale / n) / sqrt(variance + Epsilon).
/// (Ioffe, Szegedy 2015)
///
/// Inference takes running values for mean and variance. Each step moves them by 1 - Momentum of the way to those of
/// the mini-batch, its variance times n / (n - 1 - Epsilon).  (as Keras 2.2 does)
template <constant Momentum = 0.99, constant Epsilon = 1e-3>
struct batch_norm {
    static_assert(Momentum >= 0 && Momentum <= 1, "trilobite: the momentum of a batch_norm is from 0 to 1");
    static_assert(Epsilon > 0 && Epsilon < 1, "trilobite: the epsilon of a batch_norm is between 0 and 1");

    static constexpr inferred infer(shape in) { return {.output = in, .needed = in}; }

    template <class T, shape In>
    struct layer {
        using place = channels<T, In>;
        using V = typename place::simd_type;
        using registers = std::array<V, place::registers>; ///< a value of each channel
        using values = vector<T, place::columns>;          ///< the same in memory
        BOOST_HANA_DEFINE_STRUCT(layer, (unpenalised<values>, scale), (unpenalised<values>, shift),
                                 (untrained<values>, running_mean), (untrained<values>, running_variance));

        static constexpr shape output = In;
        static constexpr operation_count operations{
            .forward = 6 * In.size(), .backward_input = 8 * In.size(), .backward_shared = 3 * In.size()};
        static constexpr bool couples_samples = true;
        static constexpr stack_arrays arrays{.forward = 5 * sizeof(registers), .backward = 8 * sizeof(registers)};
        static constexpr bool backward_reads_output = false;
        static constexpr bool inputs_come_first = true;

        struct statistics {
            registers mean, variance, inverse_deviation;
        };
        struct record {
            statistics batch;
            registers d_scale, d_shift; ///< left by backward_input
        };
        template <std::size_t, bool Training>
        using memory = std::conditional_t<Training, record, no_memory>;

        template <class Pass, class X, class Y, class M, class Finish = kernels::as_is>
        constexpr void forward(Pass p, X x, Y y, M& m, Finish finish = {}) const {
            const statistics s = [&] {
                if constexpr (Pass::training)
                    return statistics_of(x, p.rows);
                else
                    return running_statistics();
            }();
            if constexpr (Pass::training)
                m.batch = s;
            registers factor, offset;
            place::for_each_channel([&](std::size_t i, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                factor[i] = V::load(scale.values + c) * s.inverse_deviation[i];
                offset[i] = V::load(shift.values + c);
            });
            place::for_each_register(
                Y::rows, [&](std::size_t row, std::size_t column, std::size_t i) TRILOBITE_INLINE_LAMBDA {
                    const V centred = V::load(x.row(row) + column) - s.mean[i];
                    finish(V::fma(centred, factor[i], offset[i]), row, column).store(y.row(row) + column);
                });
            place::clear_rest(y, Y::rows);
        }

        template <class X, class Y, class DX, class Finish = kernels::as_is>
        constexpr void backward_input(training_pass p, X x, Y, Y dy, record& m, DX dx, Finish finish = {}) const {
            const statistics s = m.batch;
            registers d_scale, d_shift;
            d_scale.fill(V(T{0}));
            d_shift.fill(V(T{0}));
            place::for_each_register(p.rows,
                                     [&](std::size_t row, std::size_t column, std::size_t i) TRILOBITE_INLINE_LAMBDA {
                                         const V d = V::load(dy.row(row) + column);
                                         d_shift[i] = d_shift[i] + d;
                                         d_scale[i] = V::fma(d, V::load(x.row(row) + column) - s.mean[i], d_scale[i]);
                                     });
            for (std::size_t i = 0; i < place::registers; ++i)
                d_scale[i] = d_scale[i] * s.inverse_deviation[i];
            m.d_scale = d_scale;
            m.d_shift = d_shift;

            if constexpr (!std::is_same_v<DX, unwanted>) {
                const V n(count(p.rows));
                registers mean_d, factor, slope;
                place::for_each_channel([&](std::size_t i, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                    mean_d[i] = d_shift[i] / n;
                    factor[i] = V::load(scale.values + c) * s.inverse_deviation[i];
                    slope[i] = -factor[i] * s.inverse_deviation[i] * d_scale[i] / n;
                });
                place::for_each_register(
                    p.rows, [&](std::size_t row, std::size_t column, std::size_t i) TRILOBITE_INLINE_LAMBDA {
                        const V centred = V::load(x.row(row) + column) - s.mean[i];
                        const V d = V::load(dy.row(row) + column) - mean_d[i];
                        finish(V::fma(centred, slope[i], d * factor[i]), row, column).store(dx.row(row) + column);
                    });
                place::clear_rest(dx, p.rows);
            }
        }

        template <class X, class Y>
        constexpr void backward_parameters(training_pass p, X, Y, Y, const record& m, layer& gradient) const {
            const T n = count(p.rows);
            const V unbiased(n > 1 ? n / (n - T(1 + Epsilon)) : T{1}), rate(T(1 - Momentum));
            place::for_each_channel([&](std::size_t i, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                const auto add = [c](V change, values& to) TRILOBITE_INLINE_LAMBDA {
                    (V::load(to.values + c) + change).store(to.values + c);
                };
                add(m.d_scale[i], gradient.scale);
                add(m.d_shift[i], gradient.shift);
                add(rate * (m.batch.mean[i] - V::load(running_mean.values + c)), gradient.running_mean);
                add(rate * (unbiased * m.batch.variance[i] - V::load(running_variance.values + c)),
                    gradient.running_variance);
            });
        }

        constexpr void initialise(const auto&, random_key) {
            *this = {};
            std::fill_n(scale.values, place::columns, T{1});
            std::fill_n(running_variance.values, place::columns, T{1});
        }

    private:
        /// How many values of a channel so many rows hold.
        static constexpr T count(std::size_t rows) { return static_cast<T>(rows * place::positions); }

        TRILOBITE_INLINE static V inverse_root(V variance) { return V(T{1}) / square_root(variance + V(T(Epsilon))); }

        TRILOBITE_INLINE statistics running_statistics() const {
            statistics s;
            place::for_each_channel([&](std::size_t i, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                s.mean[i] = V::load(running_mean.values + c);
                s.variance[i] = V::load(running_variance.values + c);
                s.inverse_deviation[i] = inverse_root(s.variance[i]);
            });
            return s;
        }

        template <class X>
        TRILOBITE_INLINE static statistics statistics_of(X x, std::size_t rows) {
            const V n(count(rows));
            statistics s;
            s.mean.fill(V(T{0}));
            s.variance.fill(V(T{0}));
            place::for_each_register(rows,
                                     [&](std::size_t row, std::size_t column, std::size_t i) TRILOBITE_INLINE_LAMBDA {
                                         s.mean[i] = s.mean[i] + V::load(x.row(row) + column);
                                     });
            place::for_each_channel([&](std::size_t i, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                s.mean[i] = kernels::where_real<place::columns>(s.mean[i] / n, c, T{0});
            });
            place::for_each_register(rows,
                                     [&](std::size_t row, std::size_t column, std::size_t i) TRILOBITE_INLINE_LAMBDA {
                                         const V centred = V::load(x.row(row) + column) - s.mean[i];
                                         s.variance[i] = V::fma(centred, centred, s.variance[i]);
                                     });
            place::for_each_channel([&](std::size_t i, std::size_t c) TRILOBITE_INLINE_LAMBDA {
                s.variance[i] = kernels::where_real<place::columns>(s.variance[i] / n, c, T{0});
                s.inverse_deviation[i] = inverse_root(s.variance[i]);
            });
            return s;
        }
    };
};

}
