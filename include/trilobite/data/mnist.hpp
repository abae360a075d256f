#pragma once

/// The MNIST database of handwritten digits: 60,000 pictures to train with and 10,000 to test, of 28 x 28 pixels.
/// (Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition", 1998.)

#include <trilobite/data/digits.hpp>
#include <trilobite/data/idx.hpp>
#include <trilobite/io/result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>

namespace trilobite::data {

/// Where the environment variable TRILOBITE_MNIST says that the files are; nothing where it is unset or empty.
inline std::optional<std::filesystem::path> mnist_directory() {
    const char* directory = std::getenv("TRILOBITE_MNIST");
    if (directory == nullptr || *directory == '\0')
        return std::nullopt;
    return std::filesystem::path(directory);
}

namespace detail {

inline constexpr std::uint32_t mnist_side = 28;
inline constexpr std::uint8_t mnist_largest_label = 9;

/// The file of that name in the directory, or its compressed sister; the plain one where there are both.
inline result<std::filesystem::path> find_mnist_file(const std::filesystem::path& directory, const std::string& name) {
    for (const char* suffix : {"", ".gz"}) {
        std::filesystem::path candidate = directory / (name + suffix);
        std::error_code ignored;
        if (std::filesystem::exists(candidate, ignored))
            return candidate;
    }
    return failure{directory.string() + ": expected " + name + " or " + name + ".gz, found neither"};
}

/// One half of the data set: `stem` is "train" or "t10k".
inline result<labelled_images> load_mnist_half(const std::filesystem::path& directory, const std::string& stem) {
    const auto images_path = find_mnist_file(directory, stem + "-images-idx3-ubyte");
    if (!images_path)
        return failure{images_path.error()};
    const auto labels_path = find_mnist_file(directory, stem + "-labels-idx1-ubyte");
    if (!labels_path)
        return failure{labels_path.error()};
    const auto wrong = [](const std::filesystem::path& path, const std::string& expected, const std::string& found) {
        return failure{path.string() + ": expected " + expected + ", found " + found};
    };

    auto images = read_idx(*images_path);
    if (!images)
        return failure{images.error()};
    if (images->extents.size() != 3)
        return wrong(*images_path, "images, of rank 3", "rank " + std::to_string(images->extents.size()));
    if (images->extents[1] != mnist_side || images->extents[2] != mnist_side)
        return wrong(*images_path, "images of 28 x 28 pixels", product_text(std::span(images->extents).subspan(1)));

    auto labels = read_idx(*labels_path);
    if (!labels)
        return failure{labels.error()};
    if (labels->extents.size() != 1)
        return wrong(*labels_path, "labels, of rank 1", "rank " + std::to_string(labels->extents.size()));
    if (labels->extents[0] != images->extents[0])
        return wrong(*labels_path,
                     std::to_string(images->extents[0]) + " labels, as many as " + images_path->string() +
                         " has images",
                     std::to_string(labels->extents[0]));
    const auto unknown = std::ranges::find_if(labels->values, [](auto label) { return label > mnist_largest_label; });
    if (unknown != labels->values.end())
        return wrong(*labels_path, "labels from 0 to 9",
                     std::to_string(*unknown) + " at index " + std::to_string(unknown - labels->values.begin()));

    return labelled_images{.rows = mnist_side,
                           .columns = mnist_side,
                           .pixels = std::move(images->values),
                           .labels = std::move(labels->values)};
}

}

/// Loads train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each
/// plain or with .gz at its end, from a directory.
///
/// Fails, with the file's name, what was expected and what was found, when one is missing or is no sound IDX file (see
/// `read_idx`), when the images are not of 28 x 28 pixels, when there are not as many labels as images, or when a
/// label is not a digit. It asks no particular number of images: a part of the data set, or another one in its form
/// (Fashion-MNIST, KMNIST), loads as well.
inline result<digits> load_mnist(const std::filesystem::path& directory) {
    auto training = detail::load_mnist_half(directory, "train");
    if (!training)
        return failure{training.error()};
    auto test = detail::load_mnist_half(directory, "t10k");
    if (!test)
        return failure{test.error()};
    return digits{.training = std::move(*training), .test = std::move(*test)};
}

}
