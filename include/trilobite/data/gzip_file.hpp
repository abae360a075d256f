#pragma once

/// Files that may be compressed with gzip. Needs zlib.

#include <trilobite/io/result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <system_error>

#include <zlib.h>

namespace trilobite::data::detail {

/// A file open for reading, which zlib decompresses where it begins like a gzip stream and copies where it does not.
class gzip_file {
public:
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
        return opened;
    }

    /// Fills `into` as far as the file goes, and returns how far that was.
    std::size_t read(std::span<std::uint8_t> into) {
        std::size_t done = 0;
        while (done < into.size()) {
            const auto wanted = static_cast<unsigned>(std::min(into.size() - done, largest_read));
            const int got = gzread(file_.get(), into.data() + done, wanted);
            if (got <= 0)
                break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }

    /// What zlib has to complain of, empty when nothing: a stream that breaks off, a checksum that is wrong, ...
    /// Of a checksum it knows only after a read that went past the last byte.
    std::string complaint() const {
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

    struct closer {
        void operator()(gzFile file) const { gzclose(file); }
    };
    std::unique_ptr<gzFile_s, closer> file_;
};

}
