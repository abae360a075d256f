#pragma once
/// Where a file of Keras has the variables of a network's layers.

#include <trilobite/io/result.hpp>
#include <trilobite/weights/hdf5_file.hpp>
#include <trilobite/weights/keras_layout.hpp>
#include <trilobite/weights/stored_tensor.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite::detail {

/// Where our own files say what they were written for: an attribute that Keras does not look at.
inline constexpr const char* keras_architecture = "trilobite_architecture";

/// For each layer the paths of its variables, in Keras' order; and all that the file has for layers.
struct keras_places {
    std::vector<std::vector<std::string>> of_layers;
    std::vector<stored_tensor> arrays;
};

/// What the options call layers, by the paths that these have in the network.
using layer_names = std::map<std::string, std::string>;

/// The layers of a kind are counted by Keras 3: "dense", "dense_1", ...
inline std::string counted(const std::string& kind, std::size_t before) {
    return before == 0 ? kind : kind + "_" + std::to_string(before);
}

/// Arrays go to variables by their places, which are known where all are there, or all but a last bias, or none. What
/// is wrong, if anything: so many arrays of a layer of the file say nothing about which is left out.
template <class T>
std::string complaint_of_count(const keras_layer<T>& layer, const std::string& name, std::size_t arrays) {
    const std::size_t all = layer.variables.size();
    if (arrays == 0 || arrays == all || (arrays + 1 == all && layer.variables.back().name == "bias"))
        return {};
    return "the layer " + name + " has " + std::to_string(arrays) + " arrays: expected the " + std::to_string(all) +
           " of the " + layer.kind + " at " + layer.path;
}

/// Keras 3: layers/dense/vars/0, .../1, layers/dense_1/vars/0, ...
template <class T>
result<keras_places> keras3_places(const hdf5_file& file, const std::string& root,
                                   const std::vector<keras_layer<T>>& layers, const layer_names& names) {
    keras_places places{{}, file.arrays_below(root)};
    std::erase_if(places.arrays, [](const stored_tensor& array) { // the state of a dropout's random numbers
        return array.name.find("/seed_generator/") != array.name.npos;
    });
    std::map<std::string, std::size_t> counts;
    for (const keras_layer<T>& layer : layers) {
        const std::string usual = root + "/" + counted(layer.kind, counts[layer.kind]++);
        const auto named = names.find(layer.path);
        const std::string name = named == names.end() ? usual : named->second, group = name + "/vars/";
        const auto found = std::ranges::count_if(
            places.arrays, [&](const stored_tensor& array) { return array.name.starts_with(group); });
        if (const auto wrong = complaint_of_count(layer, name, static_cast<std::size_t>(found)); !wrong.empty())
            return failure{wrong};
        std::vector<std::string>& paths = places.of_layers.emplace_back();
        for (std::size_t i = 0; i < layer.variables.size(); ++i)
            paths.push_back(group + std::to_string(i));
    }
    return places;
}

/// A list of names: one attribute, or several that are numbered where it would be too long for one.
inline result<std::vector<std::string_view>> keras2_list(const hdf5_file& file, const std::string& group,
                                                         const std::string& name) {
    auto whole = file.texts(group, name);
    if (!whole)
        return failure{whole.error()};
    if (*whole)
        return **std::move(whole);
    std::vector<std::string_view> all;
    for (std::size_t i = 0;; ++i) {
        const auto part = file.texts(group, name + std::to_string(i));
        if (!part)
            return failure{part.error()};
        if (!*part)
            return all;
        all.insert(all.end(), (*part)->begin(), (*part)->end());
    }
}

/// Keras 2: a list of the layers, and for each of its weights. Layers go by their order; those without weights do not
/// count.
template <class T>
result<keras_places> keras2_places(const hdf5_file& file, const std::string& root,
                                   const std::vector<keras_layer<T>>& layers, const layer_names& names) {
    keras_places places;
    std::map<std::string, std::vector<std::string>> weights;
    std::vector<std::string> in_order;
    std::size_t room = file.longest_list();
    const auto listed = keras2_list(file, root, "layer_names");
    if (!listed)
        return failure{listed.error()};
    for (const std::string_view listed_name : *listed) {
        const std::string name(listed_name), group = root.empty() ? name : root + "/" + name;
        const auto of_layer = keras2_list(file, group, "weight_names");
        if (!of_layer)
            return failure{of_layer.error()};
        for (const std::string_view weight : *of_layer) {
            auto array = file.array(group + "/" + std::string(weight));
            if (!array)
                return failure{"the layer " + name + " lists a weight " + std::string(weight) + ", which is not there"};
            const std::size_t size = hdf5_file::size_in_list(array->name);
            if (size > room)
                return failure{"expected layers that list each weight once, found more of them than the file can hold"};
            room -= size;
            weights[name].push_back(array->name);
            places.arrays.push_back(*std::move(array));
        }
        const bool is_named = std::ranges::any_of(names, [&](const auto& one) { return one.second == name; });
        if (weights.contains(name) && !is_named)
            in_order.push_back(name);
    }
    auto next = in_order.begin();
    for (const keras_layer<T>& layer : layers) {
        const auto named = names.find(layer.path);
        const std::string name = named != names.end()     ? named->second
                                 : next != in_order.end() ? *next++
                                                          : "(" + layer.kind + " at " + layer.path + ")";
        std::vector<std::string>& paths = places.of_layers.emplace_back(weights[name]);
        if (const auto wrong = complaint_of_count(layer, name, paths.size()); !wrong.empty())
            return failure{wrong};
        for (std::size_t i = paths.size(); i < layer.variables.size(); ++i)
            paths.push_back(name + "/" + layer.variables[i].name);
    }
    return places;
}

/// As whichever of them wrote the file.
template <class T>
result<keras_places> places_of(const hdf5_file& file, const std::vector<keras_layer<T>>& layers,
                               const layer_names& names) {
    for (const char* root : {"layers", "_layer_checkpoint_dependencies"}) // the latter: TensorFlow 2.12 and 2.13
        if (file.has_group(root))
            return keras3_places(file, root, layers, names);
    for (const char* root : {"model_weights", ""})
        if (const auto listed = keras2_list(file, root, "layer_names"); !listed || !listed->empty())
            return keras2_places(file, root, layers, names);
    return failure{"holds no weights of Keras: expected a group called layers, or lists called layer_names"};
}

}
