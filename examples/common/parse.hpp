#pragma once
// A command line, read.

#include <CLI/CLI.hpp>

#include <cstdlib>

// Ends the program after --help, and after a mistake, which it explains.
inline void parse(CLI::App& app, int argc, char** argv) {
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& end) {
        std::exit(app.exit(end));
    }
}
