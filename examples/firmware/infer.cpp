// A trained network in flash.
//
// The desktop has trained a network that reads digits, and has written it down as a constant, together with one
// picture and what the network makes of it (trained.hpp). Here the constant is only read: its bytes stand in flash
// and are never copied to RAM, and what it makes of the picture must be what it made of it on the desktop, to the
// last bit.

#include "print.hpp"
#include "trained.hpp" // written by desktop.cpp

#include <trilobite/network/predict.hpp>
#include <trilobite/network/stack.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

using namespace trilobite;

namespace {

prediction<trained::net_type> answer;

bool same_bits(float a, float b) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

}

int main() {
    const std::uint64_t before = board::instructions();
    answer = predict(trained::network, trained::input);
    const std::uint64_t instructions = board::instructions() - before;
    const std::uint32_t stack = board::stack_of([] { answer = predict(trained::network, trained::input); });

    for (std::uint32_t digit = 0; const float probability : answer)
        print(digit++, ": ", decimals{100 * probability, 4}, " %\n");
    const bool same = std::equal(answer.begin(), answer.end(), trained::output.begin(), same_bits);
    print(same ? "as on the desktop\n" : "NOT as on the desktop\n");
    if (board::is_device) {
        const auto memory = board::memory();
        print("device: ", instructions, " instructions\n");
        print("device: flash ", memory.code, " bytes of code, ", memory.constants,
              " of constants, of which the network is ", std::uint32_t{flash_bytes<trained::net_type>}, "\n");
        print("device: RAM ", memory.variables, " bytes of variables, ", stack, " of stack\n");
    }
    return same ? 0 : 1;
}
