#include "options.hpp"

#include "common/parse.hpp"

options read_options(int argc, char** argv) {
    options chosen;
    CLI::App app{"Trains a network to read handwritten digits and shows what it has learned."};
    app.add_option("--net", chosen.net, "shallow, intermediate (default), deep or lenet")
        ->check(CLI::IsMember({"shallow", "intermediate", "deep", "lenet"}));
    app.add_option("--epochs", chosen.epochs,
                   "rounds through the data (0, the default: shallow 200, lenet 10, the others 20)");
    app.add_option(
           "--batch", chosen.batch,
           "images in a mini-batch; the program is compiled for these sizes (default 128; deep and lenet: 128 alone)")
        ->check(CLI::IsMember({"1", "32", "64", "128"}));
    app.add_option(
        "--learning-rate", chosen.learning_rate,
        "step size (0, the default: shallow 0.01, intermediate 0.1, deep and lenet 0.001; with --resume that of the "
        "training in the file, which no other may contradict)");
    app.add_option("--seed", chosen.seed, "of the initial weights and of the order of the images (default 1)");
    app.add_option("--data", chosen.data,
                   "folder of the MNIST files (default: $TRILOBITE_MNIST, else digits are drawn)");
    app.add_option("--samples", chosen.samples,
                   "learn from so many images only, the first ones (0, the default: from all)");
    auto* const checkpoint = app.add_option(
        "--checkpoint", chosen.checkpoint,
        "keep the training in this file after each epoch, and the best network in FILE.best (network/binary.hpp)");
    app.add_flag(
           "--resume", chosen.resume,
           "go on with the training in that file, where there is one, and with the table of --csv: the end is the "
           "same as without the interruption")
        ->needs(checkpoint);
    app.add_option("--csv", chosen.csv, "write a line for each epoch to this file");
    app.add_option("--tensorboard", chosen.tensorboard, "write event files for TensorBoard to this folder");
    app.add_option("--report", chosen.report,
                   "write an HTML page about the run to this file (its curves take gnuplot)");
    app.add_option("--export-header", chosen.header,
                   "write the trained network to this file, as a C++ header of constants");
    parse(app, argc, argv);
    return chosen;
}
