#pragma once
/// Weights as NumPy's .npz files: a zip archive with a .npy file for each tensor. Needs zlib.

#include <trilobite/io/read_file.hpp>
#include <trilobite/io/result.hpp>
#include <trilobite/io/write_file.hpp>
#include <trilobite/weights/npy.hpp>
#include <trilobite/weights/origin.hpp>
#include <trilobite/weights/stored_tensor.hpp>
#include <trilobite/weights/tensors.hpp>
#include <trilobite/weights/zip.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trilobite {

/// How the arrays of a .npz file are packed: numpy.savez, numpy.savez_compressed.
enum class npz_packing { stored, deflated };

namespace detail {

/// The entry that says what an archive was written for: a line each for the words, their hash and the library's
/// version.
inline const std::string npz_origin_name = "trilobite.txt";
inline constexpr std::size_t npz_longest_origin = 1 << 16;

/// What a .npz file holds; the tensors refer to the file's bytes or to `unpacked`.
struct npz_contents {
    std::vector<std::vector<std::byte>> unpacked;
    stored_tensors held;
};

/// limits: the tensors that are wanted, and how many bytes of each. Of the others only the names are read.
inline result<npz_contents> read_npz(std::span<const std::byte> file,
                                     const std::map<std::string, std::size_t>& limits) {
    const auto entries = zip_entries(file);
    if (!entries)
        return failure{entries.error()};
    npz_contents contents;
    contents.unpacked.reserve(entries->size());
    for (const zip_entry& entry : *entries) {
        constexpr std::string_view ending = ".npy";
        const bool is_origin = entry.name == npz_origin_name;
        if (!entry.name.ends_with(ending) && !is_origin)
            continue;
        const std::string name = is_origin ? "" : entry.name.substr(0, entry.name.size() - ending.size());
        const auto wanted = limits.find(name);
        if (wanted == limits.end() && !is_origin) {
            contents.held.tensors.emplace_back().name = name;
            continue;
        }
        // What is deflated may claim to be a thousand times as large, and be so.
        if (const std::size_t most = is_origin ? npz_longest_origin : npy_longest_header + wanted->second;
            entry.deflated && entry.size > most)
            return failure{"entry " + entry.name + ": expected at most " + std::to_string(most) + " bytes, found " +
                           std::to_string(entry.size)};
        const auto bytes = unzipped(entry, contents.unpacked.emplace_back());
        if (!bytes)
            return failure{bytes.error()};
        if (is_origin) {
            const std::string_view text = text_of(*bytes);
            contents.held.architecture = std::string(text.substr(0, text.find('\n')));
            continue;
        }
        auto tensor = parse_npy(*bytes);
        if (!tensor)
            return failure{"entry " + entry.name + ": " + tensor.error()};
        tensor->name = name;
        contents.held.tensors.push_back(std::move(*tensor));
    }
    return contents;
}

}

/// A network, a gradient or whatever else has a network's type as the bytes of a .npz file: the tensors of tensors_of.
template <class Net>
result<std::string> npz_of(const Net& net, npz_packing packing = npz_packing::stored) {
    using T = typename Net::value_type;
    detail::zip_writer archive(packing == npz_packing::deflated);
    for (const auto& tensor : tensors_of(net)) {
        std::string bytes = detail::npy_header<T>(tensor.shape());
        bytes.reserve(bytes.size() + tensor.size() * sizeof(T));
        tensor.for_each([&](T value) { append_element(bytes, value); });
        archive.add(tensor.name + ".npy", bytes);
    }
    const auto origin = detail::origin<Net>();
    archive.add(detail::npz_origin_name, origin.at("architecture") + "\n" + origin.at("architecture_hash") + "\n" +
                                             origin.at("trilobite") + "\n");
    return std::move(archive).finish();
}

/// Writes a network to a file, whole or not at all, in the place of one that is there.
template <class Net>
result<std::filesystem::path> save_npz(const Net& net, const std::filesystem::path& path,
                                       npz_packing packing = npz_packing::stored) {
    const auto bytes = npz_of(net, packing);
    if (!bytes)
        return failure{path.string() + ": " + bytes.error()};
    return write_file(path, *bytes);
}

/// Takes a network's values from the bytes of a .npz file: of float16, float32 or float64, of either byte order, row by
/// row or column by column. Where the file is damaged or anything does not fit (load_options) the network stays as it
/// is.
template <class Net>
result<load_report> load_npz(Net& net, std::span<const std::byte> file, const load_options& options = {}) {
    std::map<std::string, std::size_t> limits;
    for (const auto& tensor : tensors_of(net)) {
        std::size_t& limit = limits[detail::name_in_file(options, tensor.name)];
        limit = std::max(limit, tensor.size() * sizeof(double));
    }
    const auto contents = detail::read_npz(file, limits);
    if (!contents)
        return failure{contents.error()};
    return load_tensors(net, contents->held, options);
}

/// The same from a file.
template <class Net>
result<load_report> load_npz(Net& net, const std::filesystem::path& path, const load_options& options = {}) {
    return detail::read_named(path, "a .npz file",
                              [&](std::span<const std::byte> file) { return load_npz(net, file, options); });
}

}
