#pragma once
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
/// Net::inference_bytes<1>; the network may be shared by threads.
template <class Net>
prediction<Net> predict(const Net& net, std::span<const typename Net::value_type, Net::input_size> sample) {
    using T = typename Net::value_type;
    matrix<T, 1, Net::input_size> x;
    std::copy(sample.begin(), sample.end(), x.values);
    tape<typename Net::chain_type, 1, false> t;
    forward(net, inference_pass{.rows = 1}, std::as_const(x).view(), t);
    prediction<Net> y;
    std::copy_n(t.output().data, Net::output_size, y.begin());
    return y;
}

/// The place of the largest value, the first of equal ones.
template <class Range>
constexpr std::size_t argmax(const Range& values) {
    return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

/// The class that the network gives the sample: the place of its largest output; for a single output, whether it
/// exceeds one half.
template <class Net>
std::size_t predict_class(const Net& net, std::span<const typename Net::value_type, Net::input_size> sample) {
    const auto y = predict(net, sample);
    if constexpr (Net::output_size == 1)
        return y[0] > typename Net::value_type(0.5) ? 1 : 0;
    else
        return argmax(y);
}

}
