#include "../catch.hpp"
#include "../laws/optimizer_laws.hpp"

#include <trilobite/costs/binary_cross_entropy.hpp>
#include <trilobite/costs/quadratic.hpp>
#include <trilobite/layers/sigmoid.hpp>
#include <trilobite/layers/tanh.hpp>
#include <trilobite/training/callbacks/reduce_on_plateau.hpp>
#include <trilobite/training/fit.hpp>
#include <trilobite/training/initialisers.hpp>
#include <trilobite/training/optimizers/adam.hpp>
#include <trilobite/training/optimizers/adamw.hpp>
#include <trilobite/training/optimizers/clip_by_value.hpp>
#include <trilobite/training/optimizers/scheduled.hpp>
#include <trilobite/training/optimizers/schedules.hpp>
#include <trilobite/training/optimizers/sgd.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

using namespace trilobite;

namespace {

constexpr std::size_t count = 8;
constexpr std::array<std::uint64_t, count> steps{0, 1, 9, 10, 25, 99, 100, 250};

void check_factors(const std::array<float, count>& found, const std::array<double, count>& expected) {
    for (std::size_t i = 0; i < count; ++i) {
        INFO("step " << steps[i]);
        CHECK(static_cast<double>(found[i]) == Approx(expected[i]).epsilon(1e-6));
    }
}
template <class Schedule>
void check_schedule(const Schedule& schedule, const std::array<double, count>& expected) {
    std::array<float, count> found;
    for (std::size_t i = 0; i < count; ++i)
        found[i] = schedule(steps[i]);
    check_factors(found, expected);
}

/// What a callback gets, as far as reduce_on_plateau looks at it.
struct stand_in {
    struct {
        metrics<float> training, validation;
        bool validated = true;
    } record;
    sgd& optimizer;
};

}

// Computed outside the library, with mpmath in 30 digits, from the formulas as they are printed, constants rounded to
// float.
TEST_CASE("schedules follow their formulas", "[training][schedules]") {
    check_schedule(constant_rate{}, {1, 1, 1, 1, 1, 1, 1, 1});
    check_schedule(step_decay{.factor = 0.5f, .every = 10},
                   {1, 1, 1, 0.5, 0.25, 0.001953125, 0.0009765625, 2.9802322387695312e-08});
    check_schedule(step_decay{.factor = 0.1f, .every = 25}, {1, 1, 1, 1, 0.10000000149011612, 0.0010000000447034842,
                                                             0.00010000000596046462, 1.000000149011622e-10});
    check_schedule(exponential_decay{.factor = 0.5f, .every = 10},
                   {1, 0.9330329915368074, 0.5358867312681466, 0.5, 0.1767766952966369, 0.0010466537720080988,
                    0.0009765625, 2.9802322387695312e-08});
    check_schedule(exponential_decay{.factor = 0.9f, .every = 25},
                   {1, 0.9957944465266191, 0.9627805303586513, 0.9587315053550979, 0.8999999761581421,
                    0.6588708470564929, 0.6560999304771451, 0.34867834773176853});
    check_schedule(inverse_time_decay{.rate = 0.01f},
                   {1, 0.9900990101201034, 0.9174311943537217, 0.9090909109381605, 0.8000000035762787,
                    0.5025125684018648, 0.5000000055879356, 0.28571429027586576});
    check_schedule(cosine_decay{.steps = 100}, {1, 0.9997532801828658, 0.9801468428384715, 0.9755282581475768,
                                                0.8535533905932737, 0.0002467198171342215, 0, 0});
    check_schedule(cosine_decay{.steps = 100, .lowest = 0.1f},
                   {1, 0.9997779521649468, 0.9821321585842079, 0.9779754323692849, 0.8681980517521688,
                    0.10022204932516927, 0.10000000149011612, 0.10000000149011612});
    check_schedule(warm_up{10}, {0.1, 0.2, 1, 1, 1, 1, 1, 1});
    check_schedule(warm_up{10, cosine_decay{.steps = 90}},
                   {0.1, 0.2, 1, 1, 0.9330127018922193, 0.000304586490452135, 0, 0});
    check_schedule(warm_up{4, warm_up{8}}, {0.25, 0.5, 0.75, 0.875, 1, 1, 1, 1});
    check_schedule(warm_up<step_decay>{.steps = 0, .then = {.factor = 0.5f, .every = 25}},
                   {1, 1, 1, 1, 0.5, 0.125, 0.0625, 0.0009765625});
}

