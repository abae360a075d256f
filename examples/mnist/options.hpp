#pragma once
// What the command line chooses. Reading it is a source file of its own: its library takes the compiler as long as a
// network with all its training.

#include <cstddef>
#include <cstdint>
#include <string>

struct options {
    std::string net = "intermediate";
    std::size_t epochs = 0;  // 0: as many as the network needs
    float learning_rate = 0; // 0: the network's own
    std::size_t batch = 128; // 1, 32, 64 or 128
    std::uint64_t seed = 1;
    std::string data;
    std::size_t samples = 0; // 0: all of them
    std::string checkpoint;  // empty: none
    bool resume = false;
    std::string csv, tensorboard, report, header; // empty: none
};

// Ends the program after --help, and after a mistake, which it explains.
options read_options(int argc, char** argv);
