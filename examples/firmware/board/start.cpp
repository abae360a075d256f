// From power on to main, for a Cortex-M with a floating-point unit, and what becomes of a fault.

#include "semihosting.hpp"

#include <algorithm>
#include <cstdint>

/// main, which C++ does not let a program call by its name.
int program() __asm__("main");

// The ends of the sections, from board.ld.
extern "C" std::uint32_t stack_begin[], stack_end[];
extern "C" std::uint32_t data_begin[], data_end[], bss_begin[], bss_end[];
extern "C" const std::uint32_t data_in_flash[];

namespace {

constexpr int status_of_fault = 99;

/// Access to the coprocessors 10 and 11, which are the floating-point unit (ARMv7-M, B3.2.20).
void enable_floating_point() {
    auto& access = *reinterpret_cast<volatile std::uint32_t*>(0xE000ED88);
    access = access | 0xFu << 20;
    __asm__ volatile("dsb\n isb" ::: "memory");
}

[[noreturn, gnu::noinline]] void start() {
    std::copy(data_in_flash, data_in_flash + (data_end - data_begin), data_begin);
    std::fill(bss_begin, bss_end, 0u);
    semihosting::exit(program());
}

[[noreturn, gnu::used]] void stop() {
    semihosting::write("fault: a wild address, or the stack has overflowed\n");
    semihosting::exit(status_of_fault);
}

/// The stack may be what is at fault, so this begins another.
[[gnu::naked]] void fault() {
    __asm__ volatile("msr msp, %0\n b %1" ::"r"(stack_end), "i"(stop));
}

}

/// What the processor begins with. Nothing that the compiler writes may use a floating-point register before they are
/// there, so what comes after is a function of its own.
extern "C" [[noreturn]] void reset() {
    enable_floating_point();
    start();
}

namespace {

using handler = void (*)();

/// Where the processor looks for its stack and its handlers: reset, NMI, and the faults (ARMv7-M, B1.5.3). There are no
/// interrupts.
struct vector_table {
    std::uint32_t* stack;
    handler reset, non_maskable, hard_fault, memory_fault, bus_fault, usage_fault;
};
[[gnu::section(".vectors"), gnu::used]] const vector_table vectors{stack_end, reset, fault, fault, fault, fault, fault};

}
