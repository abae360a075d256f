#pragma once
// The two players, and what each does in a step.

#include <trilobite/trilobite.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

using namespace trilobite;

// The book's networks, the judge with a quarter of their filters and the artist with half.
using judge_type = network<input<28, 28, 1>,                                     //
                           conv2d<16, 5, 2, padding::same>, relu, dropout<0.4>,  //
                           conv2d<32, 5, 2, padding::same>, relu, dropout<0.4>,  //
                           conv2d<64, 5, 2, padding::same>, relu, dropout<0.4>,  //
                           conv2d<128, 5, 1, padding::same>, relu, dropout<0.4>, //
                           flatten, dense<1>, sigmoid>;
using artist_type = network<input<32>, dense<7 * 7 * 32>, batch_norm<0.9>, relu, reshape<7, 7, 32>, dropout<0.4>, //
                            upsample2d<2>, conv2d_transposed<16, 5, 1, padding::same>, batch_norm<0.9>, relu,     //
                            upsample2d<2>, conv2d_transposed<8, 5, 1, padding::same>, batch_norm<0.9>, relu,      //
                            conv2d_transposed<4, 5, 1, padding::same>, batch_norm<0.9>, relu,                     //
                            conv2d<1, 5, 1, padding::same>, sigmoid>;
constexpr std::size_t pixels = judge_type::input_size, noise_size = artist_type::input_size;
static_assert(artist_type::output_size == pixels);

constexpr std::size_t batch = 32; // images of each kind in a step
constexpr binary_cross_entropy cost{};
using optimizer = clip_by_value<scheduled<adam, cosine_decay>>;
using image = std::array<std::uint8_t, pixels>; // 0, paper, to 255, ink

// What the artist makes its i-th image of: numbers from -1 to 1.
inline void fill_with_noise(random_key key, std::size_t i, float* noise) {
    for (std::size_t j = 0; j < noise_size; ++j)
        noise[j] = uniform(key, i * noise_size + j, -1.0f, 1.0f);
}

// Both players and all that they work with: some megabytes, for the heap. A step takes no other memory. The artist's
// mini-batch is worked through in one piece, since batch normalisation looks at all of it.
struct game {
    judge_type judge;
    artist_type artist;
    training_state<judge_type, optimizer> judge_state;
    training_state<artist_type, optimizer> artist_state;
    working_memory<judge_type, batch, true> judging;
    working_memory<artist_type, batch, true> drawing;

    explicit game(std::uint64_t seed) {
        initialise(judge, seed);
        initialise(artist, seed + 1);
        judge_state.seed = artist_state.seed = seed;
    }

    // Passes at a place of their own draw random numbers of their own; the judge's training is at place 0.
    training_pass pass_at(std::uint64_t place) const {
        return {.rows = batch, .seed = artist_state.seed, .step = artist_state.steps, .place = place};
    }
    random_key key(std::uint64_t what) const {
        return random_key::from_seed(artist_state.seed)
            .derive(purpose::samples)
            .derive(artist_state.steps)
            .derive(what);
    }

    // The artist draws a mini-batch: drawing.outputs().
    void draw() {
        drawing.fill(0, batch, [noise = key(1)](std::size_t row, float* x, float*) { fill_with_noise(noise, row, x); });
        forward(artist, pass_at(1), drawing.inputs(), drawing.record);
    }

    // An ordinary training step, of a mini-batch in two pieces: real images, and those that the artist drew. That the
    // real ones are labelled with a little less than 1 keeps the judge from being too sure of itself.
    metrics<float> teach_judge(const optimizer& rule, std::span<const image> real, float label_noise) {
        const permutation order(key(2), real.size());
        const auto samples = [&, lot = key(3)](std::size_t row, float* x, float* y) {
            if (row < batch) {
                std::ranges::transform(real[order(row)], x, brightness<float>);
                *y = 1 - uniform(lot, row, 0.0f, label_noise);
            } else {
                std::copy_n(drawing.outputs().row(row - batch), pixels, x);
                *y = 0;
            }
        };
        return train_step(judge, cost, rule, judge_state, judging, 2 * batch, samples).mean();
    }

    // The images that were drawn are called real. From what the judge says to that, the gradient of the cost goes back
    // to their pixels, without one for the judge's parameters, and on through the artist. Returns the mean cost.
    float teach_artist(const optimizer& rule) {
        judging.fill(0, batch, [&](std::size_t row, float* x, float* y) {
            std::copy_n(drawing.outputs().row(row), pixels, x);
            *y = 1;
        });
        const training_pass verdict = pass_at(2);
        forward(judge, verdict, judging.inputs(), judging.record);
        const float sum = cost.sum(judging.outputs(), judging.targets(), batch, 0.0f);

        unwanted nothing;
        add_gradient(judge, cost, verdict, batch, judging, nothing, drawing.room.output_delta());
        backward(artist, pass_at(1), drawing.inputs(), drawing.record, drawing.room, artist_state.gradient);
        take_step(artist, artist_state.gradient, rule.begin_step(artist_state.optimizer),
                  artist_state.optimizer.moments());
        ++artist_state.steps;
        return sum / batch;
    }
};
