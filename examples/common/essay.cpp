#include "essay.hpp"

#include "parse.hpp"

#include <trilobite/report/svg.hpp>

#include <cstdlib>
#include <iostream>

essay read_essay(int argc, char** argv, const std::string& story, essay defaults) {
    essay chosen = defaults;
    CLI::App app{story};
    app.add_option("--picture", chosen.picture, "save what happened as a picture in this file (SVG; takes gnuplot)");
    app.add_option("--data", chosen.data,
                   "folder of the MNIST files (default: $TRILOBITE_MNIST, else digits are drawn)");
    app.add_option("--epochs", chosen.epochs, "rounds through the data")->capture_default_str();
    app.add_option("--seed", chosen.seed, "of the initial weights and of the order of the samples")
        ->capture_default_str();
    parse(app, argc, argv);
    return chosen;
}

int save_picture(const essay& chosen, std::span<const trilobite::report::figure> panels) {
    if (chosen.picture.empty()) {
        std::cout << "\n--picture FILE draws it.\n";
        return EXIT_SUCCESS;
    }
    if (const auto saved = trilobite::report::save(panels, chosen.picture); !saved) {
        std::cerr << "error: " << saved.error() << "\n";
        return EXIT_FAILURE;
    }
    std::cout << "\nDrawn in " << chosen.picture << ".\n";
    return EXIT_SUCCESS;
}
