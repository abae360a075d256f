#pragma once
/// A convolution of each channel by itself.

#include <trilobite/layers/contract.hpp>
#include <trilobite/layers/image_windows.hpp>
#include <trilobite/layers/windows.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite {

/// y(i, j, c) = b_c + sum over u, v of x(S i + u, S j + v, c) w(u, v, c): one filter a channel. With padding::same x is
/// surrounded by zeros.  x: H x W x C, w: Kernel^2 x C, a row for each (u, v), y: H' x W' x C.
/// dw(u, v, c) += sum over i, j of x(S i + u, S j + v, c) dy(i, j, c), db += sum of dy,
/// dx(S i + u, S j + v, c) = sum over the windows of dy(i, j, c) w(u, v, c).
/// (Sifre 2014; Keras' DepthwiseConv2D with one filter a channel)
template <std::size_t Kernel, std::size_t Stride = 1, padding Padding = padding::valid>
struct depthwise_conv2d {
    static_assert(Kernel > 0 && Stride > 0,
                  "trilobite: the windows of a depthwise_conv2d have a size and a stride of at least 1");

    static constexpr inferred infer(shape in) {
        return infer_windows(in, {in[0], Kernel, Stride, Padding}, {in[1], Kernel, Stride, Padding}, in[2]);
    }

    template <class T, shape Input>
    struct layer {
        static constexpr std::size_t channels = Input[2];
        static constexpr shape output = infer(Input).output;
        BOOST_HANA_DEFINE_STRUCT(layer, (matrix<T, Kernel * Kernel, channels>, weights),
                                 (unpenalised<vector<T, channels>>, bias));

        using walk = image_windows<T, windows{Input[0], Kernel, Stride, Padding},
                                   windows{Input[1], Kernel, Stride, Padding}, channels>;
        using registers = typename walk::registers;
        static constexpr std::size_t products = 2 * walk::places;
        static constexpr operation_count operations{products, products, products};
        static constexpr bool ignores_pass = true;
        static constexpr stack_arrays arrays{};
        static constexpr bool backward_reads_output = false;

        template <class X, class Y, FinishWhere<walk::finishes_windows> Finish = kernels::as_is>
        constexpr void forward(auto, X x, Y y, no_memory&, Finish finish = {}) const {
            for_each_register(Y::rows, [&]<class V>(std::type_identity<V>, std::size_t row, std::size_t to,
                                                    std::size_t channel, auto window) TRILOBITE_INLINE_LAMBDA {
                V sum = V::load_unaligned(bias.values + channel);
                window.for_each_place([&](std::size_t n, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                    sum = V::fma(V::load_unaligned(x.row(row) + column + channel),
                                 V::load_unaligned(weights.view().row(n) + channel), sum);
                });
                finish(sum, row, to + channel).store_unaligned(y.row(row) + to + channel);
            });
            for (std::size_t row = 0; row < Y::rows; ++row)
                std::fill(y.row(row) + Y::columns, y.row(row) + Y::stride, T{0});
        }

        template <class X, class Y>
        constexpr void backward_parameters(auto p, X x, Y, Y dy, no_memory&, layer& gradient) const {
            for_each_register(p.rows, [&]<class V>(std::type_identity<V>, std::size_t row, std::size_t from,
                                                   std::size_t channel, auto window) TRILOBITE_INLINE_LAMBDA {
                const V d = V::load_unaligned(dy.row(row) + from + channel);
                const auto add = [&](V v, T* to)
                                     TRILOBITE_INLINE_LAMBDA { (V::load_unaligned(to) + v).store_unaligned(to); };
                add(d, gradient.bias.values + channel);
                window.for_each_place([&](std::size_t n, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                    T* const to = gradient.weights.view().row(n) + channel;
                    V::fma(V::load_unaligned(x.row(row) + column + channel), d, V::load_unaligned(to))
                        .store_unaligned(to);
                });
            });
        }

        template <class X, class Y, class DX, FinishWhere<walk::finishes_places> Finish = kernels::as_is>
        constexpr void backward_input(auto p, X, Y, Y dy, no_memory&, DX dx, Finish finish = {}) const {
            for (std::size_t row = 0; row < Y::rows; ++row)
                walk::clear(dx, row);
            for_each_register(Y::rows, [&]<class V>(std::type_identity<V>, std::size_t row, std::size_t from,
                                                    std::size_t channel, auto window) TRILOBITE_INLINE_LAMBDA {
                const V d = row < p.rows ? V::load_unaligned(dy.row(row) + from + channel) : V(T{0});
                window.for_each_place([&](std::size_t n, std::size_t column) TRILOBITE_INLINE_LAMBDA {
                    walk::give(d * V::load_unaligned(weights.view().row(n) + channel), dx, row, column + channel,
                               finish);
                });
            });
        }

        constexpr void initialise(const auto& initialiser, random_key key) {
            initialiser(weights.view(), Kernel * Kernel * channels, Kernel * Kernel, key);
            bias = {};
        }

    private:
        /// f(type of a register, row, where its window's result stands, first channel, window)
        template <class F>
        TRILOBITE_INLINE static void for_each_register(std::size_t rows, F&& f) {
            for (std::size_t row = 0; row < rows; ++row)
                walk::for_each_window([&](std::size_t place, auto window) TRILOBITE_INLINE_LAMBDA {
                    registers::for_each([&](auto v, std::size_t channel)
                                            TRILOBITE_INLINE_LAMBDA { f(v, row, place, channel, window); });
                });
        }
    };
};

}
