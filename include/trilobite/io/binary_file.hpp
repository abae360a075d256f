#pragma once
/// Networks in files, in the format of network/binary.hpp.

#include <trilobite/io/read_file.hpp>
#include <trilobite/io/write_file.hpp>
#include <trilobite/network/binary.hpp>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace trilobite {

/// Writes a network to a file, whole or not at all, and returns its path. beside: as write_file has it.
template <class Net>
result<std::filesystem::path> save(const Net& net, const std::filesystem::path& path,
                                   const std::filesystem::path& beside = {}) {
    std::string bytes(binary_bytes<Net>, '\0');
    save(net, std::as_writable_bytes(std::span<char, binary_bytes<Net>>(bytes)));
    return write_file(path, bytes, beside);
}

/// Gives a network the values of one in a file, all or none of them, and returns the path.
template <class Net>
result<std::filesystem::path> load(Net& net, const std::filesystem::path& path) {
    return detail::read_named(path, "a network in Trilobite's binary format",
                              [&](std::span<const std::byte> bytes) -> result<std::filesystem::path> {
                                  if (const load_status status = load(net, bytes); !status)
                                      return failure{std::string(std::string_view(describe(status)))};
                                  return path;
                              });
}

}
