#pragma once
/// The layout that the library does not have: a row holds one feature of all samples, and the lanes of a register are
/// samples. By hand, for the network of `layouts.cpp`, to be measured beside the library's own, whose rows are samples.

#include <trilobite/trilobite.hpp>

#include <algorithm>
#include <cstddef>

namespace bench::feature_major {

using namespace trilobite;

/// N features of B samples.
template <std::size_t N, std::size_t B>
using features = matrix<float, N, B>;

/// y = W^T x, as tiles of at most 8 features by 2 registers: for each feature of y and each register of samples, a sum
/// that begins with start(feature) and that finish(sum, feature, sample) makes a result of. w(i, o): a weight.
template <std::size_t In, std::size_t Out, std::size_t B, class W, class Start, class Finish>
TRILOBITE_INLINE void product(const features<In, B>& x, W w, features<Out, B>& y, Start start, Finish finish) {
    using V = simd<float, native_lanes<float>>;
    constexpr std::size_t across = std::min<std::size_t>(2, B / V::lanes), down = std::min<std::size_t>(8, Out);
    static_assert(B % (across * V::lanes) == 0 && Out % down == 0);
    for (std::size_t sample = 0; sample < B; sample += across * V::lanes)
        for (std::size_t feature = 0; feature < Out; feature += down) {
            V sums[down][across];
            TRILOBITE_UNROLL
            for (std::size_t o = 0; o < down; ++o)
                TRILOBITE_UNROLL
            for (std::size_t j = 0; j < across; ++j)
                sums[o][j] = V(start(feature + o));
            for (std::size_t i = 0; i < In; ++i) {
                V values[across];
                TRILOBITE_UNROLL
                for (std::size_t j = 0; j < across; ++j)
                    values[j] = V::load(&x(i, sample + j * V::lanes));
                TRILOBITE_UNROLL
                for (std::size_t o = 0; o < down; ++o) {
                    const V weight(w(i, feature + o));
                    TRILOBITE_UNROLL
                    for (std::size_t j = 0; j < across; ++j)
                        sums[o][j] = V::fma(weight, values[j], sums[o][j]);
                }
            }
            TRILOBITE_UNROLL
            for (std::size_t o = 0; o < down; ++o)
                TRILOBITE_UNROLL
            for (std::size_t j = 0; j < across; ++j) {
                const std::size_t at = sample + j * V::lanes;
                finish(sums[o][j], feature + o, at).store(&y(feature + o, at));
            }
        }
}

/// y = x W + b, or relu of it.
template <bool Relu, class Layer, std::size_t In, std::size_t Out, std::size_t B>
TRILOBITE_INLINE void forward(const Layer& layer, const features<In, B>& x, features<Out, B>& y) {
    product(
        x, [&](std::size_t i, std::size_t o) TRILOBITE_INLINE_LAMBDA { return layer.weights(i, o); }, y,
        [&](std::size_t o) TRILOBITE_INLINE_LAMBDA { return layer.bias(0, o); },
        [](auto v, std::size_t, std::size_t) TRILOBITE_INLINE_LAMBDA {
            if constexpr (Relu)
                return relu::value(v);
            else
                return v;
        });
}

/// dx = dy W^T where x, what a relu gave, is positive.
template <class Layer, std::size_t In, std::size_t Out, std::size_t B>
TRILOBITE_INLINE void backward_input(const Layer& layer, const features<Out, B>& dy, const features<In, B>& x,
                                     features<In, B>& dx) {
    product(
        dy, [&](std::size_t o, std::size_t i) TRILOBITE_INLINE_LAMBDA { return layer.weights(i, o); }, dx,
        [](std::size_t) TRILOBITE_INLINE_LAMBDA { return 0.0f; },
        [&](auto v, std::size_t i, std::size_t sample)
            TRILOBITE_INLINE_LAMBDA { return v * relu::derivative(decltype(v)::load(&x(i, sample))); });
}

/// A row a sample: what the gradient with respect to the weights is made of, since there the sum goes over the samples.
template <std::size_t N, std::size_t B>
TRILOBITE_INLINE void turn(const features<N, B>& from, matrix<float, B, N>& to) {
    const kernels::turned<float, N, B> turned{from.view()};
    const auto panel = turned.template panel<B, matrix<float, B, N>::stride>(0, 0);
    std::copy_n(panel.values, to.flat().size(), to.values);
}

}
