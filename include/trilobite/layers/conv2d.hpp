#pragma once
/// Convolution over images.

#include <trilobite/kernels/convolution.hpp>
#include <trilobite/layers/contract.hpp>
#include <trilobite/layers/padded_image.hpp>
#include <trilobite/layers/windows.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace trilobite {

/// y(i, j, f) = b_f + sum over u, v, c of x(S i + u, S j + v, c) w(u, v, c, f).
/// x: H x W x C, w: Kernel x Kernel x C x Filters, y: H' x W' x Filters; H' = (H - Kernel) / S + 1, or ceil(H / S) with
/// padding::same, where x is surrounded by zeros.  (LeCun, Bottou, Bengio, Haffner 1998)
/// dw(u, v, c, f) += sum over i, j of x(S i + u, S j + v, c) dy(i, j, f), db += sum of dy,
/// dx(S i + u, S j + v, c) = sum over u, v, f of dy(i, j, f) w(u, v, c, f).
///
/// The weights are a matrix: a row for each (u, v, c), a column a filter. Initialised by the network's initialiser
/// (fan-in Kernel^2 C, fan-out Kernel^2 Filters), biases by zero.
template <std::size_t Filters, std::size_t Kernel, std::size_t Stride = 1, padding Padding = padding::valid>
struct conv2d {
    static_assert(Filters > 0 && Kernel > 0 && Stride > 0,
                  "trilobite: conv2d has at least 1 filter, of at least 1 x 1 places, at least 1 place apart");

    static constexpr inferred infer(shape in) {
        return infer_windows(in, {in[0], Kernel, Stride, Padding}, {in[1], Kernel, Stride, Padding}, Filters);
    }

    template <class T, shape Input>
    struct layer {
        static constexpr std::size_t channels = Input[2];
        static constexpr shape output = infer(Input).output;
        BOOST_HANA_DEFINE_STRUCT(layer, (matrix<T, Kernel * Kernel * channels, Filters>, weights),
                                 (unpenalised<vector<T, Filters>>, bias));

        static constexpr std::size_t products = 2 * output.size() * Kernel * Kernel * channels;
        static constexpr operation_count operations{products, products, products};
        static constexpr bool ignores_pass = true;
        static constexpr bool backward_reads_output = false;

        using image = padded_image<T, windows{Input[0], Kernel, Stride, Padding},
                                   windows{Input[1], Kernel, Stride, Padding}, channels>;
        using kernel = kernels::convolution<T, image::height, image::width, channels, Filters, Kernel, Stride>;

        template <std::size_t>
        using forward_tiling = typename kernel::forward_tiling;

        /// Room for one image with its padding, where there is any.
        template <std::size_t B, bool Training>
        using memory = image;
        static constexpr bool memory_is_room = true;

        template <class X, class Y, class Finish = kernels::as_is>
        constexpr void forward(auto, X x, Y y, image& room, Finish finish = {}) const {
            for (std::size_t row = 0; row < Y::rows; ++row) {
                kernel::forward(room.padded(x.row(row)), weights.view(), bias.view(), y.row(row), finish, row);
                std::fill(y.row(row) + Y::columns, y.row(row) + Y::stride, T{0});
            }
        }

        /// Image by image, so that both halves find dy in the cache.
        template <class X, class Y, class Gradient, class DX>
        constexpr void backward(auto p, X x, Y, Y dy, image& room, Gradient& gradient, DX dx) const {
            for (std::size_t row = 0; row < Y::rows; ++row) {
                const bool counts = row < p.rows;
                if constexpr (!std::is_same_v<DX, unwanted>) {
                    if (counts) {
                        kernel::backward_input(dy.row(row), weights.view(), room.place_for(dx.row(row)));
                        room.crop(dx.row(row));
                    }
                    const std::size_t written = counts ? DX::columns : 0;
                    std::fill_n(dx.row(row) + written, DX::stride - written, T{0});
                }
                if constexpr (!std::is_same_v<Gradient, unwanted>)
                    if (counts)
                        kernel::backward_parameters(room.padded(x.row(row)), dy.row(row), gradient.weights.view(),
                                                    gradient.bias.view());
            }
        }

        constexpr void initialise(const auto& initialiser, random_key key) {
            initialiser(weights.view(), Kernel * Kernel * channels, Kernel * Kernel * Filters, key);
            bias = {};
        }
    };
};

}
