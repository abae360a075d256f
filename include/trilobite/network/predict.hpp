#pragma once
#include <trilobite/kernels/class_of.hpp>
#include <trilobite/network/network.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>

namespace trilobite {

/// What a network of type Net makes of one sample.
template <class Net>
using prediction = std::array<typename Net::value_type, Net::output_size>;

/// The output for one sample. sample: Net::input_size values, of any alignment. Works on the stack, with
/// Net::inference_bytes<1>; the network may be shared by threads. In a constant expression it is the same, bit for bit.
template <class Net>
TRILOBITE_OWN_FRAME constexpr prediction<Net>
predict(const Net& net, std::span<const typename Net::value_type, Net::input_size> sample) {
    using T = typename Net::value_type;
    tape<typename Net::chain_type, 1, false> t;
    if constexpr (takes_sample_rows<typename Net::template layer_type<0>>()) {
        const T* const row = sample.data();
        forward(net, inference_pass{.rows = 1}, scattered_rows<T, 1, Net::input_size>{&row}, t);
    } else {
        matrix<T, 1, Net::input_size> x;
        std::copy(sample.begin(), sample.end(), x.values);
        forward(net, inference_pass{.rows = 1}, std::as_const(x).view(), t);
    }
    prediction<Net> y;
    std::copy_n(t.output().data, Net::output_size, y.begin());
    return y;
}

/// The class that the network gives the sample (class_of).
template <class Net>
constexpr std::size_t predict_class(const Net& net, std::span<const typename Net::value_type, Net::input_size> sample) {
    return class_of<Net::output_size>(predict(net, sample).data());
}

}
