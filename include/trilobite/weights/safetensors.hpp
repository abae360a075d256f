#pragma once
/// Weights as safetensors files, which PyTorch, Keras and others read and write. Needs nlohmann's JSON.

#include <trilobite/io/read_file.hpp>
#include <trilobite/io/result.hpp>
#include <trilobite/io/write_file.hpp>
#include <trilobite/weights/element.hpp>
#include <trilobite/weights/json.hpp>
#include <trilobite/weights/origin.hpp>
#include <trilobite/weights/safetensors_header.hpp>
#include <trilobite/weights/stored_tensor.hpp>
#include <trilobite/weights/tensors.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace trilobite {

/// A network, a gradient or whatever else has a network's type as the bytes of a safetensors file: the tensors of
/// tensors_of, as float32 or float64.
template <class Net>
std::string safetensors_of(const Net& net) {
    using T = typename Net::value_type;
    const auto tensors = tensors_of(net);
    detail::json header;
    header["__metadata__"] = detail::origin<Net>();
    std::size_t end = 0;
    for (const auto& tensor : tensors) {
        const std::size_t begin = end;
        end += tensor.size() * sizeof(T);
        header[tensor.name] = {
            {"dtype", sizeof(T) == 8 ? "F64" : "F32"}, {"shape", tensor.shape()}, {"data_offsets", {begin, end}}};
    }
    std::string text = detail::json_text(header);
    text.append((8 - text.size() % 8) % 8, ' '); // so that the values are aligned
    std::string bytes;
    bytes.reserve(8 + text.size() + end);
    for (std::size_t i = 0; i < 8; ++i)
        bytes += static_cast<char>(static_cast<unsigned char>(std::uint64_t{text.size()} >> (8 * i)));
    bytes += text;
    for (const auto& tensor : tensors)
        tensor.for_each([&](T value) { append_element(bytes, value); });
    return bytes;
}

/// Writes a network to a file, whole or not at all, in the place of one that is there.
///
///     save_safetensors(net, "digits.safetensors");
///     load_safetensors(net, "digits.safetensors");
template <class Net>
result<std::filesystem::path> save_safetensors(const Net& net, const std::filesystem::path& path) {
    return write_file(path, safetensors_of(net));
}

/// Takes a network's values from the bytes of a safetensors file: of float32 or float64, float16 or bfloat16. Where the
/// file is damaged or anything does not fit (load_options) the network stays as it is, and the error says all that does
/// not.
template <class Net>
result<load_report> load_safetensors(Net& net, std::span<const std::byte> file, const load_options& options = {}) {
    const auto stored = read_safetensors(file);
    if (!stored)
        return failure{stored.error()};
    return load_tensors(net, *stored, options);
}

/// The same from a file.
template <class Net>
result<load_report> load_safetensors(Net& net, const std::filesystem::path& path, const load_options& options = {}) {
    return detail::read_named(path, "a safetensors file",
                              [&](std::span<const std::byte> file) { return load_safetensors(net, file, options); });
}

}
