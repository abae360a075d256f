// The table for a computer with a terminal: what each training gave, and whether that is what it gives everywhere.
#include "same_bits.hpp"

#include <cinttypes>
#include <cstdio>

int main() {
    int faults = 0;
    for (const auto& t : same_bits::trainings()) {
        const auto [hash, learned] = t.run();
        const bool right = learned && hash == same_bits::expected(t);
        std::printf("%-24s %016" PRIx64 " %s\n", t.name, hash,
                    right     ? "as everywhere"
                    : learned ? "DIFFERS"
                              : "LEARNED NOTHING");
        faults += !right;
    }
    return faults == 0 ? 0 : 1;
}
