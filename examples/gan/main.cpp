// Two networks play against each other until one of them draws digits that nobody wrote (chapter 12, "Generative
// Adversarial Networks"; Goodfellow et al. 2014).
//
// The judge, or discriminator, is shown images, and says how likely each is a real one. The artist, or generator, makes
// images out of noise, and never sees a real one: all that it learns from is the gradient of the judge's verdict with
// respect to the pixels that it drew. In a step
//
//   1. the artist draws a mini-batch;
//   2. the judge learns to tell it from a mini-batch of real digits of one kind;
//   3. the artist learns to draw what the judge takes for real: the cost's gradient goes back through the judge, whose
//      parameters stay as they are, and on through the artist.
//
// Neither ever wins for good. A judge that is always right leaves the artist without a slope to follow, and one that is
// always wrong tells it nothing; a good game is one in which the judge is right somewhat more often than not.
//
// Both are the book's networks with fewer filters. They learn by Adam, with rates that fall to zero by a cosine and a
// beta1 of .5 (Radford, Metz, Chintala 2016). The book's rmsprop, with its rates of .0008 and .0004, plays as fair a
// game here, but the judge's accuracy takes 1,000 steps to fall below 80 %, and with Adam 600.
//
//     gan --data FOLDER_OF_THE_FOUR_MNIST_FILES --digit 3 --picture gan.png

#include "game.hpp"
#include "options.hpp"

#include "common/digits.hpp"

#include <trilobite/io/terminal_image.hpp>
#include <trilobite/io/text.hpp>
#include <trilobite/io/write_file.hpp>
#include <trilobite/report/png.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <vector>

// What the artist makes of the first noises of a key when it is not learning: without dropout, and with the running
// statistics of its batch normalisations.
std::vector<image> drawings_of(const artist_type& artist, random_key key, std::size_t count) {
    std::vector<image> drawn(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::array<float, noise_size> noise;
        fill_with_noise(key, i, noise.data());
        std::ranges::transform(predict(artist, noise), drawn[i].begin(),
                               [](float ink) { return static_cast<std::uint8_t>(255 * ink + 0.5f); });
    }
    return drawn;
}

std::vector<image> images_of(const data::labelled_images& all, std::size_t digit) {
    std::vector<image> chosen;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all.labels[i] == digit)
            std::ranges::copy(all.image(i), chosen.emplace_back().begin());
    return chosen;
}

// The mean pixel, from 0, paper, to 1, ink.
double mean_ink(std::span<const image> images) {
    double sum = 0;
    for (const image& one : images)
        sum = std::accumulate(one.begin(), one.end(), sum);
    return sum / (255.0 * pixels * static_cast<double>(images.size()));
}
double mean_ink(matrix_view<const float, batch, pixels> images) {
    double sum = 0;
    for (std::size_t row = 0; row < batch; ++row)
        sum = std::accumulate(images.row(row), images.row(row) + pixels, sum);
    return sum / (batch * pixels);
}

bool same(const judge_type& a, const judge_type& b) {
    bool equal = true;
    for_each_matrix([&](const auto& m, const auto& n) { equal = equal && std::ranges::equal(m.flat(), n.flat()); }, a,
                    b);
    return equal;
}

grey_image as_grey(const image& one) {
    return {one, 28, 28};
}

// Images in rows, each twice as large as it is.
class gallery {
public:
    void hang(std::span<const image> row) {
        for (std::size_t y = 0; y < cell; ++y)
            for (std::size_t x = 0; x < width; ++x) {
                const bool frame = y < gap || x % cell < gap;
                ink_.push_back(frame ? 0 : row[x / cell][(y - gap) / 2 * side + (x % cell - gap) / 2]);
            }
    }
    grey_image picture() const { return {ink_, ink_.size() / width, width}; }

    static constexpr std::size_t columns = 14;

private:
    static constexpr std::size_t side = 28, gap = 4, cell = 2 * side + gap, width = columns * cell;
    std::vector<std::uint8_t> ink_;
};

// What came of a step, or of several on the mean.
struct outcome {
    double judge_cost = 0, judge_accuracy = 0, artist_cost = 0, ink = 0; // ink: the mean pixel of what was drawn
};
constexpr std::size_t recent = 100; // steps that a mean is taken over
outcome mean_of_last(std::span<const outcome> steps) {
    outcome mean;
    const auto last = steps.last(std::min(recent, steps.size()));
    for (double outcome::*figure :
         {&outcome::judge_cost, &outcome::judge_accuracy, &outcome::artist_cost, &outcome::ink}) {
        for (const outcome& step : last)
            mean.*figure += step.*figure;
        mean.*figure /= static_cast<double>(last.size());
    }
    return mean;
}

