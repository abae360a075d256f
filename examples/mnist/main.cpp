// Reading handwritten digits, the example that "Deep Learning Illustrated" returns to from chapter 5 on.
//
// An image of 28 x 28 pixels goes in as 784 numbers, ten probabilities come out. Four networks can be had:
//
//   shallow        one hidden layer of 64 sigmoids, quadratic cost, learning rate 0.01: chapter 5's first network. It
//                  learns, but it takes its time: 200 epochs to read about 86 of 100 digits.
//   intermediate   two hidden layers of 64 rectified linear units, cross-entropy cost, learning rate 0.1: what chapter
//                  8 makes of it. One epoch takes it further than the other ever gets; after 20 it reads 97 of 100.
//   deep           three such layers, each with batch normalisation, dropout before the output, and Adam: chapter 9. It
//                  learns faster still; with so few units it does not read much better in the end.
//   lenet          two layers of filters over the image, pooling, and a dense layer: chapter 10. It knows that an image is
//                  one, and reads 99 of 100. An epoch takes it half a minute.
//
// Everything else is the same: Glorot's initial weights, mini-batches of 128 images.
//
//     mnist --data FOLDER_OF_THE_FOUR_MNIST_FILES
//     mnist --net deep --report deep.html
//     mnist --net lenet --checkpoint lenet.checkpoint --resume
//
// The last one may be interrupted at any time, and given again.
//
// Without MNIST at hand the program draws digits of its own.

#include "networks.hpp"

#include "common/digits.hpp"

#include <cstdlib>
#include <iostream>

int main(int argc, char** argv) {
    const options chosen = read_options(argc, argv);
    const auto digits = get_digits(chosen.data, chosen.samples, chosen.seed);
    if (!digits) {
        std::cerr << "error: " << digits.error() << "\n";
        return EXIT_FAILURE;
    }
    const auto study = chosen.net == "shallow" ? study_shallow
                       : chosen.net == "deep"  ? study_deep
                       : chosen.net == "lenet" ? study_lenet
                                               : study_intermediate;
    return study(chosen, *digits);
}
