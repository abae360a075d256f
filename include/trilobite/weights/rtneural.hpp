#pragma once
/// Weights as RTNeural has them, a library for networks in audio plug-ins: the JSON that its Python scripts make of
/// Keras' models. Needs nlohmann's JSON.
///
/// The file is {"in_shape": [null, 2], "layers": [...]}, a layer {"type": "dense", "activation": "tanh", "shape":
/// [null, 8], "weights": [...]}, where the activation may be "", or may be a layer of its own, of type "activation".
/// The weights of a dense layer are a row for each input and the biases; those of a "batchnorm", which has an
/// "epsilon", are Keras' gamma, beta, mean and variance.  (jatinchowdhury18/RTNeural, RTNeural/model_loader.h)

#include <trilobite/io/read_file.hpp>
#include <trilobite/io/result.hpp>
#include <trilobite/io/shortest.hpp>
#include <trilobite/io/write_file.hpp>
#include <trilobite/layers/dropout.hpp>
#include <trilobite/layers/elu.hpp>
#include <trilobite/layers/relu.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/network/architecture.hpp>
#include <trilobite/weights/json.hpp>
#include <trilobite/weights/origin.hpp>
#include <trilobite/weights/rtneural_reader.hpp>
#include <trilobite/weights/tensors.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace trilobite {

namespace detail {

/// What RTNeural calls a layer, and the epsilon where that is "batchnorm". Layers that do nothing in a prediction have
/// no name and are left out; others are not RTNeural's.
struct rtneural_name {
    std::string_view text;
    double epsilon = 0;
    bool known = true;
};
template <class Spec>
inline constexpr rtneural_name rtneural_name_of{"", 0, std::is_base_of_v<elementwise<linear>, Spec>};
template <constant Rate>
inline constexpr rtneural_name rtneural_name_of<dropout<Rate>>{""};
template <std::size_t Out, std::size_t In>
inline constexpr rtneural_name rtneural_name_of<dense<Out, In>>{"dense"};
template <constant Momentum, constant Epsilon>
inline constexpr rtneural_name rtneural_name_of<batch_norm<Momentum, Epsilon>>{"batchnorm", Epsilon};
template <>
inline constexpr rtneural_name rtneural_name_of<trilobite::tanh>{"tanh"};
template <>
inline constexpr rtneural_name rtneural_name_of<relu>{"relu"};
template <>
inline constexpr rtneural_name rtneural_name_of<sigmoid>{"sigmoid"};
template <>
inline constexpr rtneural_name rtneural_name_of<softmax>{"softmax"};
template <>
inline constexpr rtneural_name rtneural_name_of<elu<>>{"elu"};

/// f(name, layer, words) for each layer that RTNeural has a name for. Returns what is wrong with the network, if
/// anything.
template <class Net, class F>
std::string for_each_rtneural_layer(Net& net, F f) {
    using plain = std::remove_const_t<Net>;
    std::string complaint;
    if (plain::input_shape.rank != 1)
        complaint = "RTNeural's networks take vectors: expected an input of 1 extent, found " +
                    std::to_string(plain::input_shape.rank);
    unroll<plain::depth>([&](auto i) {
        using spec = bare_name<plain, i>;
        const std::string words = "layer " + std::to_string(i) + ", " + std::string(layer_words<spec>);
        if constexpr (!rtneural_name_of<spec>.known || plain::shapes[i + 1].rank != 1) {
            if (complaint.empty())
                complaint = words + ": RTNeural has none like it";
        } else if constexpr (!rtneural_name_of<spec>.text.empty()) {
            f(rtneural_name_of<spec>, net.template layer<i>(), words);
        }
    });
    return complaint;
}

/// f(matrix, is_rows) for each matrix of a layer. is_rows: the file has it as an array of rows, even if it is one.
template <class Layer, class F>
void for_each_rtneural_matrix(const rtneural_name& name, Layer& layer, F f) {
    bool is_rows = name.text == "dense";
    for_each_matrix(
        [&](auto& m) {
            f(m, is_rows);
            is_rows = false;
        },
        layer);
}

/// Where the values of a matrix stand, and whether the file has it as an array of rows.
template <class T>
struct rtneural_matrix {
    T* values;
    std::size_t rows, columns, stride;
    bool is_rows;

