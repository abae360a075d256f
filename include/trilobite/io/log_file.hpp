#pragma once
/// A file that grows by whole records, for whoever reads it while it is being written.

#include <trilobite/io/result.hpp>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace trilobite {

/// Each record is handed to the system before `append` returns, and one that does not fit is taken back, so that the
/// file never ends in the middle of one. After a failure nothing more is written, and `complaint` says why.
class log_file {
public:
    /// Empties the file if there is one.
    static result<log_file> create(const std::filesystem::path& path) { return open(path, "wb"); }
    /// Fails if there is one.
    static result<log_file> create_new(const std::filesystem::path& path) { return open(path, "wbx"); }
    /// Goes on at its end if there is one.
    static result<log_file> reopen(const std::filesystem::path& path) { return open(path, "ab"); }

    void append(std::string_view record) {
        if (!complaint_.empty())
            return;
        if (std::fwrite(record.data(), 1, record.size(), file_.get()) == record.size()) {
            size_ += static_cast<off_t>(record.size());
            return;
        }
        complaint_ = path_.string() + ": " + words_of(errno) + ": the log ends here";
        if (ftruncate(fileno(file_.get()), size_) != 0)
            complaint_ += ", within a record";
    }

    /// Takes back what stands behind so many bytes, if anything does.
    void cut(std::uintmax_t size) {
        if (!complaint_.empty())
            return;
        const auto to = static_cast<off_t>(size);
        if (to < end_of(file_.get()) && ftruncate(fileno(file_.get()), to) != 0)
            complaint_ = path_.string() + ": " + words_of(errno) + ": the log ends here";
        size_ = end_of(file_.get());
    }

    /// Waits until what was appended is on the disk, where it is safe when the machine goes down.
    void sync() {
        if (complaint_.empty() && fdatasync(fileno(file_.get())) != 0 && errno != EINVAL)
            complaint_ = path_.string() + ": " + words_of(errno) + ": the log ends here";
    }

    const std::filesystem::path& path() const { return path_; }

    /// Why a record could not be written; empty while all were.
    const std::string& complaint() const { return complaint_; }

private:
    struct closer {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    using handle = std::unique_ptr<std::FILE, closer>;

    log_file(std::filesystem::path path, handle file, off_t size)
        : path_(std::move(path)), file_(std::move(file)), size_(size) {}

    static std::string words_of(int error) { return std::generic_category().message(error); }

    static result<log_file> open(const std::filesystem::path& path, const char* mode) {
        handle file(std::fopen(path.c_str(), mode));
        if (!file)
            return failure{path.string() + ": cannot be opened for writing: " + words_of(errno)};
        // Without a buffer: what could not be written must not be tried again at the end.
        std::setvbuf(file.get(), nullptr, _IONBF, 0);
        const off_t size = end_of(file.get());
        return log_file(path, std::move(file), size);
    }

    /// Where the next record goes.
    static off_t end_of(std::FILE* file) {
        std::fseek(file, 0, SEEK_END);
        return ftello(file);
    }

    std::filesystem::path path_;
    handle file_;
    off_t size_;
    std::string complaint_;
};

}
