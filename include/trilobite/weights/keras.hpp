#pragma once
/// Weights out of Keras' HDF5 files.

#include <trilobite/io/read_file.hpp>
#include <trilobite/io/result.hpp>
#include <trilobite/network/architecture.hpp>
#include <trilobite/weights/hdf5_file.hpp>
#include <trilobite/weights/keras_layout.hpp>
#include <trilobite/weights/keras_places.hpp>
#include <trilobite/weights/stored_tensor.hpp>
#include <trilobite/weights/zip.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite {

namespace detail {

/// At most how many bytes of HDF5 layers are expected in: their values as doubles, an optimizer's two moments of each,
/// and what a file says beside them.
template <class T>
std::size_t keras_room(const std::vector<keras_layer<T>>& layers) {
    constexpr std::size_t of_file = 1 << 18, of_layer = 1 << 14;
    std::size_t room = of_file + of_layer * layers.size();
    for (const keras_layer<T>& layer : layers)
        for (const named_tensor<T>& variable : layer.variables)
            room += 3 * sizeof(double) * variable.size();
    return room;
}

/// The HDF5 file in the zip archive that model.save("x.keras") writes, or the bytes themselves. Keras does not deflate
/// it, and weights hardly shrink: what would become four times as large, and more than the room, is not inflated.
inline result<std::span<const std::byte>> keras_weights(std::span<const std::byte> file, std::size_t room,
                                                        std::vector<std::byte>& inflated) {
    if (!text_of(file).starts_with(zip_local))
        return file;
    constexpr std::string_view wanted = "model.weights.h5";
    const auto entries = zip_entries(file);
    if (!entries)
        return failure{entries.error()};
    const auto found = std::ranges::find(*entries, wanted, &zip_entry::name);
    if (found == entries->end())
        return failure{"the archive has no entry " + std::string(wanted)};
    if (const std::size_t most = std::max(room, 4 * found->packed.size()); found->size > most)
        return failure{"entry " + found->name + ": expected at most " + std::to_string(most) + " bytes, found " +
                       std::to_string(found->size) + " in " + std::to_string(found->packed.size()) +
                       " that are deflated: if it can be trusted, let it be stored"};
    return unzipped(*found, inflated, hdf5_signature);
}

template <class T>
result<load_report> load_keras_layers(const std::vector<keras_layer<T>>& layers, std::string_view words,
                                      const hdf5_file& file, const load_options& options) {
    for (const auto& [path, unused] : options.names)
        if (std::ranges::none_of(layers, [&, &path = path](const auto& layer) { return layer.path == path; }))
            return failure{"the options name a layer " + path + ", which the network does not have"};
    auto places = places_of(file, layers, options.names);
    if (!places)
        return failure{places.error()};

    std::vector<named_tensor<T>> tensors;
    for (std::size_t l = 0; l < layers.size(); ++l)
        for (std::size_t v = 0; v < layers[l].variables.size(); ++v)
            tensors.push_back({places->of_layers[l][v], layers[l].variables[v].values, layers[l].variables[v].axes});
    stored_tensors stored{std::move(places->arrays), {}};
    const auto written_for = file.texts("", keras_architecture);
    if (!written_for)
        return failure{written_for.error()};
    if (*written_for && !(*written_for)->empty())
        stored.architecture = (*written_for)->front();
    if (file.leads_in_circles())
        return failure{"expected an HDF5 file whose parts lead to one another, found one that leads in circles"};
    return load_tensors(tensors, words, stored, {.strict = options.strict, .rounds = options.rounds});
}

}

/// Takes a network's values from the bytes of a file that Keras 3 wrote, model.save("x.keras") or
/// model.save_weights("x.weights.h5"), or Keras 2, model.save("x.h5") or model.save_weights("x.h5"). Where the file is
/// damaged or anything does not fit (load_options) the network stays as it is, and the error says all that does not.
///
///     load_keras(net, "digits.weights.h5");
///
/// Layers are found as Keras does it for a Sequential: in Keras 3's files the layers of a kind are counted, in Keras
/// 2's those with weights. For other models options.names says what the file calls a layer: {{"3.0",
/// "layers/conv2d_4"}}, in Keras 2's files {{"3.0", "conv2d_4"}}.
///
///     dense                     Dense: kernel [in][out], bias
///     conv2d                    Conv2D: kernel [height][width][in][out], bias
///     conv2d_transposed         Conv2DTranspose: kernel [height][width][out][in], bias
///     depthwise_conv2d          DepthwiseConv2D: kernel [height][width][channel][1], bias
///     batch_norm                BatchNormalization: gamma, beta, moving_mean, moving_variance (Keras' epsilon is 0.001)
///     layer_norm                LayerNormalization: gamma, beta (Keras' epsilon is 0.001)
template <class Net>
result<load_report> load_keras(Net& net, std::span<const std::byte> file, const load_options& options = {}) {
    const auto layers = keras_layers_of(net);
    std::vector<std::byte> inflated;
    const auto weights = detail::keras_weights(file, detail::keras_room(layers), inflated);
    if (!weights)
        return failure{weights.error()};
    const auto opened = detail::hdf5_file::open(detail::text_of(*weights));
    if (!opened)
        return failure{opened.error()};
    return detail::load_keras_layers(layers, architecture<Net>, *opened, options);
}

/// The same from a file.
template <class Net>
result<load_report> load_keras(Net& net, const std::filesystem::path& path, const load_options& options = {}) {
    return detail::read_named(path, "a file of Keras' weights",
                              [&](std::span<const std::byte> file) { return load_keras(net, file, options); });
}

}