    T& operator()(std::size_t row, std::size_t column) const { return values[row * stride + column]; }
};

/// A layer of the network that the file must have too. words: for complaints.
template <class T>
struct rtneural_place {
    rtneural_name name;
    std::string words;
    std::vector<rtneural_matrix<T>> matrices{};
};

/// Copies the numbers of a file; false if they are not those of the matrix, or one is too large for its type.
template <class T>
bool take_rtneural_array(const rtneural_layer& layer, const rtneural_array& array, const rtneural_matrix<T>& to) {
    if (!array.is_sound || array.rows != (to.is_rows ? to.rows : 0) || array.columns != to.columns)
        return false;
    for (std::size_t i = 0; i < to.rows * to.columns; ++i) {
        const double number = layer.numbers[array.begin + i];
        if (!(std::abs(number) <= double{std::numeric_limits<T>::max()}))
            return false;
        to(i / to.columns, i % to.columns) = static_cast<T>(number);
    }
    return true;
}

/// Gives a layer of the network the values of one of the file; what is wrong, if anything.
template <class T>
std::string take_rtneural_layer(const rtneural_layer& layer, const rtneural_place<T>& place) {
    const bool is_norm = place.name.text == "batchnorm";
    if (is_norm && (!layer.epsilon || static_cast<float>(*layer.epsilon) != static_cast<float>(place.name.epsilon)))
        return "expected the epsilon " + text::shortest(place.name.epsilon) + ", found " +
               (layer.epsilon ? text::shortest(*layer.epsilon) : "no number");
    const std::size_t wanted = place.matrices.size(), found = layer.array_count;
    // Keras leaves out the bias, or gamma and beta, where the model has none.
    if (found != wanted && found != wanted / 2)
        return "expected " + std::to_string(wanted) + " arrays of weights, found " + std::to_string(found);
    const std::size_t left_out = is_norm ? wanted - found : 0;
    for (std::size_t number = 0; number < wanted; ++number) {
        const rtneural_matrix<T>& to = place.matrices[number];
        if (number < left_out || number - left_out >= found)
            std::fill_n(to.values, to.columns, T(is_norm && number == 0 ? 1 : 0));
        else if (!take_rtneural_array(layer, layer.arrays[number - left_out], to))
            return "expected weights of " + (to.is_rows ? std::to_string(to.rows) + " x " : std::string()) +
                   std::to_string(to.columns) + " finite numbers";
    }
    return {};
}

/// The layers of a network in their order, and those of a file as they come: each goes to the next.
template <class T>
struct rtneural_taker {
    std::vector<rtneural_place<T>> places{};
    std::size_t next = 0;

    /// A layer may have an activation, which is one here.
    std::string take(const rtneural_layer& layer) {
        std::string complaint;
        if (layer.type != "activation")
            complaint = take_one(layer.type == "time-distributed-dense" ? "dense" : layer.type, layer);
        if (complaint.empty() && !layer.activation.empty() && layer.type != "gru" && layer.type != "lstm")
            complaint = take_one(layer.activation, layer);
        return complaint;
    }

    /// After the last one.
    std::string missing() const {
        return next == places.size() ? ""
                                     : of_next("expected " + std::string(places[next].name.text) + ", found the end");
    }

private:
    std::string of_next(const std::string& what) const { return places[next].words + ": " + what; }

