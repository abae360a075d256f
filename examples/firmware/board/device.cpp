// The board, seen from the device. (Arm MPS2: Cortex-M4 and M7 images AN386, AN500)

#include "board.hpp"
#include "semihosting.hpp"

#include <algorithm>

extern "C" std::uint32_t stack_begin[], stack_end[];
extern "C" std::uint32_t code_begin[], code_end[], constants_begin[], constants_end[];
extern "C" std::uint32_t data_begin[], data_end[], bss_begin[], bss_end[];

namespace board {

namespace {

constexpr std::uint32_t paint = 0xC0FFEE00;
constexpr std::uint32_t nanoseconds_a_tick = 40; // 25 MHz

/// A timer that counts down from 2^32 - 1. (CMSDK APB timer)
struct timer {
    volatile std::uint32_t control, value, reload, interrupt;
};
timer& clock = *reinterpret_cast<timer*>(0x4000'0000);

std::uint32_t bytes(const std::uint32_t* begin, const std::uint32_t* end) {
    return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(end) - reinterpret_cast<std::uintptr_t>(begin));
}

}

const bool is_device = true;

void write(const char* text) {
    semihosting::write(text);
}

std::uint64_t instructions() {
    if (clock.control == 0) {
        clock.reload = ~0u;
        clock.value = ~0u;
        clock.control = 1;
    }
    return std::uint64_t{~clock.value} * nanoseconds_a_tick;
}

/// Its own frame is above that of the function, and above the paint.
[[gnu::noinline]] std::uint32_t stack_of(void (*function)()) {
    std::uint32_t* top;
    __asm__ volatile("mov %0, sp" : "=r"(top));
    for (volatile std::uint32_t* place = stack_begin; place != top; ++place)
        *place = paint;
    function();
    return bytes(std::find_if(stack_begin, top, [](std::uint32_t word) { return word != paint; }), top);
}

memory_map memory() {
    return {.code = bytes(code_begin, code_end),
            .constants = bytes(constants_begin, constants_end) + bytes(data_begin, data_end),
            .variables = bytes(data_begin, data_end) + bytes(bss_begin, bss_end),
            .stack = bytes(stack_begin, stack_end)};
}

}