TEST_CASE("a stair of no steps is one of single steps", "[training][schedules]") {
    for (const std::uint64_t t : steps)
        CHECK(step_decay{.factor = 0.5f, .every = 0}(t) == step_decay{.factor = 0.5f, .every = 1}(t));
}

TEST_CASE("a schedule multiplies the learning rate step by step", "[training][schedules]") {
    // With gradients of 1 the steps of sgd are its learning rates.
    auto optimizer = scheduled{sgd{0.5f}, step_decay{.factor = 0.5f, .every = 2}};
    const auto ones = [](std::size_t, double) { return 1.; };
    CHECK(laws::path<6>(optimizer, ones) == std::array{0.5, 0., -0.25, -0.5, -0.625, -0.75});
    optimizer.learning_rate *= 2; // by a callback, say
    CHECK(laws::path<6>(optimizer, ones) == std::array{0., -1., -1.5, -2., -2.25, -2.5});
    laws::check_optimizer(scheduled{adam{}, inverse_time_decay{1e-4f}});
}

TEST_CASE("adaptors compose", "[training][schedules]") {
    const auto constant = [](std::size_t, double) { return 3.; };
    const auto halves = step_decay{.factor = 0.5f, .every = 1};
    const auto one_way = laws::path<4>(scheduled{clip_by_value{adamw{0.5f}, 0.25f}, halves}, constant);
    CHECK(laws::path<4>(clip_by_value{scheduled{adamw{0.5f}, halves}, 0.25f}, constant) == one_way);
    // Two schedules are their product, two limits the lower one.
    const auto quarters = step_decay{.factor = 0.25f, .every = 1};
    CHECK(laws::path<4>(scheduled{scheduled{sgd{0.5f}, halves}, halves}, constant) ==
          laws::path<4>(scheduled{sgd{0.5f}, quarters}, constant));
    CHECK(laws::path<4>(clip_by_value{clip_by_value{sgd{0.5f}, 1.f}, 2.f}, constant) ==
          laws::path<4>(clip_by_value{sgd{0.5f}, 1.f}, constant));
    // By hand: clipped gradients, and a rate that is halved from step to step.
    adamw by_hand{1};
    CHECK(one_way == laws::path<4>(by_hand, [&](std::size_t, double) {
              by_hand.learning_rate /= 2;
              return 0.25;
          }));
}

TEST_CASE("reduce_on_plateau", "[training][schedules]") {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    sgd optimizer{1};
    reduce_on_plateau callback{.factor = 0.5f, .patience = 2, .threshold = 0.0625f, .lowest = 0.2f};
    const auto rates_after = [&](const std::vector<float>& costs) {
        std::vector<float> rates;
        for (const float cost : costs) {
            callback.after_epoch(stand_in{{{7, 0}, {cost, 0}}, optimizer});
            rates.push_back(optimizer.learning_rate);
        }
        return rates;
    };
    using rates = std::vector<float>;
    // The best is 1, and 0.9375 not less than fifteen sixteenths of it; 0.93 is.
    CHECK(rates_after({1, 0.95f, 0.9375f, 0.93f}) == rates{1, 1, 1, 1});
    // The third epoch without improvement is one too many; patience begins anew.
    CHECK(rates_after({0.9f, 0.9f, 0.9f, nan, nan}) == rates{1, 1, 0.5f, 0.5f, 0.5f});
    CHECK(rates_after({0.8f, 0.8f, nan, 0.9f}) == rates{0.5f, 0.5f, 0.5f, 0.25f});
    // Not below the lowest, and what is lower is not raised.
    CHECK(rates_after({0.8f, 0.8f, 0.8f}) == rates{0.25f, 0.25f, 0.2f});
    CHECK(rates_after({0.8f, 0.8f, 0.8f}) == rates{0.2f, 0.2f, 0.2f});
    optimizer.learning_rate = 0.125f;
    CHECK(rates_after({0.8f, 0.8f, 0.8f}) == rates{0.125f, 0.125f, 0.125f});
    CHECK(rates_after({0.1f, 0.1f, 0.1f}) == rates{0.125f, 0.125f, 0.125f});
}

