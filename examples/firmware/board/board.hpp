#pragma once
/// What the programs here ask of the machine they run on, which is a microcontroller (start.cpp, device.cpp) or, so
/// that the two can be compared, a desktop (desktop.cpp).

#include <cstdint>

namespace board {

/// Whether there is something to measure: on a desktop all the numbers below are zero.
extern const bool is_device;

/// To whoever looks on: the debugger of a device, by semihosting, or the shell of a desktop.
void write(const char* text);

/// The instructions executed since the start, to within 40, under an emulator that takes a nanosecond for each.
std::uint64_t instructions();

/// The bytes of stack that a function takes, with all that it calls: what it has changed of a painted stack.
std::uint32_t stack_of(void (*function)());

/// Bytes, as the linker counts them.
struct memory_map {
    std::uint32_t code;      ///< in flash
    std::uint32_t constants; ///< in flash, initial values of variables included
    std::uint32_t variables; ///< in RAM
    std::uint32_t stack;     ///< in RAM: what there is of it
};
memory_map memory();

}
