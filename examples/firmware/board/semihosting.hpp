#pragma once
/// Calls to the debugger or the emulator. (Arm: Semihosting for AArch32 and AArch64)

#include <cstdint>

namespace semihosting {

/// operation: in r0; argument, or the address of several: in r1.
inline void call(std::uint32_t operation, const void* argument) {
    register std::uint32_t r0 __asm__("r0") = operation;
    register const void* r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

/// SYS_WRITE0
inline void write(const char* text) {
    call(0x04, text);
}

/// SYS_EXIT_EXTENDED, for ADP_Stopped_ApplicationExit
[[noreturn]] inline void exit(int status) {
    const std::uint32_t reason_and_status[]{0x20026, static_cast<std::uint32_t>(status)};
    call(0x20, reason_and_status);
    for (;;) {
    }
}

}