TEST_CASE("reduce_on_plateau looks at the data it is told to", "[training][schedules]") {
    sgd by_validation{1}, by_training{1};
    reduce_on_plateau validation{.patience = 0}, training{.patience = 0, .on_training = true};
    for (const float cost : {3.f, 2.f, 1.f}) { // training falls, validation does not
        validation.after_epoch(stand_in{{{cost, 0}, {5, 0}}, by_validation});
        training.after_epoch(stand_in{{{cost, 0}, {5, 0}}, by_training});
    }
    CHECK(by_validation.learning_rate == Approx(0.01));
    CHECK(by_training.learning_rate == 1);
}

TEST_CASE("a record says with which rate its epoch ended", "[training][schedules]") {
    network<input<1>, dense<1>> net;
    const std::vector<float> x{1, 1}, y{0, 0};
    const auto rates = [&](const auto& optimizer) {
        std::vector<float> all;
        for (const auto& record :
             fit<1>(net, quadratic{}, optimizer, data_view{x, y}, no_validation{}, {.epochs = 2}).epochs)
            all.push_back(record.learning_rate);
        return all;
    };
    CHECK(rates(sgd{0.25f}) == std::vector<float>{0.25f, 0.25f});
    CHECK(rates(scheduled{sgd{1}, step_decay{.factor = 0.5f, .every = 1}}) == std::vector<float>{0.5f, 0.125f});
    CHECK(rates(scheduled{scheduled{sgd{1}, step_decay{.factor = 0.5f, .every = 2}},
                          step_decay{.factor = 0.5f, .every = 1}}) == std::vector<float>{0.5f, 0.0625f});
}

TEST_CASE("fit learns XOR with adaptors and a plateau, by any number of threads", "[training][schedules]") {
    using net_type = network<input<2>, dense<8>, trilobite::tanh, dense<1>, sigmoid>;
    const std::vector<float> x{0, 0, 0, 1, 1, 0, 1, 1}, y{0, 1, 1, 0};
    const auto train = [&]<std::size_t Threads>(index_constant<Threads>, net_type& net) {
        initialise(net, 1);
        reduce_on_plateau plateau{
            .factor = 0.5f, .patience = 0, .threshold = 0.5f, .lowest = 0.05f, .on_training = true};
        float rate = 0;
        const auto history = fit<4, Threads>(
            net, binary_cross_entropy{}, scheduled{clip_by_value{adam{0.1f}, 0.5f}, warm_up{20, cosine_decay{280}}},
            data_view{x, y}, no_validation{}, {.epochs = 300}, on_epoch([&](const auto& report) {
                plateau.after_epoch(report);
                rate = report.optimizer.learning_rate;
            }));
        laws::check_optimizer_law(rate == 0.05f, "callbacks change the learning rate within the adaptors");
        return history.epochs.back().training;
    };
    net_type alone, together;
    const auto learned = train(index_constant<1>{}, alone);
    CHECK(learned.cost < 0.05f);
    CHECK(learned.accuracy == 1);
    train(index_constant<2>{}, together);
    for_each_matrix([](const auto& a, const auto& b) { CHECK(laws::same_bits(a, b)); }, alone, together);
}
