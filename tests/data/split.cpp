#include <trilobite/data/split.hpp>

#include "../catch.hpp"

#include <trilobite/costs/quadratic.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/training/fit.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/optimizers/sgd.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

using namespace trilobite;
using data::split_shuffled;
using data::split_tail;

namespace {

using net = network<input<2>, dense<1>, sigmoid>;

/// Samples that can be told apart: the input of sample i is (i, -i), its target i / 1000.
struct numbered {
    std::vector<float> inputs, targets;

    explicit numbered(std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) {
            const auto number = static_cast<float>(i);
            inputs.insert(inputs.end(), {number, -number});
            targets.push_back(number / 1000);
        }
    }
    data_view<float, float> view() const { return {inputs, targets}; }
};

/// The numbers of the samples in some data, in their order.
template <class Data>
std::vector<std::size_t> numbers(const Data& data) {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < data.template size<net>(); ++i) {
        std::array<float, 2> x;
        float y, target;
        data.template copy<net>(i, x.data(), &y);
        data.template copy_target<net>(i, &target);
        const bool whole = x[1] == -x[0] && y == x[0] / 1000 && target == y && *data.template input<net>(i) == x[0];
        all.push_back(whole ? static_cast<std::size_t>(x[0]) : 999'999);
    }
    return all;
}

template <class Data>
std::vector<std::size_t> both(const data::two_parts<Data>& parts) {
    auto all = numbers(parts.training);
    const auto others = numbers(parts.validation);
    all.insert(all.end(), others.begin(), others.end());
    return all;
}

std::vector<std::size_t> counting(std::size_t from, std::size_t to) {
    std::vector<std::size_t> all(to - from);
    std::iota(all.begin(), all.end(), from);
    return all;
}

}

TEST_CASE("the tail of the samples is for validation", "[data]") {
    const numbered samples(10);
    const auto parts = split_tail<net>(samples.view(), 0.3);
    CHECK(numbers(parts.training) == counting(0, 7));
    CHECK(numbers(parts.validation) == counting(7, 10));
    CHECK(numbers(split_tail<net>(samples.view(), 4).training) == counting(0, 6));
    CHECK(parts.training.inputs.data() == samples.inputs.data());
    CHECK(parts.training.fits<net>());
    CHECK(parts.validation.fits<net>());
}

TEST_CASE("a share of the samples is what Keras makes of it", "[data]") {
    const auto training = [](std::size_t n, auto validation) { return data::detail::training_count(n, validation); };
    // int(n * (1 - share)) in Python.
    CHECK(training(506, 0.2) == 404);
    CHECK(training(60'000, 0.1) == 54'000);
    CHECK(training(7, 0.5) == 3);
    CHECK(training(1, 0.2) == 0);
    CHECK(training(1000, 0.333) == 667);
    // Python has 0 here, since 1 - 0.9 is a little less than 0.1.
    CHECK(training(10, 0.9) == 1);
    CHECK(training(10, 0.3f) == 7);

    CHECK(training(10, 0.0) == 10);
    CHECK(training(10, 1.0) == 0);
    CHECK(training(10, -0.5) == 10);
    CHECK(training(10, 2.0) == 0);
    CHECK(training(10, std::numeric_limits<double>::quiet_NaN()) == 0);
    CHECK(training(0, 0.5) == 0);
    CHECK(training(10, 3) == 7);
    CHECK(training(10, std::size_t{11}) == 0);
}

TEST_CASE("a split holds every sample once", "[data]") {
    for (const std::size_t n : {0U, 1U, 2U, 10U, 257U}) {
        const numbered samples(n);
        for (const double validation : {0.0, 0.25, 0.9, 1.0}) {
            INFO(n << " samples, " << validation << " of them for validation");
            CHECK(both(split_tail<net>(samples.view(), validation)) == counting(0, n));
            auto shuffled = both(split_shuffled<net>(samples.view(), validation, 3));
            std::ranges::sort(shuffled);
            CHECK(shuffled == counting(0, n));
        }
    }
}

TEST_CASE("a shuffled split is random, and the seed decides it", "[data]") {
    const numbered samples(1000);
    const auto parts = split_shuffled<net>(samples.view(), 0.2, 1);
    CHECK(parts.training.size<net>() == 800);
    CHECK(numbers(parts.validation) == numbers(split_shuffled<net>(samples.view(), 200, 1).validation));
    CHECK(numbers(parts.validation) != numbers(split_shuffled<net>(samples.view(), 0.2, 2).validation));

    // Each quarter of the samples gives about a quarter of the validation: 50, whose deviation is 5.5.
    std::array<int, 4> quarters{};
    for (const std::size_t number : numbers(parts.validation))
        ++quarters[number / 250];
    for (const int count : quarters)
        CHECK(count == Approx(50).margin(22));
}

TEST_CASE("samples that do not fit a network do not fit after a split", "[data]") {
    const std::vector<float> seven(7), three(3);
    const auto is_refused = [](const auto& parts) {
        return !parts.training.template fits<net>() && !parts.validation.template fits<net>();
    };
    CHECK(is_refused(split_tail<net>(data_view{seven, three}, 1)));
    CHECK(is_refused(split_tail<net>(data_view{std::array<float, 8>{}, three}, 1)));
    CHECK(is_refused(split_shuffled<net>(data_view{seven, three}, 1, 1)));
    const numbered six(6), four(4);
    auto parts = split_shuffled<net>(six.view(), 0.5, 1);
    CHECK(parts.validation.fits<net>());
    parts.validation.data = four.view();
    CHECK(!parts.validation.fits<net>());
}

TEST_CASE("a network learns the same from a shuffled part as from a copy of it", "[data]") {
    const numbered samples(100);
    const auto parts = split_shuffled<net>(samples.view(), 0.3, 5);
    STATIC_REQUIRE(reads_in_place<net, decltype(parts.training)>);
    numbered copied(0);
    for (const std::size_t i : numbers(parts.training)) {
        copied.inputs.insert(copied.inputs.end(), {samples.inputs[2 * i], samples.inputs[2 * i + 1]});
        copied.targets.push_back(samples.targets[i]);
    }
    net from_part, from_copy;
    initialise(from_part, 1);
    initialise(from_copy, 1);
    const auto learned = fit<8>(from_part, quadratic{}, sgd{1e-4f}, parts.training, parts.validation, {.epochs = 3});
    fit<8>(from_copy, quadratic{}, sgd{1e-4f}, copied.view(), no_validation{}, {.epochs = 3});
    CHECK(learned.status == fit_status::completed);
    CHECK(learned.epochs.back().validation.cost > 0);
    CHECK(from_part.layer<0>().weights(0, 0) == from_copy.layer<0>().weights(0, 0));
    CHECK(from_part.layer<0>().weights(1, 0) == from_copy.layer<0>().weights(1, 0));
}

TEST_CASE("pixels of a shuffled part are asked for where they stand", "[data]") {
    const std::vector<std::uint8_t> pixels(100), classes(50);
    const auto parts = split_shuffled<net>(data_view{pixels, classes}, 0.3, 5);
    STATIC_REQUIRE(!reads_in_place<net, decltype(parts.training)>);
    const sample_range<net, data::shuffled_part<data_view<std::uint8_t, std::uint8_t>>, in_order> range{
        parts.training, {}, 0, 35};
    CHECK(range.value_size == 1);
    for (std::size_t i = 0; i < 35; ++i) {
        const auto place = static_cast<std::size_t>(parts.training.order(i));
        CHECK(range.where(i) == reinterpret_cast<const std::byte*>(pixels.data() + 2 * place));
    }
}
