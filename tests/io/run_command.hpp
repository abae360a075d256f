#pragma once
/// Another program's opinion on what was written.

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/wait.h>

struct command_result {
    int status; ///< 77: skipped
    std::string output;
};

/// A script that stands beside a test's source (its __FILE__), with a file to look at.
inline command_result run_python(std::string_view source, const std::string& script,
                                 const std::filesystem::path& file) {
    const std::string beside = (std::filesystem::path(source).parent_path() / script).string();
    const std::string command = "python3 '" + beside + "' '" + file.string() + "' 2>&1";
    command_result result{-1, {}};
    if (std::FILE* pipe = popen(command.c_str(), "r")) {
        char part[4096];
        while (const std::size_t size = std::fread(part, 1, sizeof part, pipe))
            result.output.append(part, size);
        const int status = pclose(pipe);
        result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    return result;
}
