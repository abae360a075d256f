#pragma once
/// A network that PyTorch trained, there and here: what it predicts, and the gradient of a step.

#include <trilobite/diagnosis/outputs.hpp>
#include <trilobite/trilobite.hpp>
#include <trilobite/weights/npy.hpp>
#include <trilobite/weights/safetensors.hpp>

#include "../catch.hpp"
#include "../io/run_command.hpp"
#include "../io/temporary_directory.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace with_torch {

using namespace trilobite;

constexpr std::size_t samples = 32, classes = 3; // as train_with_torch.py has them

/// How far apart two of the same kind are, by the norm of their difference, and how large the second is.
struct distance {
    std::string name;
    double apart, size;
};

/// What a network of PyTorch's and ours make of the same weights and samples.
struct comparison {
    std::string error; ///< why there is none
    double largest_difference = 0;
    std::vector<distance> gradients;
    double gradient_size = 0;
};

template <template <class> class Net>
comparison compared(const temporary_directory& directory, const std::string& name) {
    comparison c;
    const auto net = std::make_unique<Net<float>>();
    const auto expected = std::make_unique<Net<double>>();
    const auto loaded = load_safetensors(*net, directory / (name + ".safetensors"));
    // Without the running statistics, which have no gradient.
    const auto loaded_gradient =
        load_safetensors(*expected, directory / (name + ".gradient.safetensors"), {.strict = false});
    const auto inputs = read_npy<float>(directory / (name + ".inputs.npy"));
    const auto targets = read_npy<float>(directory / (name + ".targets.npy"));
    const auto outputs = read_npy<double>(directory / (name + ".outputs.npy"));
    if (!loaded || !loaded_gradient || !inputs || !targets || !outputs) {
        c.error = !loaded ? loaded.error() : !loaded_gradient ? loaded_gradient.error() : "no samples";
        return c;
    }
    for (std::size_t i = 0; i < samples; ++i) {
        using sample = std::span<const float, Net<float>::input_size>;
        const auto output = predict(*net, sample(inputs->values.data() + i * sample::extent, sample::extent));
        for (std::size_t j = 0; j < classes; ++j)
            c.largest_difference = std::max(
                c.largest_difference, std::abs(static_cast<double>(output[j]) - outputs->values[i * classes + j]));
    }

    const auto gradient = std::make_unique<Net<float>>();
    for_each_training_pass<samples>(*net, data_view{inputs->values, targets->values},
                                    [&](auto& memory, const training_pass& p) {
                                        add_gradient(*net, cross_entropy{}, p, samples, memory, *gradient);
                                    });
    const auto ours = tensors_of(*gradient);
    const auto theirs = tensors_of(*expected);
    for (std::size_t i = 0; i < ours.size(); ++i) {
        if (ours[i].name.find("running") != std::string::npos)
            continue;
        double apart = 0, size = 0;
        for (std::size_t value = 0; value < ours[i].size(); ++value) {
            const double difference = static_cast<double>(ours[i][value]) - theirs[i][value];
            apart += difference * difference;
            size += theirs[i][value] * theirs[i][value];
        }
        c.gradients.push_back({ours[i].name, std::sqrt(apart), std::sqrt(size)});
        c.gradient_size += size;
    }
    c.gradient_size = std::sqrt(c.gradient_size);
    return c;
}

inline void check(const comparison& c, std::size_t tensors) {
    REQUIRE(c.error == "");
    CHECK(c.largest_difference < 1e-5);
    CHECK(c.gradients.size() == tensors);
    CHECK(c.gradient_size > 0.01);
    for (const distance& d : c.gradients) {
        INFO(d.name << ": " << d.apart << " of " << d.size << ", all gradients: " << c.gradient_size);
        // The bias before a batch normalisation has no gradient but for rounding.
        CHECK(d.apart < 1e-4 * d.size + 1e-6 * c.gradient_size);
    }
}

/// What PyTorch wrote; it is asked once, and its answer is for all the tests of the program.
struct training {
    temporary_directory directory;
    command_result run = run_python(__FILE__, "train_with_torch.py", directory / "");
};

/// None where there is no PyTorch.
inline const temporary_directory* directory_of_training() {
    static const training trained;
    const auto& [status, output] = trained.run;
    if (status == 77) {
        WARN("SKIPPED: " << output);
        return nullptr;
    }
    INFO(output);
    REQUIRE(status == 0);
    return &trained.directory;
}

/// The test of one of its networks, with so many tensors that have a gradient.
template <template <class> class Net>
void compare(const std::string& name, std::size_t tensors) {
    if (const temporary_directory* const directory = directory_of_training())
        check(compared<Net>(*directory, name), tensors);
}

}
