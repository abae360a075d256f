#pragma once
/// From the tensors of a file into those of a network: all of them, or none.

#include <trilobite/io/result.hpp>
#include <trilobite/network/architecture.hpp>
#include <trilobite/weights/element.hpp>
#include <trilobite/weights/tensors.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trilobite {

struct load_options {
    /// What the file calls the tensors, where that is not what tensors_of calls them: {{"0.weight", "encoder.kernel"}}.
    /// A path stands for all below it: {{"0", "encoder"}}.
    std::map<std::string, std::string> names{};
    /// Every tensor of the network is in the file, and no other; and the file was not written for other layers. If not,
    /// a tensor that is missing stays as it is. Shapes and types must be right anyway.
    bool strict = true;
    /// Whether a network of float also takes float64, and rounds it.
    bool rounds = false;
};

/// The names, in the file, of what was loaded, was missing and was left out. Of a strict loading the last two are
/// empty.
struct load_report {
    std::vector<std::string> loaded, missing, unexpected;
};

/// What a file says of a tensor, and where in the file's bytes the values are, row by row or column by column.
struct stored_tensor {
    std::string name;
    std::string type_name; ///< in the file's own words
    std::optional<element_type> type;
    std::vector<std::size_t> shape;
    std::span<const std::byte> bytes;
    std::endian order = std::endian::little;
    bool first_index_fastest = false;

    /// The i-th value, row by row.
    template <class T>
    T value(std::size_t i) const {
        return element_at<T>(bytes.data() + place(i) * size_of(*type), *type, order);
    }

private:
    std::size_t place(std::size_t i) const {
        if (!first_index_fastest)
            return i;
        std::size_t at = 0, step = bytes.size() / size_of(*type);
        for (std::size_t axis = shape.size(); axis-- > 0;) {
            step /= shape[axis];
            at += i % shape[axis] * step;
            i /= shape[axis];
        }
        return at;
    }
};

/// What a file holds: tensors, and the words of the network that it was written for, if it says so.
struct stored_tensors {
    std::vector<stored_tensor> tensors;
    std::optional<std::string> architecture;
};

namespace detail {

inline std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string text;
    for (const std::string& part : parts)
        (text += text.empty() ? std::string_view() : between) += part;
    return text;
}

/// What the file calls a tensor.
inline std::string name_in_file(const load_options& options, const std::string& name) {
    for (std::size_t end = name.size(); end != name.npos && end != 0; end = name.rfind('.', end - 1))
        if (const auto found = options.names.find(name.substr(0, end)); found != options.names.end())
            return found->second + name.substr(end);
    return name;
}

/// PyTorch counts the mini-batches that a batch normalisation has seen, which nothing here needs.
inline bool is_batch_counter(std::string_view name) {
    return name.ends_with(".num_batches_tracked");
}

}

/// Gives a network's tensors the values of the file's; or leaves them as they are, and says all that does not fit.
/// words: what the network is (`architecture`).
template <class T>
result<load_report> load_tensors(const std::vector<named_tensor<T>>& tensors, std::string_view words,
                                 const stored_tensors& file, const load_options& options) {
    std::vector<std::string> complaints;
    if (options.strict && file.architecture && *file.architecture != words)
        complaints.push_back("written for " + *file.architecture + ", but this is " + std::string(words));
    for (const auto& [name, unused] : options.names)
        if (std::none_of(tensors.begin(), tensors.end(), [&, &path = name](const auto& tensor) {
                return tensor.name == path || tensor.name.starts_with(path + ".");
            }))
            complaints.push_back("the options name " + name + ", which the network does not have");

    std::map<std::string_view, const stored_tensor*> by_name;
    for (const stored_tensor& stored : file.tensors)
        by_name.emplace(stored.name, &stored);
    load_report report;
    std::set<std::string_view> used;
    std::vector<const stored_tensor*> sources;
    for (const auto& tensor : tensors) {
        const std::string name = detail::name_in_file(options, tensor.name);
        const auto found = by_name.find(name);
        sources.push_back(found == by_name.end() ? nullptr : found->second);
        if (found == by_name.end()) {
            report.missing.push_back(name);
            if (options.strict)
                complaints.push_back(name + " is missing: expected " + shape_text(tensor.shape()));
            continue;
        }
        const stored_tensor& stored = *found->second;
        used.insert(found->first);
        report.loaded.push_back(name);
        if (stored.shape != tensor.shape())
            complaints.push_back(name + ": expected " + shape_text(tensor.shape()) + ", found " +
                                 shape_text(stored.shape));
        if (!stored.type || (!is_exact<T>(*stored.type) && !options.rounds))
            complaints.push_back(name + ": expected " + std::string(name_of(element_type_of<T>)) +
                                 " or what is one exactly, found " + stored.type_name);
    }
    for (const stored_tensor& stored : file.tensors)
        if (!used.contains(stored.name) && !detail::is_batch_counter(stored.name)) {
            report.unexpected.push_back(stored.name);
            if (options.strict)
                complaints.push_back(stored.name + " is not expected");
        }
    if (!complaints.empty())
        return failure{"does not fit the network: " + detail::joined(complaints, "; ")};

    for (std::size_t i = 0; i < tensors.size(); ++i)
        if (sources[i] != nullptr) {
            std::size_t value = 0;
            tensors[i].for_each([&](T& to) { to = sources[i]->template value<T>(value++); });
        }
    return report;
}

/// The same by PyTorch's names.
template <class Net>
result<load_report> load_tensors(Net& net, const stored_tensors& file, const load_options& options) {
    return load_tensors(tensors_of(net), architecture<Net>, file, options);
}

}
