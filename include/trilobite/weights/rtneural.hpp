#pragma once
/// Weights as RTNeural has them, a library for networks in audio plug-ins: the JSON that its Python scripts make of Keras'
/// models. Needs nlohmann's JSON.
///
/// The file is {"in_shape": [null, 2], "layers": [...]}, a layer {"type": "dense", "activation": "tanh", "shape": [null, 8],
/// "weights": [...]}, where the activation may be "", or may be a layer of its own, of type "activation". The weights of a
/// dense layer are a row for each input and the biases; those of a "batchnorm", which has an "epsilon", are Keras' gamma,
/// beta, mean and variance.  (jatinchowdhury18/RTNeural, RTNeural/model_loader.h)

#include <trilobite/io/read_file.hpp>
#include <trilobite/io/result.hpp>
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
#include <trilobite/weights/tensors.hpp>

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace trilobite {

namespace detail {

/// What RTNeural calls a layer, and the epsilon where that is "batchnorm". Layers that do nothing in a prediction have no
/// name and are left out; others are not RTNeural's.
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

/// f(name, layer, words) for each layer that RTNeural has a name for. Returns what is wrong with the network, if anything.
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

/// f(matrix, is_rows, number) for each matrix of a layer. is_rows: the file has it as an array of rows, even if it is one.
template <class Layer, class F>
void for_each_rtneural_matrix(const rtneural_name& name, Layer& layer, F f) {
    std::size_t number = 0;
    for_each_matrix(
        [&](auto& m) {
            f(m, name.text == "dense" && number == 0, number);
            ++number;
        },
        layer);
}

/// Copies an array of numbers to a row; false if it is something else, or a number is too large for the row's type.
template <class View>
bool take_rtneural_row(const json& numbers, const View& m, std::size_t row) {
    if (!numbers.is_array() || numbers.size() != View::columns)
        return false;
    for (std::size_t column = 0; column < View::columns; ++column) {
        using T = typename View::value_type;
        if (!numbers[column].is_number())
            return false;
        const double number = numbers[column].template get<double>();
        if (!(std::abs(number) <= double{std::numeric_limits<T>::max()}))
            return false;
        m(row, column) = static_cast<T>(number);
    }
    return true;
}

/// A layer of a file, or the activation that is a part of one.
struct rtneural_step {
    std::string name;
    const json* layer;
};

inline result<std::vector<rtneural_step>> rtneural_steps(const json& file, std::size_t input_size) {
    const auto shape = file.find("in_shape"), layers = file.find("layers");
    if (shape == file.end() || layers == file.end() || !shape->is_array() || !layers->is_array())
        return failure{"not a file of RTNeural's: expected the arrays in_shape and layers"};
    if (shape->empty() || !shape->back().is_number_unsigned() || shape->back() != input_size)
        return failure{"expected an in_shape that ends in " + std::to_string(input_size) + ", found " +
                       json_text(*shape)};
    std::vector<rtneural_step> steps;
    for (const json& layer : *layers) {
        const auto text = [&](const char* key) {
            const bool is_text = layer.is_object() && layer.contains(key) && layer[key].is_string();
            return is_text ? layer[key].template get<std::string>() : std::string();
        };
        const std::string type = text("type"), activation = text("activation");
        if (type.empty())
            return failure{"a layer without a type"};
        if (type == "time-distributed-dense")
            steps.push_back({"dense", &layer});
        else if (type != "activation")
            steps.push_back({type, &layer});
        if (!activation.empty() && type != "gru" && type != "lstm")
            steps.push_back({activation, &layer});
    }
    return steps;
}

/// Gives a layer the values of a step; what is wrong, if anything.
template <class Layer>
std::string take_rtneural_step(const rtneural_name& name, Layer& layer, const rtneural_step& step) {
    if (step.name != name.text)
        return "expected " + std::string(name.text) + ", found " + step.name;
    std::size_t wanted = 0;
    for_each_rtneural_matrix(name, layer, [&](auto&, bool, std::size_t) { ++wanted; });
    if (wanted == 0)
        return {};
    if (name.text == "batchnorm") {
        const auto epsilon = step.layer->find("epsilon");
        if (epsilon == step.layer->end() || !epsilon->is_number() ||
            epsilon->template get<float>() != static_cast<float>(name.epsilon))
            return "expected the epsilon " + json_text(name.epsilon) + ", found " +
                   (epsilon == step.layer->end() ? "none" : json_text(*epsilon));
    }
    const auto weights = step.layer->find("weights");
    const std::size_t found = weights != step.layer->end() && weights->is_array() ? weights->size() : 0;
    // Keras leaves out the bias, or gamma and beta, where the model has none.
    const bool is_norm = name.text == "batchnorm";
    if (found != wanted && found != wanted / 2)
        return "expected " + std::to_string(wanted) + " arrays of weights, found " + std::to_string(found);
    const std::size_t left_out = is_norm ? wanted - found : 0;
    std::string complaint;
    for_each_rtneural_matrix(name, layer, [&]<class M>(M& m, bool is_rows, std::size_t number) {
        if (number < left_out || number - left_out >= found) {
            for (std::size_t column = 0; column < M::columns; ++column)
                m(0, column) = is_norm && number == 0 ? 1 : 0;
            return;
        }
        const json& values = (*weights)[number - left_out];
        bool fits = !is_rows || (values.is_array() && values.size() == M::rows);
        for (std::size_t row = 0; fits && row < M::rows; ++row)
            fits = take_rtneural_row(is_rows ? values[row] : values, m.view(), row);
        if (!fits && complaint.empty())
            complaint = "expected weights of " + (is_rows ? std::to_string(M::rows) + " x " : std::string()) +
                        std::to_string(M::columns) + " finite numbers";
    });
    return complaint;
}

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
            detail::for_each_rtneural_matrix(name, layer, [&]<class M>(const M& m, bool is_rows, std::size_t) {
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

/// Takes a network's values from the text of RTNeural's JSON. Where the file is damaged or its layers are not those of the
/// network, the network stays as it is. Returns how many layers there were.
template <class Net>
result<std::size_t> load_rtneural(Net& net, std::span<const std::byte> text) {
    const auto* const begin = reinterpret_cast<const char*>(text.data());
    const detail::json file = detail::json::parse(begin, begin + text.size(), nullptr, false);
    if (!file.is_object())
        return failure{"expected a JSON object, found something else"};
    const auto steps = detail::rtneural_steps(file, Net::input_size);
    if (!steps)
        return failure{steps.error()};
    const auto loaded = std::make_unique<Net>(net);
    std::size_t next = 0;
    std::string complaint;
    const std::string unknown = detail::for_each_rtneural_layer(
        *loaded, [&](const detail::rtneural_name& name, auto& layer, const std::string& words) {
            if (!complaint.empty())
                return;
            complaint = next == steps->size() ? "expected " + std::string(name.text) + ", found the end"
                                              : detail::take_rtneural_step(name, layer, (*steps)[next]);
            if (!complaint.empty())
                complaint = words + ": " + complaint;
            ++next;
        });
    if (!unknown.empty())
        return failure{unknown};
    if (!complaint.empty())
        return failure{complaint};
    if (next != steps->size())
        return failure{"expected the end after " + std::to_string(next) + " layers, found " + (*steps)[next].name};
    net = *loaded;
    return next;
}

/// The same from a file.
template <class Net>
result<std::size_t> load_rtneural(Net& net, const std::filesystem::path& path) {
    return detail::read_named(path, "a file of RTNeural's",
                              [&](std::span<const std::byte> text) { return load_rtneural(net, text); });
}

}
