#pragma once
/// A directory of its own for a test, gone with all that is in it at the end.

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <unistd.h>

class temporary_directory {
public:
    temporary_directory() {
        static std::atomic<int> count{0};
        path_ = std::filesystem::temp_directory_path() /
                ("trilobite_test_" + std::to_string(getpid()) + "_" + std::to_string(count++));
        std::filesystem::create_directory(path_);
    }
    ~temporary_directory() { std::filesystem::remove_all(path_); }
    temporary_directory(const temporary_directory&) = delete;
    temporary_directory& operator=(const temporary_directory&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator()));
    }

private:
    std::filesystem::path path_;
};

inline std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}
