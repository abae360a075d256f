#pragma once
/// The forward product and the gradient of the weights of a convolution of so few filters that they would leave most of
/// a register empty. Lanes are neighbouring windows forward, for which the image's channels are laid apart, a few rows
/// at a time; and neighbouring values of the windows for the weights. The order of each sum, and so its bits, is that
/// of kernels::reference.

#include <trilobite/kernels/channel_registers.hpp>
#include <trilobite/kernels/patches.hpp>
#include <trilobite/kernels/tile.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace trilobite::kernels {

/// The sizes of kernels::convolution.
template <class T, std::size_t H, std::size_t W, std::size_t C, std::size_t F, std::size_t K, std::size_t S>
struct few_filters {
    static constexpr std::size_t down = (H - K) / S + 1, across = (W - K) / S + 1;
    static constexpr std::size_t run = K * C, window = K * run;

    using simd_type = simd<T, native_lanes<T>>;
    static constexpr std::size_t lanes = simd_type::lanes;
    static constexpr std::size_t blocks = (across + lanes - 1) / lanes;
    static constexpr std::size_t plane_width = std::max(W, K - 1 + blocks * lanes);
    /// So many rows of results keep enough chains of multiply-adds going, or as many as the first-level cache has room
    /// for.
    static constexpr std::size_t room = block_bytes / (C * plane_width * sizeof(T));
    static constexpr std::size_t rows =
        std::clamp<std::size_t>(room < K ? 1 : std::min(room - K + 1, 8 / blocks), 1, down);
    static constexpr std::size_t plane_rows = rows + K - 1;

    static constexpr bool is_worth_while = 4 * F <= lanes;
    static constexpr bool lays_channels_apart = is_worth_while && S == 1 && plane_rows <= room;

    template <class Finish>
    static constexpr void forward(const T* image, matrix_view<const T, window, F> w, matrix_view<const T, 1, F> b, T* y,
                                  Finish finish, std::size_t row_of_y) {
        T planes[C][plane_rows][plane_width]{};
        for (std::size_t row = 0; row < down; row += rows) {
            const std::size_t count = std::min(rows, down - row);
            for (std::size_t r = 0; r < count + K - 1; ++r)
                for (std::size_t place = 0; place < W; ++place)
                    for (std::size_t c = 0; c < C; ++c)
                        planes[c][r][place] = image[((row + r) * W + place) * C + c];
            for (std::size_t f = 0; f < F; ++f) {
                simd_type sum[rows][blocks];
                for (auto& each : sum)
                    std::fill_n(each, blocks, simd_type(b(0, f)));
                for (std::size_t u = 0; u < K; ++u)
                    for (std::size_t v = 0; v < K; ++v)
                        for (std::size_t c = 0; c < C; ++c) {
                            const simd_type weight(w((u * K + v) * C + c, f));
                            TRILOBITE_UNROLL
                            for (std::size_t i = 0; i < rows; ++i) {
                                TRILOBITE_UNROLL
                                for (std::size_t j = 0; j < blocks; ++j)
                                    sum[i][j] = simd_type::fma(
                                        simd_type::load_unaligned(planes[c][i + u] + v + j * lanes), weight, sum[i][j]);
                            }
                        }
                for (std::size_t i = 0; i < count; ++i) {
                    T results[blocks * lanes];
                    for (std::size_t j = 0; j < blocks; ++j)
                        sum[i][j].store_unaligned(results + j * lanes);
                    for (std::size_t j = 0; j < across; ++j) {
                        const std::size_t to = ((row + i) * across + j) * F + f;
                        y[to] = finish(simd<T, 1>(results[j]), row_of_y, to).value;
                    }
                }
            }
        }
    }

    static constexpr void backward_parameters(const T* image, const T* dy, matrix_view<T, window, F> dw,
                                              matrix_view<T, 1, F> db) {
        for (std::size_t f = 0; f < F; ++f) {
            T own[window];
            for (std::size_t i = 0; i < window; ++i)
                own[i] = dw(i, f);
            channel_registers<T, run>::for_each([&]<class V>(std::type_identity<V>, std::size_t n) {
                V sum[K];
                for (std::size_t u = 0; u < K; ++u)
                    sum[u] = V::load_unaligned(own + u * run + n);
                for (std::size_t row = 0; row < down; ++row)
                    for (std::size_t place = 0; place < across; ++place) {
                        const V d(dy[(row * across + place) * F + f]);
                        const T* const first = image + (row * W + place) * S * C + n;
                        TRILOBITE_UNROLL
                        for (std::size_t u = 0; u < K; ++u)
                            sum[u] = V::fma(V::load_unaligned(first + u * W * C), d, sum[u]);
                    }
                for (std::size_t u = 0; u < K; ++u)
                    sum[u].store_unaligned(own + u * run + n);
            });
            for (std::size_t i = 0; i < window; ++i)
                dw(i, f) = own[i];
            for (std::size_t place = 0; place < down * across; ++place)
                db(0, f) += dy[place * F + f];
        }
    }
};

}
