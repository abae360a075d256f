#pragma once
/// print("cost ", decimals{cost, 4}, "\n"): what a device needs of printf, in a few hundred bytes.

#include "board/board.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>

/// A number >= 0 with so many digits behind the point, rounded to the nearest.
struct decimals {
    float value;
    int digits;
};

struct hex {
    std::uint32_t value;
};

/// Digits, made from the last to the first.
class digits {
public:
    digits(std::uint64_t value, std::uint32_t base, int at_least = 1) {
        for (; value != 0 || at_least > 0; value /= base, --at_least)
            *--first_ = "0123456789abcdef"[value % base];
    }
    void point() { *--first_ = '.'; }
    void before(std::uint64_t value) {
        do
            *--first_ = "0123456789"[value % 10];
        while ((value /= 10) != 0);
    }
    const char* text() const { return first_; }

private:
    char room_[32]{};
    char* first_ = room_ + sizeof room_ - 1;
};

inline void print_one(const char* text) {
    board::write(text);
}
inline void print_one(std::unsigned_integral auto number) {
    board::write(digits(number, 10).text());
}
inline void print_one(hex number) {
    board::write(digits(number.value, 16, 8).text());
}
inline void print_one(decimals number) {
    std::uint32_t scale = 1;
    for (int i = 0; i < number.digits; ++i)
        scale *= 10;
    const auto scaled = static_cast<std::uint32_t>(number.value * static_cast<float>(scale) + 0.5f);
    digits text(scaled % scale, 10, number.digits);
    text.point();
    text.before(scaled / scale);
    board::write(text.text());
}

inline void print(auto... parts) {
    (print_one(parts), ...);
}
