#pragma once
/// What a compiler adds to what is known of a stack: registers that it saves, and values that it puts down where it has
/// too few. Measured with g++ 12 on random networks, for each way of compiling by itself; tests/stack compares.

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
    std::size_t predict[3][4]; ///< predict and who calls it: of 1, 2, more layers in a row; 1, 2, 4, more outputs
    std::size_t copied_sample; ///< more, where the sample is copied
    std::size_t passed_on;     ///< more, where layers have a memory
    std::array<std::size_t, 2> layer;       ///< a layer beside its arrays: over an image
    std::size_t with_arrays;                ///< more, where it has some
    std::size_t dense;                      ///< a call of a dense layer
    std::array<std::size_t, 2> convolution; ///< ... of a convolution: in training
    stack_line product[2][2][3]; ///< of one sample: finished, of several chains; one tile, several, with a rest
    std::size_t single[2][2];    ///< ... instead of all that, of one result
    stack_line windows;          ///< of the windows of an image
    std::array<std::size_t, 2> composite; ///< a call of a composite: with a layer in it that has arrays

    // A training step, by the rule: nothing is kept; a moment; one and a root; two and a root.
    std::array<std::size_t, 4> step;
    std::array<std::size_t, 2> step_each;       ///< more for each layer in a row: where the rule has a root
    std::size_t step_most;                      ///< ... up to this
    std::size_t step_passed_on;                 ///< more, where layers have a memory
    std::array<std::size_t, 4> step_composites; ///< ... instead of all that, where there is a composite
    std::size_t step_composite;                 ///< more for each composite but one
    std::size_t step_penalty;                   ///< more, where layers have a penalty
    std::size_t step_copied;                    ///< more, where the samples are copied as they are
    std::array<std::size_t, 2> trained_layer;   ///< a layer beside its arrays, forward or back: where it has some
    std::size_t dense_back[2][4];               ///< a dense layer: that reads the samples
    stack_line dense_step[2][4];                ///< ... the product that its weights step by
    std::array<std::size_t, 4> narrow;          ///< ... less, where they have few columns
    std::size_t even;                           ///< ... and less, where the rule has a root and tiles are of one size
    std::size_t penalty;                        ///< more, where they have a penalty
    std::size_t convolution_back[2][2];         ///< a convolution: down to its image; with a rule that has a root
    stack_line gradient;                        ///< ... the product that is its weights' gradient
    std::size_t scatter;                        ///< ... beside the array of what windows give
    stack_line scattered;                       ///< ... the product that fills it
    std::array<std::size_t, 2> composite_back;  ///< a composite: that reads the samples
    std::size_t branch_inputs;                  ///< ... the way back through a branch of it
    std::size_t branch_parameters[3][4];        ///< ... and to what it trains: one layer, several, one that is a loop
    std::size_t branch_reads[3];                ///< ... more, where it reads the samples
};

inline constexpr bool stack_is_measured =
#if (defined(__ARM_ARCH_7EM__) && defined(__ARM_FEATURE_FMA)) || defined(__x86_64__)
    true;
#else
    false;
#endif

inline constexpr stack_allowance allowed =
#if defined(__arm__) && defined(__OPTIMIZE_SIZE__)
    {.predict = {{20, 32, 56, 44}, {28, 48, 76, 60}, {32, 48, 64, 56}},
     .copied_sample = 16,
     .passed_on = 32,
     .layer = {56, 112},
     .with_arrays = 48,
     .dense = 4,
     .convolution = {16, 40},
     .product = {{{{8, 0}, {3, 12}, {3, 12}}, {{11, 4}, {11, 8}, {11, 12}}},
                 {{{6, 22}, {5, 112}, {5, 112}}, {{11, 40}, {8, 96}, {0, 220}}}},
     .single = {{4, 16}, {12, 28}},
     .windows = {5, 172},
     .composite = {144, 248},
     .step = {168, 180, 200, 232},
     .step_each = {0, 8},
     .step_most = 600,
     .step_passed_on = 76,
     .step_composites = {320, 320, 392, 424},
     .step_composite = 16,
     .step_penalty = 140,
     .step_copied = 44,
     .trained_layer = {240, 212},
     .dense_back = {{136, 160, 160, 184}, {208, 232, 232, 256}},
     .dense_step = {{{9, 60}, {9, 112}, {10, 116}, {10, 124}}, {{6, 204}, {7, 208}, {10, 132}, {10, 148}}},
     .narrow = {8, 0, 20, 24},
     .even = 0,
     .penalty = 24,
     .convolution_back = {{124, 188}, {84, 132}},
     .gradient = {5, 88},
     .scatter = 84,
     .scattered = {4, 36},
     .composite_back = {136, 168},
     .branch_inputs = 112,
     .branch_parameters = {{56, 56, 80, 104}, {64, 80, 136, 160}, {248, 248, 312, 328}},
     .branch_reads = {80, 80, 24}};
