#include "digits.hpp"

#include <trilobite/data/mnist.hpp>
#include <trilobite/data/synthetic_digits.hpp>
#include <trilobite/io/text.hpp>

#include <iostream>
#include <string>

using namespace trilobite;

result<data::digits> get_digits(std::string folder, std::size_t samples, std::uint64_t seed) {
    if (const auto from_environment = data::mnist_directory(); folder.empty() && from_environment)
        folder = from_environment->string();

    if (folder.empty()) {
        auto digits = data::synthetic_digits(samples != 0 ? samples : 60'000, 10'000, seed);
        std::cout
            << "Data: " << text::grouped(digits.training.size()) << " images to learn from and "
            << text::grouped(digits.test.size()) << " to be tested with, SYNTHETIC: drawn by this program,\n"
            << "since neither --data nor TRILOBITE_MNIST says where MNIST is. They resemble handwriting, but what\n"
            << "is measured on them cannot be compared with figures for the real MNIST.\n\n";
        return digits;
    }
    auto digits = data::load_mnist(folder);
    if (!digits)
        return digits;
    if (samples > digits->training.size())
        return failure{std::to_string(samples) + " images to learn from were asked for: " + folder + " has only " +
                       std::to_string(digits->training.size())};
    std::cout << "Data: MNIST from " << folder << ": "
              << text::grouped(samples != 0 ? samples : digits->training.size()) << " images to learn from and "
              << text::grouped(digits->test.size()) << " to be tested with.\n\n";
    return digits;
}
