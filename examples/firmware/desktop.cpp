// What the desktop does first: it learns the lessons, and writes down what came out, as headers for the device.
//     desktop desktop.hpp trained.hpp

#include "lessons.hpp"

#include <trilobite/network/predict.hpp>
#include <trilobite/training/data_view.hpp>

#include <array>
#include <cstddef>
#include <fstream>
#include <ios>

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

/// The network that reads digits, one digit, and what the network makes of it; in hexadecimal, so that nothing is rounded.
void write_network(std::ostream& out) {
    out << R"(#pragma once
#include <trilobite/core/members.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/relu.hpp>
#include <trilobite/layers/softmax.hpp>
#include <trilobite/network/predict.hpp>

#include <array>
#include <cstddef>

namespace trained {
using namespace trilobite;
using net_type = network<input<64>, dense<16>, relu, dense<10>, softmax>;
inline constexpr net_type network = [] {
    constexpr float parameters[]{)"
        << std::hexfloat;
    for_each_matrix(
        [&](const auto& m) {
            for (std::size_t row = 0; row < m.rows; ++row)
                for (std::size_t column = 0; column < m.columns; ++column)
                    out << m(row, column) << "f,";
        },
        lessons::reader);
    out << R"(};
    net_type all;
    for_each_matrix(
        [next = parameters](auto& m) mutable {
            for (std::size_t row = 0; row < m.rows; ++row)
                for (std::size_t column = 0; column < m.columns; ++column)
                    m(row, column) = *next++;
        },
        all);
    return all;
}();
)";
    std::array<float, lessons::digit_net::input_size> sample;
    std::transform(drawn::test_pixels, drawn::test_pixels + sample.size(), sample.begin(), brightness<float>);
    const auto write = [&](const char* name, const auto& values) {
        out << "inline constexpr std::array<float, " << values.size() << "> " << name << '{';
        for (const float v : values)
            out << v << "f,";
        out << "};\n";
    };
    write("input", sample);
    write("output", predict(lessons::reader, sample));
    out << "}\n";
}

}

int main(int, char** arguments) {
    std::ofstream outcomes(arguments[1]), network(arguments[2]);
    write_outcomes(outcomes);
    write_network(network);
    return outcomes.flush() && network.flush() ? 0 : 1;
}
