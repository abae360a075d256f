#pragma once
/// What a sketch finds on a board, as far as ours ask for it: the macros of Arduino's headers, which stand before
/// everything that a sketch includes, and a serial line, which is standard output.

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#define PI 3.1415926535897932384626433832795
#define HALF_PI 1.5707963267948966192313216916398
#define TWO_PI 6.283185307179586476925286766559
#define EULER 2.718281828459045235360287471352
#define SERIAL 0x0
#define DISPLAY 0x1
#define DEFAULT 1
#define INTERNAL 3
#define B0 0
#define B1 1
#define B10 2
#define F(string_literal) (string_literal)
#define constrain(amt, low, high) ((amt) < (low) ? (low) : ((amt) > (high) ? (high) : (amt)))
#define radians(deg) ((deg)*0.017453292519943295769236907684886)
#define degrees(rad) ((rad)*57.295779513082320876798154814105)
#define sq(x) ((x) * (x))
#define bit(b) (1UL << (b))
#define lowByte(w) ((std::uint8_t)((w)&0xff))
#define highByte(w) ((std::uint8_t)((w) >> 8))
#define word(...) makeWord(__VA_ARGS__)
#define interrupts()
#define noInterrupts()

long random(long, long);
long map(long, long, long, long, long);
void init();

struct {
    void begin(unsigned long) {}
    void print(const char* text) { std::fputs(text, stdout); }
    void print(double value, int decimals = 2) { std::printf("%.*f", decimals, value); }
    void println(double value, int decimals = 2) { print(value, decimals), print("\n"); }
} Serial;

/// One round of the sketch, and then the board is switched off.
inline void delay(unsigned long) { std::exit(0); }

void setup();
void loop();

int main() {
    setup();
    for (;;)
        loop();
}
