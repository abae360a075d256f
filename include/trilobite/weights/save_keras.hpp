#pragma once
/// Weights into Keras' HDF5 files. Needs HDF5's C library (trilobite::hdf5); reading them does not.

#include <trilobite/io/result.hpp>
#include <trilobite/io/write_file.hpp>
#include <trilobite/weights/hdf5_image.hpp>
#include <trilobite/weights/keras_layout.hpp>
#include <trilobite/weights/keras_places.hpp>
#include <trilobite/weights/origin.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace trilobite {

namespace detail {

/// The bytes of the file.
template <class Net>
result<std::string> keras_file_of(const Net& net) {
    using T = typename Net::value_type;
    hdf5_image image;
    const auto about = origin<Net>();
    image.add_text(keras_architecture, about.at("architecture"));
    image.add_text("trilobite_architecture_hash", about.at("architecture_hash"));
    image.add_text("trilobite_version", about.at("trilobite"));
    image.add_group("vars");
    std::map<std::string, std::size_t> counts;
    for (const auto& layer : keras_layers_of(net)) {
        const std::string group = "layers/" + counted(layer.kind, counts[layer.kind]++) + "/vars/";
        for (std::size_t i = 0; i < layer.variables.size(); ++i) {
            std::vector<T> values;
            layer.variables[i].for_each([&](T value) { values.push_back(value); });
            image.add_array(group + std::to_string(i), layer.variables[i].shape(), values);
        }
    }
    return image.bytes();
}

}

/// Writes a network to a file that Keras 3 reads into a Sequential of the same layers,
/// model.load_weights("x.weights.h5"); whole or not at all, in the place of one that is there.
template <class Net>
result<std::filesystem::path> save_keras(const Net& net, const std::filesystem::path& path) {
    const auto bytes = detail::keras_file_of(net);
    if (!bytes)
        return failure{path.string() + ": " + bytes.error()};
    return write_file(path, *bytes);
}

}
