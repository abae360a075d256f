// A stack that overflows must be a fault, not a changed variable: this program is to fail, by the status of a fault.

#include <cstdint>

namespace {

volatile std::uint32_t depth = 0;

/// Each call needs its own array after the call that it makes.
std::uint32_t fall() { // NOLINT: it never ends, and is meant not to
    volatile std::uint32_t room[64]{};
    depth = depth + 1;
    room[depth % 64] = fall();
    return room[0] + depth;
}

}

int main() {
    return static_cast<int>(fall());
}
