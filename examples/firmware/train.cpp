// Three networks learn on a microcontroller what they learn on a desktop, to the last bit.
//
// The lessons are in lessons.hpp; nothing in them knows where it runs. Before this program is built, the desktop has
// learned them already (desktop.cpp), and has written down a fingerprint of all parameters that came out. Here they
// are learned again: the program fails unless every fingerprint is the desktop's.
//
// What the device alone can tell is printed in lines that begin with "device": instructions, as the emulator counts
// them, and bytes. The flash holds code and constants, among them the pictures of digits; the RAM holds variables,
// that is parameters, gradients, moments and working memory of all three networks; how much of the stack is used is
// told by its paint.

#include "desktop.hpp" // written by desktop.cpp
#include "lessons.hpp"
#include "print.hpp"

#include <algorithm>
#include <cstdint>

namespace {

std::uint32_t most_stack = 0;

/// One lesson, and whether its outcome is the desktop's.
template <lessons::outcome (&Learn)()>
bool lesson(const char* name, std::uint32_t on_desktop) {
    static lessons::outcome result;
    static std::uint64_t instructions;
    const std::uint32_t stack = board::stack_of([] {
        const std::uint64_t before = board::instructions();
        result = Learn();
        instructions = board::instructions() - before;
    });
    most_stack = std::max(most_stack, stack);
    const bool same = result.fingerprint == on_desktop;
    print(name, ": cost ", decimals{result.quality.cost, 6}, ", right ", decimals{100 * result.quality.accuracy, 1},
          " %, fingerprint ", hex{result.fingerprint}, same ? ", as on the desktop\n" : ", NOT as on the desktop\n");
    if (board::is_device)
        print("device: ", instructions / 1000, " thousand instructions, ", stack, " bytes of stack\n");
    return same;
}

}

int main() {
    bool same = lesson<lessons::learn_xor>("xor", desktop::xor_fingerprint);
    same = lesson<lessons::learn_sine>("sine", desktop::sine_fingerprint) && same;
    same = lesson<lessons::learn_digits>("digits", desktop::digits_fingerprint) && same;
    if (board::is_device) {
        const auto memory = board::memory();
        print("device: flash ", memory.code + memory.constants, " bytes: ", memory.code, " of code, ", memory.constants,
              " of constants\n");
        print("device: RAM ", memory.variables + most_stack, " bytes: ", memory.variables, " of variables, ",
              most_stack, " of stack\n");
    }
    return same ? 0 : 1;
}
