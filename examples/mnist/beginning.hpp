#pragma once
// Where a training begins, or goes on.

#include "options.hpp"

#include <trilobite/io/shortest.hpp>
#include <trilobite/io/text.hpp>
#include <trilobite/trilobite.hpp>

#include <cstddef>
#include <iostream>
#include <string>

// A callback of fit that says it, behind the checkpoint, which has brought the training there by then.
struct beginning {
    const options& chosen;
    std::string method;
    trilobite::metrics<float> untrained;
    float learning_rate = 0; // that of the training

    // Refuses another learning rate than it has had: the end would be that of no training without an interruption.
    template <class Point>
    bool resume(Point& here) {
        using namespace trilobite;
        const std::size_t epochs = here.past.epochs.size();
        learning_rate = here.optimizer.learning_rate;
        if (chosen.learning_rate != 0 && chosen.learning_rate != learning_rate) {
            std::cerr << "error: " << chosen.checkpoint
                      << ": the checkpoint is of a training with another learning rate: "
                      << "expected " << text::shortest(chosen.learning_rate) << ", found "
                      << text::shortest(learning_rate) << ", which goes on without --learning-rate\n";
            return false;
        }
        std::cout << method << ", learning rate " << text::shortest(learning_rate) << ", in mini-batches of "
                  << here.batch << ": " << text::grouped(batch_count(here.samples, here.batch))
                  << " steps an epoch.\n\n";
        if (epochs == 0)
            std::cout << "before any training:  validation cost " << text::fixed(double{untrained.cost}, 4)
                      << "  accuracy " << text::fixed(double{untrained.accuracy}, 4);
        else if (epochs < chosen.epochs)
            std::cout << "going on with epoch " << epochs + 1 << ": " << chosen.checkpoint << " holds those before";
        else
            std::cout << "nothing is left to train: " << chosen.checkpoint << " holds " << epochs << " epochs";
        std::cout << std::endl;
        return true;
    }
    template <class Point>
    void keep(Point&) {}
};
