#pragma once
// What the command line chooses. Reading it is a source file of its own: its library takes the compiler as long as a
// network with all its training.

#include <cstddef>
#include <cstdint>
#include <string>

struct options {
    std::size_t digit = 8;
    std::size_t steps = 3'000;
    float judge_rate = 0.0008f, artist_rate = 0.0006f; // learning rates to begin with
    float clip = 1;                                    // no gradient is beyond +-clip
    float label_noise = 0.1f;                          // the judge is told 1 - U(0, label_noise) of a real image
    std::uint64_t seed = 1;
    std::string data, picture;
};

// Ends the program after --help, and after a mistake, which it explains.
options read_options(int argc, char** argv);
