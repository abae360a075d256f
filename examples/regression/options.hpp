#pragma once
// What the command line chooses. Reading it is a source file of its own: its library takes the compiler as long as a
// network with all its training.

#include <cstddef>
#include <cstdint>
#include <string>

constexpr std::size_t features = 13;

struct options {
    std::string data;
    std::string target;
    std::size_t epochs = 32;
    std::uint64_t seed = 1;
};

// Ends the program after --help, and after a mistake, which it explains.
options read_options(int argc, char** argv);
