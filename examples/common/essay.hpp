#pragma once
// The command line of the examples that tell a story and draw a picture of it. Reading it is a source file of its own,
// that is compiled once: its library takes the compiler as long as a network with all its training.

#include <trilobite/report/figure.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

struct essay {
    std::string picture = {}; // the file that it is saved to; empty: nowhere
    std::string data = {};    // folder of the MNIST files
    std::size_t epochs = 0;   // rounds through the data
    std::uint64_t seed = 1;
};

// What the command line chooses; what it does not is as in `defaults`. Ends the program after --help, and after a
// mistake, which it explains.
essay read_essay(int argc, char** argv, const std::string& story, essay defaults);

// Saves the picture, if one was asked for, and says so. Returns the program's exit code.
int save_picture(const essay& chosen, std::span<const trilobite::report::figure> panels);
