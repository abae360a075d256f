// The table of tests/same_bits, which holds every layer, cost and optimizer, on a device.

#include "../same_bits/same_bits.hpp"

#include <print.hpp>

#include <cstdint>

int main() {
    int faults = 0;
    for (const auto& t : same_bits::trainings()) {
        const auto [hash, learned] = t.run();
        const bool right = learned && hash == same_bits::expected(t);
        print(t.name, ": ", hex{static_cast<std::uint32_t>(hash >> 32)}, hex{static_cast<std::uint32_t>(hash)},
              right     ? " as everywhere\n"
              : learned ? " DIFFERS\n"
                        : " LEARNED NOTHING\n");
        faults += right ? 0 : 1;
    }
    return faults == 0 ? 0 : 1;
}
