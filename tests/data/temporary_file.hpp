#pragma once

#include "../catch.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <zlib.h>

using bytes = std::vector<std::uint8_t>;

/// What gzip makes of them.
inline bytes compressed(bytes contents) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    bytes packed(deflateBound(&stream, static_cast<uLong>(contents.size())));
    stream.next_in = contents.data();
    stream.avail_in = static_cast<uInt>(contents.size());
    stream.next_out = packed.data();
    stream.avail_out = static_cast<uInt>(packed.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream.total_out);
    REQUIRE(deflateEnd(&stream) == Z_OK);
    return packed;
}

/// A file of a directory of its own, which is removed with it.
class temporary_file {
public:
    temporary_file() {
        std::random_device random;
        directory_ = std::filesystem::temp_directory_path() /
                     ("trilobite-" + std::to_string(random()) + "-" + std::to_string(random()));
        std::filesystem::create_directory(directory_);
    }
    ~temporary_file() { std::filesystem::remove_all(directory_); }
    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;

    std::filesystem::path path() const { return directory_ / "file"; }

    /// contents: a contiguous range of bytes.
    template <class Contents>
    void write(const Contents& contents) const {
        std::ofstream(path(), std::ios::binary)
            .write(reinterpret_cast<const char*>(contents.data()), static_cast<std::streamsize>(contents.size()));
    }

    /// The error that reading the file gave, without the file's name, which it must begin with; "none" if none.
    template <class Result>
    std::string error_of(const Result& read) const {
        if (read)
            return "none";
        const std::string name = path().string() + ": ";
        return read.error().starts_with(name) ? read.error().substr(name.size()) : "no file's name in: " + read.error();
    }

private:
    std::filesystem::path directory_;
};
