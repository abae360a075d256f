#pragma once
#include <trilobite/io/result.hpp>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

namespace trilobite {

/// The bytes of a file.
inline result<std::string> read_file(const std::filesystem::path& path) {
    const auto failed = [&](const char* what) {
        return failure{path.string() + ": " + what + ": " + std::generic_category().message(errno)};
    };
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr)
        return failed("cannot be opened");
    std::string bytes;
    char part[1 << 14];
    while (const std::size_t size = std::fread(part, 1, sizeof part, file))
        bytes.append(part, size);
    const bool read = std::ferror(file) == 0;
    const failure why = failed("cannot be read");
    std::fclose(file);
    if (!read)
        return why;
    return bytes;
}

}
