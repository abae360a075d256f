#include "options.hpp"

#include "common/parse.hpp"

options read_options(int argc, char** argv) {
    options chosen;
    CLI::App app{"Trains a network to predict the price of a house, on raw and on standardised features."};
    const auto data = app.add_option("--data", chosen.data,
                                     "CSV file with names in its first line, " + std::to_string(features) +
                                         " features and a target (default: districts are made up)");
    app.add_option("--target", chosen.target, "the column to predict (default: the last)")->needs(data);
    app.add_option("--epochs", chosen.epochs, "rounds through the data")->capture_default_str();
    app.add_option("--seed", chosen.seed, "of the initial weights, of the order and of data made up")
        ->capture_default_str();
    parse(app, argc, argv);
    return chosen;
}
