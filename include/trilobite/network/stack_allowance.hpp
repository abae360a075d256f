#pragma once
/// What a compiler adds to what is known of a stack: registers that it saves, and values that it puts down where it has too
/// few. Measured with g++ 12 on random networks, for each way of compiling by itself; tests/stack compares.

#include <trilobite/core/simd.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace trilobite::detail {

/// Bytes that grow with the results of a product's tile.
struct stack_line {
    std::size_t each, more;
    constexpr std::size_t operator()(std::size_t results) const { return each * results + more; }
};

/// In bytes. Of arrays with two places, [1] is where it is so.
struct stack_allowance {
    // A prediction.
    std::array<std::size_t, 3> predict; ///< predict and who calls it: one layer, two, more in a row
    std::size_t large_output;           ///< more, where the output is not returned in registers
    std::size_t copied_sample;          ///< more, where the sample is copied
    std::size_t passed_on;              ///< more, where layers have a memory
    std::array<std::size_t, 2> layer;   ///< a layer beside its arrays: over an image
    std::size_t with_arrays;            ///< more, where it has some
    std::size_t dense;                  ///< a call of a dense layer
    std::array<std::size_t, 2> convolution; ///< ... of a convolution: in training
    stack_line product[2][2][2];        ///< of one sample: finished, of several chains, of several tiles
    stack_line windows;                 ///< of the windows of an image
    std::size_t composite;              ///< a call of a composite

    // A training step, by the rule: nothing is kept; a moment; one and a root; two and a root.
    std::array<std::size_t, 4> step;
    std::array<std::size_t, 2> step_each; ///< more for each layer in a row: where the rule has a root
    std::size_t step_most;                ///< ... up to this
    std::size_t step_passed_on;         ///< more, where layers have a memory
    std::size_t step_copied;            ///< more, where the samples are copied as they are
    std::size_t trained_layer;          ///< a layer beside its arrays, forward or back
    std::size_t dense_back[2][4];   ///< a dense layer: that reads the samples
    stack_line dense_step[2][4];    ///< ... the product that its weights step by
    std::size_t penalty;                        ///< more, where they have a penalty
    std::size_t convolution_back[2][2]; ///< a convolution: down to its image; with a rule that has a root
    stack_line gradient;                        ///< ... the product that is its weights' gradient
    std::size_t scatter;                        ///< ... beside the array of what windows give
    stack_line scattered;                       ///< ... the product that fills it
    std::size_t composite_back;                 ///< a composite
};

inline constexpr bool stack_is_measured =
#if (defined(__ARM_ARCH_7EM__) && defined(__ARM_FEATURE_FMA)) || defined(__x86_64__)
    true;
#else
    false;
#endif

inline constexpr stack_allowance allowed =
#if defined(__arm__) && defined(__OPTIMIZE_SIZE__)
    {.predict = {20, 32, 52},
     .large_output = 8,
     .copied_sample = 16,
     .passed_on = 36,
     .layer = {56, 112},
     .with_arrays = 48,
     .dense = 4,
     .convolution = {16, 40},
     .product = {{{{8, 0}, {4, 8}}, {{8, 8}, {8, 28}}}, {{{6, 12}, {4, 136}}, {{12, 20}, {11, 64}}}},
     .windows = {5, 164},
     .composite = 72,
     .step = {168, 180, 200, 232},
     .step_each = {0, 8},
     .step_most = 600,
     .step_passed_on = 76,
     .step_copied = 44,
     .trained_layer = 240,
     .dense_back = {{136, 160, 160, 184}, {208, 232, 232, 256}},
     .dense_step = {{{9, 52}, {9, 112}, {10, 116}, {10, 120}}, {{5, 188}, {7, 172}, {10, 132}, {10, 148}}},
     .penalty = 24,
     .convolution_back = {{124, 188}, {84, 132}},
     .gradient = {5, 88},
     .scatter = 60,
     .scattered = {4, 36},
     .composite_back = 208};
#elif defined(__arm__)
    {.predict = {20, 24, 44},
     .large_output = 8,
     .copied_sample = 20,
     .passed_on = 28,
     .layer = {56, 96},
     .with_arrays = 48,
     .dense = 0,
     .convolution = {32, 56},
     .product = {{{{0, 44}, {3, 36}}, {{8, 12}, {8, 32}}}, {{{6, 28}, {6, 92}}, {{9, 40}, {8, 124}}}},
     .windows = {5, 184},
     .composite = 72,
     .step = {172, 184, 208, 232},
     .step_each = {0, 8},
     .step_most = 600,
     .step_passed_on = 32,
     .step_copied = 104,
     .trained_layer = 240,
     .dense_back = {{152, 152, 152, 184}, {224, 240, 240, 264}},
     .dense_step = {{{7, 120}, {6, 184}, {10, 124}, {10, 136}}, {{5, 208}, {6, 228}, {7, 212}, {9, 184}}},
     .penalty = 24,
     .convolution_back = {{116, 168}, {96, 120}},
     .gradient = {5, 92},
     .scatter = 56,
     .scattered = {4, 72},
     .composite_back = 208};
#else // x86-64, on one lane (TRILOBITE_NO_SIMD)
    {.predict = {40, 56, 104},
     .large_output = 16,
     .copied_sample = 8,
     .passed_on = 40,
     .layer = {8, 56},
     .with_arrays = 96,
     .dense = 8,
     .convolution = {64, 112},
     .product = {{{{0, 8}, {0, 48}}, {{0, 8}, {0, 48}}}, {{{0, 8}, {0, 56}}, {{0, 8}, {0, 72}}}},
     .windows = {12, 24},
     .composite = 120,
     .step = {192, 224, 208, 256},
     .step_each = {32, 32},
     .step_most = 416,
     .step_passed_on = 32,
     .step_copied = 0,
     .trained_layer = 200,
     .dense_back = {{192, 192, 208, 240}, {176, 176, 208, 240}},
     .dense_step = {{{0, 72}, {0, 136}, {16, 128}, {16, 128}}, {{0, 88}, {0, 88}, {16, 128}, {16, 128}}},
     .penalty = 24,
     .convolution_back = {{112, 112}, {144, 144}},
     .gradient = {8, 24},
     .scatter = 64,
     .scattered = {0, 56},
     .composite_back = 256};
#endif

}
