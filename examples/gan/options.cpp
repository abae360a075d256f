#include "options.hpp"

#include "common/parse.hpp"

options read_options(int argc, char** argv) {
    options chosen;
    CLI::App app{"Two networks play against each other until one of them draws digits."};
    app.add_option("--digit", chosen.digit, "what is to be drawn")->check(CLI::Range(0, 9))->capture_default_str();
    app.add_option("--steps", chosen.steps, "of each network; fewer than 1000 are not judged by what comes of them")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--judge-rate", chosen.judge_rate, "learning rate of the discriminator to begin with")
        ->capture_default_str();
    app.add_option("--artist-rate", chosen.artist_rate, "that of the generator")->capture_default_str();
    app.add_option("--clip", chosen.clip, "gradients beyond +- this are cut off")->capture_default_str();
    app.add_option("--label-noise", chosen.label_noise, "real images are labelled 1 - U(0, this)")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    app.add_option("--seed", chosen.seed, "of the initial weights and of all that is drawn by lot")
        ->capture_default_str();
    app.add_option("--data", chosen.data,
                   "folder of the MNIST files (default: $TRILOBITE_MNIST, else digits are drawn)");
    app.add_option("--picture", chosen.picture, "save how the drawings came about as a picture in this file (PNG)");
    parse(app, argc, argv);
    return chosen;
}
