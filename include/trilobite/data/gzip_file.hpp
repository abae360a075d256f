#pragma once

/// Files that may be compressed with gzip. Needs zlib.

#include <trilobite/io/result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <system_error>

#include <zlib.h>

namespace trilobite::data::detail {

/// A file open for reading, which zlib decompresses where it begins like a gzip stream and copies where it does not.
///
/// Deflate may make 1,032 bytes of one. MNIST becomes 5 times as large, tables 3 to 15 times: no more is read of a gzip
/// file than `inflated_free` bytes and `inflated_ratio` times its size.
class gzip_file {
public:
    static constexpr std::size_t inflated_free = std::size_t{1} << 20;
    static constexpr std::size_t inflated_ratio = 32;

    /// what: the file should be, "an IDX file" say. The errors leave out the file's name.
    static result<gzip_file> open(const std::filesystem::path& path, const std::string& what) {
        std::error_code ignored;
        const std::filesystem::file_status status = std::filesystem::status(path, ignored);
        if (status.type() == std::filesystem::file_type::not_found)
            return failure{"expected " + what + ", found no such file"};
        if (std::filesystem::is_directory(status))
            return failure{"expected " + what + ", found a directory"};
        gzip_file opened;
        opened.file_.reset(gzopen(path.string().c_str(), "rb"));
        if (opened.file_ == nullptr)
            return failure{"cannot be opened for reading"};
        if (std::filesystem::is_regular_file(status))
            if (const std::uintmax_t size = std::filesystem::file_size(path, ignored); !ignored)
                opened.size_ = static_cast<std::size_t>(size);
        return opened;
    }

    /// How many bytes it has on the disk; without end where it is a pipe, or the like.
    std::size_t size() const { return size_; }

    /// Fills `into` as far as the file goes, or may be inflated, and returns how far that was.
    std::size_t read(std::span<std::uint8_t> into) {
        std::size_t done = 0;
        while (done < into.size() && !is_inflated_too_far()) {
            const auto wanted = static_cast<unsigned>(std::min(into.size() - done, largest_read));
            const int got = gzread(file_.get(), into.data() + done, wanted);
            if (got <= 0)
                break;
            done += static_cast<std::size_t>(got);
            read_ += static_cast<std::size_t>(got);
        }
        return done;
    }

    /// What there is to complain of, empty when nothing: a stream that breaks off, a checksum that is wrong, ...
    /// Of a checksum zlib knows only after a read that went past the last byte.
    std::string complaint() const {
        if (is_inflated_too_far())
            return "expected a gzip file of " + std::to_string(size_) + " bytes to hold at most " +
                   std::to_string(inflated_free + inflated_ratio * size_) +
                   ", found more: if it can be trusted, decompress it first";
        int status = Z_OK;
        const char* text = gzerror(file_.get(), &status);
        if (status == Z_OK || status == Z_STREAM_END)
            return {};
        if (status == Z_BUF_ERROR)
            return "the gzip stream breaks off before its end";
        return (status == Z_DATA_ERROR ? "the gzip stream is corrupt: " : "cannot be read: ") + std::string(text);
    }

private:
    gzip_file() = default;

    static constexpr std::size_t largest_read = std::size_t{1} << 20;

    bool is_inflated_too_far() const {
        return read_ > inflated_free && (read_ - inflated_free - 1) / inflated_ratio >= size_ &&
               gzdirect(file_.get()) == 0;
    }

    struct closer {
        void operator()(gzFile file) const { gzclose(file); }
    };
    std::unique_ptr<gzFile_s, closer> file_;
    std::size_t size_ = std::numeric_limits<std::size_t>::max(), read_ = 0;
};

}