#elif defined(__arm__)
    {.predict = {{20, 32, 56, 44}, {28, 48, 76, 60}, {32, 48, 64, 48}},
     .copied_sample = 20,
     .passed_on = 32,
     .layer = {56, 96},
     .with_arrays = 48,
     .dense = 0,
     .convolution = {32, 56},
     .product = {{{{4, 4}, {3, 40}, {3, 40}}, {{8, 8}, {8, 64}, {8, 64}}},
                 {{{7, 20}, {7, 80}, {7, 80}}, {{12, 24}, {10, 108}, {0, 224}}}},
     .single = {{4, 8}, {4, 8}},
     .windows = {5, 196},
     .composite = {112, 280},
     .step = {172, 184, 208, 248},
     .step_each = {0, 8},
     .step_most = 600,
     .step_passed_on = 32,
     .step_composites = {320, 320, 392, 424},
     .step_composite = 16,
     .step_penalty = 144,
     .step_copied = 104,
     .trained_layer = {240, 212},
     .dense_back = {{152, 152, 152, 184}, {224, 240, 240, 264}},
     .dense_step = {{{7, 140}, {6, 184}, {10, 124}, {10, 136}}, {{6, 236}, {6, 232}, {7, 212}, {9, 184}}},
     .narrow = {12, 0, 24, 16},
     .even = 0,
     .penalty = 24,
     .convolution_back = {{116, 168}, {96, 120}},
     .gradient = {5, 92},
     .scatter = 56,
     .scattered = {4, 72},
     .composite_back = {128, 168},
     .branch_inputs = 208,
     .branch_parameters = {{40, 40, 72, 104}, {56, 80, 128, 160}, {280, 280, 320, 352}},
     .branch_reads = {104, 104, 24}};
#else // x86-64, on one lane (TRILOBITE_NO_SIMD)
        {.predict = {{44, 48, 72, 72}, {52, 88, 108, 132}, {76, 72, 92, 100}},
         .copied_sample = 16,
         .passed_on = 48,
         .layer = {8, 56},
         .with_arrays = 136,
         .dense = 8,
         .convolution = {64, 112},
         .product = {{{{0, 8}, {0, 48}, {0, 48}}, {{0, 8}, {0, 56}, {0, 56}}},
                     {{{0, 8}, {0, 56}, {0, 56}}, {{0, 8}, {0, 56}, {0, 136}}}},
         .single = {{12, 12}, {12, 12}},
         .windows = {12, 24},
         .composite = {176, 336},
         .step = {192, 232, 208, 256},
         .step_each = {32, 32},
         .step_most = 480,
         .step_passed_on = 32,
         .step_composites = {400, 416, 432, 448},
         .step_composite = 32,
         .step_penalty = 44,
         .step_copied = 0,
         .trained_layer = {200, 160},
         .dense_back = {{192, 192, 208, 240}, {176, 176, 208, 240}},
         .dense_step = {{{0, 120}, {0, 136}, {16, 128}, {16, 128}}, {{0, 120}, {0, 136}, {16, 128}, {16, 128}}},
         .narrow = {0, 48, 48, 32},
         .even = 48,
         .penalty = 24,
         .convolution_back = {{112, 112}, {144, 144}},
         .gradient = {8, 24},
         .scatter = 64,
         .scattered = {0, 56},
         .composite_back = {192, 256},
         .branch_inputs = 96,
         .branch_parameters = {{64, 80, 96, 96}, {128, 160, 160, 176}, {272, 288, 288, 320}},
         .branch_reads = {112, 112, 16}};
#endif

}
