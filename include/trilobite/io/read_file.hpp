#pragma once
/// A file's bytes.

#include <trilobite/io/result.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <system_error>
#include <vector>

namespace trilobite {

/// All of a file. The errors leave out the file's name. what: the file should be, "a .npy file" say.
inline result<std::vector<std::byte>> read_file(const std::filesystem::path& path, const std::string& what) {
    const auto because = [&](const std::string& why) { return failure{"cannot be read: " + why}; };
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return failure{"expected " + what + ", found no such file"};
    if (status.type() == std::filesystem::file_type::none) // below a folder without permission, say
        return because(error.message());
    if (status.type() != std::filesystem::file_type::regular)
        return failure{"expected " + what + ", found " +
                       (std::filesystem::is_directory(status) ? "a directory" : "something that is not a file")};
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error)
        return because(error.message());
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (file == nullptr)
        return because(std::generic_category().message(errno));
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    if (std::fread(bytes.data(), 1, bytes.size(), file.get()) != bytes.size())
        return because("it breaks off");
    return bytes;
}

namespace detail {

/// What read() makes of a file's bytes, its errors with the file's name before them.
template <class Read>
auto read_named(const std::filesystem::path& path, const std::string& what, Read read)
    -> decltype(read(std::span<const std::byte>())) {
    const auto named = [&](const std::string& why) { return failure{path.string() + ": " + why}; };
    const auto bytes = read_file(path, what);
    if (!bytes)
        return named(bytes.error());
    auto made = read(std::span<const std::byte>(*bytes));
    if (!made)
        return named(made.error());
    return made;
}

}

}
