#pragma once
/// The convolution that goes the other way: from few places to many.

#include <trilobite/kernels/convolution.hpp>
#include <trilobite/layers/contract.hpp>
#include <trilobite/layers/padded_image.hpp>
#include <trilobite/layers/windows.hpp>

#include <algorithm>
#include <cstddef>

namespace trilobite {

/// y(S i + u, S j + v, f) = b_f + sum over i, j, c of x(i, j, c) w(u, v, f, c): what a conv2d's backward pass gives its
/// inputs. x: H x W x C, w: Kernel x Kernel x Filters x C, y: H' x W' x Filters; H' = (H - 1) S + Kernel, or H S with
/// padding::same, where what falls outside is cut off.  (Zeiler, Krishnan, Taylor, Fergus 2010; Keras' Conv2DTranspose)
/// dw(u, v, f, c) += sum over i, j of x(i, j, c) dy(S i + u, S j + v, f), db += sum of dy, dx(i, j, c) = sum over u, v,
/// f of dy(S i + u, S j + v, f) w(u, v, f, c).
///
/// The weights are a matrix: a row for each (u, v, f), a column a channel of x. Initialised as those of the conv2d that
/// goes from y to x; biases by zero.
template <std::size_t Filters, std::size_t Kernel, std::size_t Stride = 1, padding Padding = padding::valid>
struct conv2d_transposed {
    static_assert(
        Filters > 0 && Kernel > 0 && Stride > 0,
        "trilobite: conv2d_transposed has at least 1 filter, of at least 1 x 1 places, at least 1 place apart");

    /// The windows of the conv2d that goes the other way, along an axis of x.
    static constexpr windows axis(std::size_t extent) {
        const bool same = Padding == padding::same;
        return {same ? extent * Stride : (extent - 1) * Stride + Kernel, Kernel, Stride, Padding};
    }
    static constexpr inferred infer(shape in) {
        if (in.rank != 3)
            return {.output = in, .needed = as_image(in)};
        return {.output = {axis(in[0]).extent, axis(in[1]).extent, Filters}, .needed = in};
    }

    template <class T, shape Input>
    struct layer {
        static constexpr std::size_t channels = Input[2];
        static constexpr shape output = infer(Input).output;
        BOOST_HANA_DEFINE_STRUCT(layer, (matrix<T, Kernel * Kernel * Filters, channels>, weights),
                                 (unpenalised<vector<T, Filters>>, bias));

        static constexpr std::size_t products = 2 * Input.size() * Kernel * Kernel * Filters;
        static constexpr operation_count operations{products, products, products};
        static constexpr bool ignores_pass = true;
        static constexpr bool backward_reads_output = false;

        using image = padded_image<T, axis(Input[0]), axis(Input[1]), Filters>;
        using kernel = kernels::convolution<T, image::height, image::width, Filters, channels, Kernel, Stride>;

        /// Room for one image of the output with its padding, where there is any.
        template <std::size_t B, bool Training>
        using memory = image;
        static constexpr bool memory_is_room = true;

        template <class X, class Y>
        constexpr void forward(auto, X x, Y y, image& room) const {
            for (std::size_t row = 0; row < Y::rows; ++row) {
                T* const to = room.place_for(y.row(row));
                for (std::size_t place = 0; place < image::height * image::width; ++place)
                    std::copy_n(bias.values, Filters, to + place * Filters);
                kernel::scatter(x.row(row), weights.view(), to);
                room.crop(y.row(row));
                std::fill(y.row(row) + Y::columns, y.row(row) + Y::stride, T{0});
            }
        }

        template <class X, class Y>
        constexpr void backward_parameters(auto p, X x, Y, Y dy, image& room, layer& gradient) const {
            vector<T, channels> unused; // the sum of x, which would be the bias of the conv2d that goes the other way
            for (std::size_t row = 0; row < p.rows; ++row) {
                kernel::backward_parameters(room.padded(dy.row(row)), x.row(row), gradient.weights.view(),
                                            unused.view());
                for (std::size_t i = 0; i < output.size(); ++i)
                    gradient.bias(0, i % Filters) += dy(row, i);
            }
        }

        template <class X, class Y, class DX, class Finish = kernels::as_is>
        constexpr void backward_input(auto p, X, Y, Y dy, image& room, DX dx, Finish finish = {}) const {
            const vector<T, channels> nothing;
            for (std::size_t row = 0; row < DX::rows; ++row) {
                if (row < p.rows)
                    kernel::forward(room.padded(dy.row(row)), weights.view(), nothing.view(), dx.row(row), finish, row);
                std::fill(dx.row(row) + (row < p.rows ? DX::columns : 0), dx.row(row) + DX::stride, T{0});
            }
        }

        constexpr void initialise(const auto& initialiser, random_key key) {
            initialiser(weights.view(), Kernel * Kernel * Filters, Kernel * Kernel * channels, key);
            bias = {};
        }
    };
};

}
