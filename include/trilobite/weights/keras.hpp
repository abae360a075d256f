#pragma once
/// Weights in Keras' HDF5 files. Needs HDF5's C library (trilobite::hdf5), which reads sound files well, and is not made to
/// withstand forged ones: load what comes from people you trust.

#include <trilobite/io/result.hpp>
#include <trilobite/io/write_file.hpp>
#include <trilobite/network/architecture.hpp>
#include <trilobite/weights/hdf5_file.hpp>
#include <trilobite/weights/hdf5_image.hpp>
#include <trilobite/weights/keras_layout.hpp>
#include <trilobite/weights/keras_places.hpp>
#include <trilobite/weights/stored_tensor.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite {

namespace detail {

/// Where our own files say what they were written for: an attribute that Keras does not look at.
inline constexpr const char* keras_architecture = "trilobite_architecture";

/// load_keras without the file's name in errors.
template <class T>
result<load_report> load_keras_file(const std::vector<keras_layer<T>>& layers, std::string_view words,
                                    const hdf5_file& file, const load_options& options) {
    for (const auto& [path, unused] : options.names)
        if (std::ranges::none_of(layers, [&, &path = path](const auto& layer) { return layer.path == path; }))
            return failure{"the options name a layer " + path + ", which the network does not have"};
    const auto places = places_of(file, layers, options.names);
    if (!places)
        return failure{places.error()};

    std::vector<named_tensor<T>> tensors;
    std::map<std::string_view, std::vector<std::size_t>> wanted;
    for (std::size_t l = 0; l < layers.size(); ++l)
        for (std::size_t v = 0; v < layers[l].variables.size(); ++v) {
            const named_tensor<T>& variable = layers[l].variables[v];
            const std::string& path = places->of_layers[l][v];
            tensors.push_back({path, variable.values, variable.axes});
            wanted[path] = variable.shape();
        }

    std::vector<std::vector<std::byte>> values;
    stored_tensors stored;
    for (const hdf5_array& array : places->arrays) {
        stored_tensor one{array.path, array.type_name, array.type, array.shape, {}, std::endian::native};
        // Only what is as large as it should be is read: what a file claims takes no memory.
        if (const auto found = wanted.find(array.path);
            array.type && found != wanted.end() && found->second == array.shape) {
            auto read = file.values(array);
            if (!read)
                return failure{read.error()};
            one.bytes = values.emplace_back(*std::move(read));
        }
        stored.tensors.push_back(std::move(one));
    }
    if (const auto written_for = file.texts("", keras_architecture); written_for && !written_for->empty())
        stored.architecture = written_for->front();
    return load_tensors(tensors, words, stored, {.strict = options.strict, .rounds = options.rounds});
}

}

/// Takes a network's values from a file that Keras 3 wrote, model.save_weights("x.weights.h5"), or Keras 2,
/// model.save("x.h5") or model.save_weights("x.h5"). Where the file cannot be read or anything does not fit (load_options)
/// the network stays as it is, and the error says all that does not.
///
///     load_keras(net, "digits.weights.h5");
///
/// Layers are found as Keras does it for a Sequential: in Keras 3's files the layers of a kind are counted, in Keras 2's
/// those with weights. For other models options.names says what the file calls a layer: {{"3.0", "layers/conv2d_4"}}, in
/// Keras 2's files {{"3.0", "conv2d_4"}}.
///
///     dense                     Dense: kernel [in][out], bias
///     conv2d                    Conv2D: kernel [height][width][in][out], bias
///     conv2d_transposed         Conv2DTranspose: kernel [height][width][out][in], bias
///     depthwise_conv2d          DepthwiseConv2D: kernel [height][width][channel][1], bias
///     batch_norm                BatchNormalization: gamma, beta, moving_mean, moving_variance (Keras' own epsilon is 0.001)
///     layer_norm                LayerNormalization: gamma, beta (Keras' own epsilon is 0.001)
template <class Net>
result<load_report> load_keras(Net& net, const std::filesystem::path& path, const load_options& options = {}) {
    const auto named = [&](const std::string& why) { return failure{path.string() + ": " + why}; };
    const auto file = detail::hdf5_file::open(path, "a file of Keras' weights");
    if (!file)
        return named(file.error());
    auto loaded = detail::load_keras_file(keras_layers_of(net), architecture<Net>, *file, options);
    if (!loaded)
        return named(loaded.error());
    return loaded;
}

/// Writes a network to a file that Keras 3 reads into a Sequential of the same layers, model.load_weights("x.weights.h5");
/// whole or not at all, in the place of one that is there.
template <class Net>
result<std::filesystem::path> save_keras(const Net& net, const std::filesystem::path& path) {
    using T = typename Net::value_type;
    detail::hdf5_image image;
    image.add_text(detail::keras_architecture, std::string(architecture<Net>));
    image.add_group("vars");
    std::map<std::string, std::size_t> counts;
    for (const auto& layer : keras_layers_of(net)) {
        const std::string group = "layers/" + detail::counted(layer.kind, counts[layer.kind]++) + "/vars/";
        for (std::size_t i = 0; i < layer.variables.size(); ++i) {
            std::vector<T> values;
            layer.variables[i].for_each([&](T value) { values.push_back(value); });
            image.add_array(group + std::to_string(i), layer.variables[i].shape(), values);
        }
    }
    const auto bytes = image.bytes();
    if (!bytes)
        return failure{path.string() + ": " + bytes.error()};
    return write_file(path, *bytes);
}

}
