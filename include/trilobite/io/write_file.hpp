#pragma once
/// Files that are there whole or not at all.

#include <trilobite/io/result.hpp>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace trilobite {

namespace detail {

/// That a file has another name is written to the disk, as far as its file system can.
inline void sync_directory_of(const std::filesystem::path& path) {
    const std::filesystem::path parent = path.has_parent_path() ? path.parent_path() : ".";
    if (const int directory = open(parent.c_str(), O_RDONLY | O_DIRECTORY); directory >= 0) {
        fsync(directory);
        close(directory);
    }
}

}

/// Writes a file, in the place of one that is there, and returns its path. The bytes are written beside it first, and
/// take its name when they are complete and on the disk: a reader finds the old file or the new one, and after a
/// failure the old one, whenever the process or the machine comes to its end. `beside`: where they are written first,
/// in the same file system; by default a name of this process's own.
inline result<std::filesystem::path> write_file(const std::filesystem::path& path, std::string_view bytes,
                                                const std::filesystem::path& beside = {}) {
    const auto failed = [&](const std::string& what) {
        return failure{path.string() + ": " + what + ": " + std::generic_category().message(errno)};
    };
    const std::string unfinished =
        beside.empty() ? path.string() + "." + std::to_string(getpid()) + ".unfinished" : beside.string();
    std::FILE* file = std::fopen(unfinished.c_str(), "wb");
    if (file == nullptr)
        return failed("cannot be opened for writing");
    bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() && std::fflush(file) == 0 &&
                   fsync(fileno(file)) == 0;
    written = std::fclose(file) == 0 && written;
    if (!written || std::rename(unfinished.c_str(), path.c_str()) != 0) {
        const failure why = failed("cannot be written");
        std::remove(unfinished.c_str());
        return why;
    }
    detail::sync_directory_of(path);
    return path;
}

}
