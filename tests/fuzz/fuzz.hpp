#pragma once
/// What the fuzzers share. A fuzzer is one .cpp file, which defines
///
///     void read(bytes input)                     gives the input to a reader, and checks what must hold of its answer
///     std::vector<std::string> seeds()           sound files, from which the search begins
///
/// where `bytes` is std::span<const std::uint8_t>. Whatever must hold and does not ends the program, by `require`.

#include "../heap_peak.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

using bytes = std::span<const std::uint8_t>;

void read(bytes input);
std::vector<std::string> seeds();

#define require(condition) (condition) ? void() : require_failed(#condition, __FILE__, __LINE__)

[[noreturn]] inline void require_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    std::abort();
}

/// A file that stands in memory, for readers that take a path.
class memory_file {
public:
    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

    void write(bytes contents) const {
        require(ftruncate(descriptor_, 0) == 0);
        require(pwrite(descriptor_, contents.data(), contents.size(), 0) == static_cast<ssize_t>(contents.size()));
    }

private:
    int descriptor_ = memfd_create("input", 0);
};

/// An upper bound of what is read of a file: deflate makes at most 1,032 bytes of one, and of large files the readers
/// take no more than 32.
inline std::size_t inflated_size(bytes file) {
    const bool is_gzip = file.size() >= 2 && file[0] == 0x1f && file[1] == 0x8b;
    return is_gzip ? std::min(1032 * file.size(), (std::size_t{1} << 20) + 32 * file.size()) : file.size();
}

/// Whether an error names the file that it is about, and says something.
inline bool is_named(const std::string& error, const std::string& path) {
    return error.starts_with(path + ": ") && error.size() > path.size() + 2;
}

/// The address sanitizer's quarantine, 256 MB otherwise, is larger than a cache: a third of the time went there.
extern "C" const char* __asan_default_options() {
    return "quarantine_size_mb=8";
}

/// The seeds go to the folder that the search begins with, which is the first argument that is no option.
extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
    for (int i = 1; i < *count; ++i)
        if (const std::filesystem::path folder = (*arguments)[i]; std::filesystem::is_directory(folder)) {
            std::size_t number = 0;
            for (const std::string& seed : seeds())
                std::ofstream(folder / ("seed" + std::to_string(number++)), std::ios::binary) << seed;
            break;
        }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    read({data, size});
    return 0;
}
