// What the desktop does first: it learns the lessons, and writes down what came out, as headers for the device.
//     desktop desktop.hpp trained.hpp

#include "lessons.hpp"

#include <trilobite/io/header_file.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <ios>
#include <iostream>

using namespace trilobite;

namespace {

/// The fingerprints.
void write_outcomes(std::ostream& out) {
    out << "#pragma once\n#include <cstdint>\n\nnamespace desktop {\n" << std::hex;
    const auto write = [&](const char* name, const lessons::outcome& outcome) {
        out << "inline constexpr std::uint32_t " << name << "_fingerprint = 0x" << outcome.fingerprint << ";\n";
    };
    write("xor", lessons::learn_xor());
    write("sine", lessons::learn_sine());
    write("digits", lessons::learn_digits());
    out << "}\n";
}

}

int main(int, char** arguments) {
    std::ofstream outcomes(arguments[1]);
    write_outcomes(outcomes);

    // The network that reads digits, one digit, and what the network makes of it.
    std::array<float, lessons::digit_net::input_size> sample;
    std::transform(drawn::test_pixels, drawn::test_pixels + sample.size(), sample.begin(), brightness<float>);
    const auto written = write_header(lessons::reader, sample, arguments[2], {.name_space = "trained"});
    if (!written)
        std::cerr << written.error() << '\n';
    return outcomes.flush() && written ? 0 : 1;
}
