#pragma once
/// gnuplot, which draws the figures: a process of its own.
///
/// Of what Debian offers it weighs least for who just runs an example: one program, looked for when a figure is asked
/// for and said to be missing where it is, while PLplot and MathGL are libraries to link with that bring Qt and OpenGL
/// along, and matplot++, which is not packaged, calls gnuplot too. As a process of its own it lays no licence on the
/// program that runs it. It writes text as text and lines as paths, and the same bytes for the same figure. What it
/// does not do well is done in report/axis.hpp, the marks of an axis, and in report/svg.hpp, figures for dark screens.

#include <trilobite/io/result.hpp>
#include <trilobite/io/utf8.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace trilobite::report {

namespace detail {

/// A string of gnuplot's language, in which whatever might have a meaning is written by its number. (Within single
/// quotes nothing has one but the quote itself, whose doubling gnuplot 5.4 does not understand everywhere.)
inline std::string gnuplot_string(std::string_view words) {
    const auto octal = [](int code) { return static_cast<char>('0' + (code & 7)); };
    std::string literal = "\"";
    for (const char c : text::printable(words)) {
        const auto code = static_cast<unsigned char>(c);
        // Digits are not: behind a number they would be read as more of it.
        const bool plain = code >= 0x80 || c == ' ' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (plain)
            literal += c;
        else
            literal += {'\\', octal(code >> 6), octal(code >> 3), octal(code)};
    }
    return literal + "\"";
}

/// A file without a name, gone when it is closed.
class scratch_file {
public:
    scratch_file() : file_(std::tmpfile()) {}

    bool is_open() const { return file_ != nullptr; }
    int descriptor() const { return fileno(file_.get()); }

    bool write(std::string_view bytes) {
        const bool written =
            std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size() && std::fflush(file_.get()) == 0;
        std::rewind(file_.get());
        return written;
    }
    std::string read() {
        std::string bytes;
        std::array<char, 4096> part;
        std::rewind(file_.get());
        while (const std::size_t size = std::fread(part.data(), 1, part.size(), file_.get()))
            bytes.append(part.data(), size);
        return bytes;
    }

private:
    struct closer {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, closer> file_;
};

/// What a gnuplot script writes to the standard output, free of the settings that its user has made at home. Fails in
/// words where there is no gnuplot, where it does not understand, and where there is no room for temporary files.
inline result<std::string> run_gnuplot(std::string_view script) {
    const auto failed = [](const std::string& what, int error) {
        return failure{what + ": " + std::generic_category().message(error)};
    };
    scratch_file input, output, complaints;
    if (!input.is_open() || !output.is_open() || !complaints.is_open() || !input.write(script))
        return failed("no temporary file for gnuplot", errno);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input.descriptor(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output.descriptor(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, complaints.descriptor(), STDERR_FILENO);
    std::string program = "gnuplot", default_settings = "-d";
    std::array<char*, 3> arguments{program.data(), default_settings.data(), nullptr};
    pid_t process = 0;
    const int error = posix_spawnp(&process, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error == ENOENT)
        return failure{"figures are drawn by gnuplot, which is not installed; on Debian and Ubuntu: "
                       "apt-get install gnuplot-nox"};
    if (error != 0)
        return failed("gnuplot cannot be run", error);

    int status = 0;
    while (waitpid(process, &status, 0) == -1)
        if (errno != EINTR)
            return failed("gnuplot was lost", errno);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return failure{"gnuplot failed: " + complaints.read()};
    return output.read();
}

}

}
