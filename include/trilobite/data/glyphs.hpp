#pragma once
/// The ten digits as people write them: pen strokes in hundredths of the digit's height.

#include <array>
#include <cstdint>
#include <span>

namespace trilobite::data::drawing {

/// What the pen does at a point of a glyph: run smoothly through it, turn sharply, or leave the paper.
enum class pen : std::uint8_t { smooth, corner, lift };
using enum pen;

/// A point that the pen passes, in hundredths of the glyph's height from its centre; y points down.
struct node {
    std::int8_t x, y;
    pen then = smooth;
};

// clang-format off
inline constexpr node zero_oval[] = {{6, -50}, {-20, -36}, {-31, 0}, {-21, 38}, {1, 50}, {24, 36}, {31, 0}, {20, -38}, {2, -50}};
inline constexpr node zero_loop[] = {{-6, -44}, {-24, -18}, {-24, 24}, {-4, 50}, {18, 36}, {25, -6}, {14, -42}, {-8, -46}, {-16, -34}};
inline constexpr node one_stroke[] = {{0, -50}, {0, 0}, {0, 50}};
inline constexpr node one_flag[] = {{-17, -28}, {3, -50, corner}, {2, 0}, {1, 50}};
inline constexpr node one_foot[] = {{-16, -32}, {1, -50, corner}, {1, 49, lift}, {-22, 50}, {23, 49}};
inline constexpr node two_plain[] = {{-27, -27}, {-12, -47}, {14, -46}, {23, -25}, {7, 6}, {-29, 48, corner}, {2, 46}, {31, 47}};
inline constexpr node two_loop[] = {{-24, -31}, {-5, -50}, {20, -42}, {21, -15}, {0, 20}, {-22, 45}, {-32, 36}, {-17, 28}, {8, 43}, {32, 42}};
inline constexpr node two_sharp[] = {{-26, -40}, {4, -48}, {24, -34}, {4, 6}, {-28, 44, corner}, {30, 48}};
inline constexpr node three_round[] = {{-25, -37}, {-2, -50}, {21, -35}, {13, -11}, {-8, -4, corner}, {19, 7}, {25, 28}, {3, 50}, {-27, 38}};
inline constexpr node three_flat[] = {{-25, -47}, {24, -48, corner}, {-5, -9, corner}, {20, 4}, {24, 31}, {0, 50}, {-27, 39}};
inline constexpr node three_looped[] = {{-23, -40}, {0, -50}, {20, -34}, {3, -7}, {-10, -3}, {4, -5}, {24, 18}, {12, 46}, {-14, 48}, {-28, 34}};
inline constexpr node four_open[] = {{-19, -47}, {-24, -16}, {-26, 9, corner}, {4, 8}, {31, 7, lift}, {15, -42}, {13, 4}, {11, 50}};
inline constexpr node four_closed[] = {{14, -50, corner}, {-31, 14, corner}, {33, 13, lift}, {14, -50}, {13, 50}};
inline constexpr node four_curved[] = {{-23, -46}, {-28, -14}, {-16, 4}, {4, 2}, {19, -10, lift}, {21, -48}, {17, 0}, {12, 50}};
inline constexpr node four_peaked[] = {{8, -49, corner}, {-24, -2}, {-10, 5}, {20, 0, lift}, {8, -49}, {15, -10}, {12, 50}};
inline constexpr node five_hat[] = {{28, -48}, {-18, -47, corner}, {-23, -6, corner}, {3, -13}, {25, 10}, {16, 41}, {-7, 50}, {-29, 40}};
inline constexpr node five_apart[] = {{-17, -44}, {-21, -8, corner}, {5, -13}, {25, 13}, {10, 45}, {-27, 44, lift}, {-17, -44}, {29, -50}};
inline constexpr node five_curved[] = {{26, -46}, {-2, -48}, {-19, -32}, {-6, -9}, {19, 12}, {17, 40}, {-8, 50}, {-28, 38}};
inline constexpr node six_curved[] = {{20, -49}, {-8, -27}, {-25, 13}, {-13, 46}, {13, 46}, {24, 23}, {8, 4}, {-20, 20}};
inline constexpr node six_straight[] = {{4, -50}, {-16, -10}, {-24, 26}, {-6, 50}, {20, 38}, {17, 12}, {-6, 10}, {-22, 32}};
inline constexpr node six_hooked[] = {{24, -40}, {6, -50}, {-17, -29}, {-26, 10}, {-16, 44}, {8, 50}, {24, 28}, {9, 6}, {-15, 17}, {-22, 32}};
inline constexpr node seven_plain[] = {{-28, -46}, {28, -47, corner}, {6, 2}, {-7, 50}};
inline constexpr node seven_crossed[] = {{-27, -46}, {27, -48, corner}, {4, 4}, {-8, 50, lift}, {-17, 2}, {22, -1}};
inline constexpr node seven_ticked[] = {{-27, -30}, {-25, -46, corner}, {27, -46, corner}, {8, -6}, {0, 50}};
inline constexpr node seven_curved[] = {{-28, -38}, {-6, -44}, {18, -48}, {24, -34}, {6, 6}, {-3, 50}};
inline constexpr node eight_ess[] = {{18, -39}, {-6, -50}, {-21, -33}, {-5, -7}, {20, 17}, {14, 44}, {-10, 48}, {-23, 26}, {-3, -2}, {19, -26}, {12, -45}};
inline constexpr node eight_rings[] = {{2, -50}, {-18, -30}, {0, -5}, {19, -28}, {0, -50, lift}, {0, -5}, {-25, 22}, {0, 50}, {25, 22}, {2, -6}};
inline constexpr node eight_crossed[] = {{22, -46}, {-4, -48}, {-16, -32}, {4, -4}, {20, 26}, {4, 50}, {-18, 36}, {-4, 2}, {16, -22}, {26, -42}};
inline constexpr node nine_straight[] = {{22, -33}, {0, -50}, {-23, -30}, {-10, -6}, {13, -13}, {23, -34, corner}, {20, 8}, {18, 50}};
inline constexpr node nine_curved[] = {{21, -37}, {0, -50}, {-24, -28}, {-7, -4}, {17, -16}, {24, -40, corner}, {22, 10}, {9, 43}, {-19, 46}};
inline constexpr node nine_looped[] = {{12, -40}, {-8, -48}, {-22, -28}, {-8, -8}, {14, -22}, {18, -46, corner}, {10, 4}, {-4, 50}};
// clang-format on

using glyph = std::span<const node>;

/// The ways of writing each digit; one is chosen at random, each as often as the others, so that a frequent one is
/// listed twice.
inline constexpr glyph zero_ways[] = {zero_oval, zero_loop};
inline constexpr glyph one_ways[] = {one_stroke, one_stroke, one_flag, one_foot};
inline constexpr glyph two_ways[] = {two_plain, two_loop, two_sharp};
inline constexpr glyph three_ways[] = {three_round, three_flat, three_looped};
inline constexpr glyph four_ways[] = {four_open, four_closed, four_curved, four_peaked};
inline constexpr glyph five_ways[] = {five_hat, five_apart, five_curved};
inline constexpr glyph six_ways[] = {six_curved, six_straight, six_hooked};
inline constexpr glyph seven_ways[] = {seven_plain, seven_crossed, seven_ticked, seven_curved};
inline constexpr glyph eight_ways[] = {eight_ess, eight_rings, eight_crossed};
inline constexpr glyph nine_ways[] = {nine_straight, nine_curved, nine_looped};
inline constexpr std::array<std::span<const glyph>, 10> ways_of_writing = {
    zero_ways, one_ways, two_ways, three_ways, four_ways, five_ways, six_ways, seven_ways, eight_ways, nine_ways};

}