    std::string take_one(const std::string& name, const rtneural_layer& layer) {
        if (next == places.size())
            return "expected the end after " + std::to_string(next) + " layers, found " + name;
        const rtneural_place<T>& place = places[next];
        if (name != place.name.text)
            return of_next("expected " + std::string(place.name.text) + ", found " + name);
        const std::string complaint = place.matrices.empty() ? "" : take_rtneural_layer(layer, place);
        if (!complaint.empty())
            return of_next(complaint);
        ++next;
        return {};
    }
};

}

/// A network as the text of RTNeural's JSON; what RTNeural does not have is refused.
template <class Net>
result<std::string> rtneural_of(const Net& net) {
    using detail::json;
    json layers = json::array();
    bool finite = true;
    const std::string complaint = detail::for_each_rtneural_layer(
        net, [&]<class Layer>(const detail::rtneural_name& name, const Layer& layer, const std::string&) {
            constexpr bool is_activation = value_count<Layer> == 0;
            json weights = json::array();
            detail::for_each_rtneural_matrix(name, layer, [&]<class M>(const M& m, bool is_rows) {
                json rows = json::array();
                for (std::size_t row = 0; row < M::rows; ++row) {
                    rows.push_back(json::array());
                    for (std::size_t column = 0; column < M::columns; ++column) {
                        rows.back().push_back(m(row, column));
                        finite = finite && std::isfinite(m(row, column));
                    }
                }
                weights.push_back(is_rows ? rows : rows[0]);
            });
            json made{{"type", is_activation ? "activation" : name.text},
                      {"activation", is_activation ? name.text : ""},
                      {"shape", {nullptr, Layer::output.size()}}};
            if (name.text == "batchnorm")
                made["epsilon"] = name.epsilon;
            made["weights"] = std::move(weights);
            layers.push_back(std::move(made));
        });
    if (!complaint.empty())
        return failure{complaint};
    if (!finite)
        return failure{"a network with values that are not finite cannot be written as JSON"};
    json file(detail::origin<Net>());
    file["in_shape"] = {nullptr, Net::input_size};
    file["layers"] = std::move(layers);
    return detail::json_text(file);
}

/// Writes a network to a file, whole or not at all, in the place of one that is there.
template <class Net>
result<std::filesystem::path> save_rtneural(const Net& net, const std::filesystem::path& path) {
    const auto text = rtneural_of(net);
    if (!text)
        return failure{path.string() + ": " + text.error()};
    return write_file(path, *text);
}

/// Takes a network's values from the text of RTNeural's JSON. Where the file is damaged or its layers are not those of
/// the network, the network stays as it is. Returns how many layers there were.
template <class Net>
result<std::size_t> load_rtneural(Net& net, std::span<const std::byte> text) {
    using T = typename Net::value_type;
    const auto loaded = std::make_unique<Net>(net);
    detail::rtneural_taker<T> taker;
    const std::string unknown = detail::for_each_rtneural_layer(
        *loaded, [&](const detail::rtneural_name& name, auto& layer, const std::string& words) {
            auto& place = taker.places.emplace_back(detail::rtneural_place<T>{name, words});
            detail::for_each_rtneural_matrix(name, layer, [&]<class M>(M& m, bool is_rows) {
                place.matrices.push_back({m.values, M::rows, M::columns, M::stride, is_rows});
            });
        });
    if (!unknown.empty())
        return failure{unknown};
    detail::rtneural_reader reader(Net::input_size, [&](const auto& layer) { return taker.take(layer); });
    if (!reader.read({reinterpret_cast<const char*>(text.data()), text.size()}))
        return failure{reader.complaint};
    if (const std::string missing = taker.missing(); !missing.empty())
        return failure{missing};
    net = *loaded;
    return taker.next;
}

/// The same from a file.
template <class Net>
result<std::size_t> load_rtneural(Net& net, const std::filesystem::path& path) {
    return detail::read_named(path, "a file of RTNeural's",
                              [&](std::span<const std::byte> text) { return load_rtneural(net, text); });
}

}
