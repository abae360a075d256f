#pragma once
/// Files that are there whole or not at all.

#include <trilobite/io/result.hpp>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace trilobite {

/// Writes a file, in the place of one that is there, and returns its path. The bytes are written beside it first, and
/// take its name when they are complete: a reader finds the old file or the new one, and after a failure the old one.
inline result<std::filesystem::path> write_file(const std::filesystem::path& path, std::string_view bytes) {
    const auto failed = [&](const std::string& what) {
        return failure{path.string() + ": " + what + ": " + std::generic_category().message(errno)};
    };
    const std::string unfinished = path.string() + "." + std::to_string(getpid()) + ".unfinished";
    std::FILE* file = std::fopen(unfinished.c_str(), "wb");
    if (file == nullptr)
        return failed("cannot be opened for writing");
    bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    written = std::fclose(file) == 0 && written;
    if (!written || std::rename(unfinished.c_str(), path.c_str()) != 0) {
        const failure why = failed("cannot be written");
        std::remove(unfinished.c_str());
        return why;
    }
    return path;
}

}