// Says what came of the game in the last steps, and whether it was a good one.
bool good_game(const outcome& end, double real_ink, std::size_t steps) {
    const bool finite = std::isfinite(end.judge_cost) && std::isfinite(end.artist_cost);
    const bool fair = end.judge_accuracy >= 0.6 && end.judge_accuracy <= 0.95;
    const bool alike = std::abs(end.ink / real_ink - 1) <= 0.15;
    const auto is = [](bool so) { return so ? "is " : "is NOT "; };
    std::cout << "Both costs are " << (finite ? "" : "NOT ") << "finite.\n"
              << "The judge's accuracy, " << text::fixed(100 * end.judge_accuracy, 1) << " %, " << is(fair)
              << "between 60 and 95 %.\n"
              << "The mean pixel of what was drawn, " << text::fixed(end.ink, 4) << ", " << is(alike)
              << "within 15 % of that of real images, " << text::fixed(real_ink, 4) << ".\n";
    if (steps >= 1'000)
        return finite && fair && alike;
    std::cout << "Of so few steps it is only asked that the costs are finite.\n";
    return finite;
}

int main(int argc, char** argv) {
    const options chosen = read_options(argc, argv);
    const auto digits = get_digits(chosen.data, 0, chosen.seed);
    if (!digits) {
        std::cerr << "error: " << digits.error() << "\n";
        return EXIT_FAILURE;
    }
    const std::vector<image> real = images_of(digits->training, chosen.digit);
    if (real.size() < batch) {
        std::cerr << "error: of the digit " << chosen.digit << " there are only " << real.size() << " images\n";
        return EXIT_FAILURE;
    }
    const double real_ink = mean_ink(real);
    std::cout << "The judge has " << text::grouped(judge_type::parameter_count) << " parameters, the artist "
              << text::grouped(artist_type::parameter_count) << ". " << text::grouped(real.size())
              << " images of the digit " << chosen.digit << " have a mean pixel of " << text::fixed(real_ink, 4)
              << ".\n\n"
              << "             judge           artist   drawn\n"
              << "   step     cost accuracy     cost    mean pixel\n";

    const auto players = std::make_unique<game>(chosen.seed);
    const auto judge_before = std::make_unique<judge_type>();
    const auto rule_of = [&](float rate) {
        return optimizer{scheduled{adam{.learning_rate = rate, .beta1 = 0.5f}, cosine_decay{.steps = chosen.steps}},
                         chosen.clip};
    };
    const optimizer judge_rule = rule_of(chosen.judge_rate), artist_rule = rule_of(chosen.artist_rate);
    const random_key exhibition = random_key::from_seed(chosen.seed).derive(purpose::samples);
    constexpr std::array<std::size_t, 8> moments{1, 2, 4, 8, 16, 32, 64, 100}; // when to look, in parts of a hundred
    gallery wall;
    std::string looked_at;
    std::vector<outcome> past;
    past.reserve(chosen.steps);
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t step = 1, looks = 0; step <= chosen.steps; ++step) {
        outcome now;
        players->draw();
        now.ink = mean_ink(players->drawing.outputs());
        const auto judged = players->teach_judge(judge_rule, real, chosen.label_noise);
        now.judge_cost = static_cast<double>(judged.cost);
        now.judge_accuracy = static_cast<double>(judged.accuracy);
        if (step == 1)
            *judge_before = players->judge;
        now.artist_cost = static_cast<double>(players->teach_artist(artist_rule));
        if (step == 1 && !same(players->judge, *judge_before)) {
            std::cout << "The judge has changed while the artist learned!\n";
            return EXIT_FAILURE;
        }
        past.push_back(now);

        if (looks < moments.size() && step * 100 >= moments[looks] * chosen.steps) {
            wall.hang(drawings_of(players->artist, exhibition, gallery::columns));
            looked_at += (looks == 0 ? "" : ", ") + std::to_string(step);
            ++looks;
        }
        if (step % recent == 0 || step == chosen.steps) {
            const outcome lately = mean_of_last(past);
            std::cout << text::right(text::grouped(step), 7) << text::right(text::fixed(lately.judge_cost, 4), 9)
                      << text::right(text::fixed(100 * lately.judge_accuracy, 1), 8) << " %"
                      << text::right(text::fixed(lately.artist_cost, 4), 9)
                      << text::right(text::fixed(lately.ink, 4), 11) << std::endl;
        }
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::cout << "\nThat took " << text::fixed(seconds.count(), 0)
              << " s. The judge did not change while the artist learned.\n\nDrawn, and real:\n\n";

    const std::vector<image> drawn = drawings_of(players->artist, exhibition, 3);
    const std::array<grey_image, 6> shown{as_grey(drawn[0]), as_grey(drawn[1]), as_grey(drawn[2]),
                                          as_grey(real[0]),  as_grey(real[1]),  as_grey(real[2])};
    std::cout << draw(shown, {}) << "\n";
    if (!chosen.picture.empty()) {
        wall.hang(real);
        if (const auto saved = write_file(chosen.picture, report::png(wall.picture())); !saved) {
            std::cerr << "error: " << saved.error() << "\n";
            return EXIT_FAILURE;
        }
        std::cout << "Drawn in " << chosen.picture << ": what became of the same noise after " << looked_at
                  << " steps, and below it real images.\n\n";
    }
    return good_game(mean_of_last(past), real_ink, chosen.steps) ? EXIT_SUCCESS : EXIT_FAILURE;
}
