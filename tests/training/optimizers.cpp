#include "../catch.hpp"
#include "../laws/optimizer_laws.hpp"

#include <trilobite/training/optimizers/adadelta.hpp>
#include <trilobite/training/optimizers/adagrad.hpp>
#include <trilobite/training/optimizers/adam.hpp>
#include <trilobite/training/optimizers/adamw.hpp>
#include <trilobite/training/optimizers/clip_by_value.hpp>
#include <trilobite/training/optimizers/momentum.hpp>
#include <trilobite/training/optimizers/nesterov.hpp>
#include <trilobite/training/optimizers/rmsprop.hpp>
#include <trilobite/training/optimizers/sgd.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

using namespace trilobite;

// The tables are where a weight of 1 is after each of seven steps. They were computed outside the library, by Python in
// double, from the formulas as the papers print them, with constants rounded to float.
TEST_CASE("sgd", "[training][optimizers]") {
    laws::check_table(sgd{.learning_rate = 0.25f}, {0.875, 0.9375, 0.6875, 0.65625, 1.15625, 0.96875, 0.984375});
    laws::check_optimizer(sgd{.learning_rate = 0.25f});
}

TEST_CASE("momentum", "[training][optimizers]") {
    laws::check_table(momentum{.learning_rate = 0.125f, .mu = 0.9f},
                      {0.9375, 0.9125000014901161, 0.765000003427267, 0.6166250086873768, 0.7330875169590112,
                       0.7441537716267995, 0.761925900563969});
    laws::check_optimizer(momentum{});
}

TEST_CASE("nesterov", "[training][optimizers]") {
    laws::check_table(nesterov{.learning_rate = 0.125f, .mu = 0.9f},
                      {0.8812500014901161, 0.890000003427267, 0.6322500086873768, 0.4830875169590112,
                       0.8379037716267995, 0.754113400563969, 0.777920816183701});
    laws::check_optimizer(nesterov{});
}

TEST_CASE("nesterov's parameter stands where the paper looks ahead to", "[training][optimizers]") {
    // v = mu v - rate C'(p + mu v), p += v on C = p^2 / 2 (Sutskever et al. 2013, equations 3 and 4).
    constexpr std::size_t steps = 8;
    constexpr double mu = 0.75, rate = 0.25;
    std::array<double, steps> ahead;
    double p = 1, v = 0;
    for (double& place : ahead) {
        v = mu * v - rate * (p + mu * v);
        p += v;
        place = p + mu * v;
    }
    const auto found = laws::path<steps>(nesterov{rate, mu}, [](std::size_t, double place) { return place; });
    laws::check_path(found.data(), ahead.data(), steps);
}

TEST_CASE("adagrad", "[training][optimizers]") {
    laws::check_table(adagrad{.learning_rate = 0.5f},
                      {0.5000000999999812, 0.7236068577499668, 0.2871711153732172, 0.23293850562443516,
                       0.6661627757152132, 0.5116549212938794, 0.5245263088350026});
    laws::check_optimizer(adagrad{0.5f});
}

TEST_CASE("rmsprop", "[training][optimizers]") {
    laws::check_table(rmsprop{.learning_rate = 0.1f},
                      {0.6837724669681134, 0.831214322315552, 0.5493564997083201, 0.512471961750399, 0.7943676184136941,
                       0.6892722701339719, 0.6985000242258224});
    laws::check_optimizer(rmsprop{});
}

TEST_CASE("adadelta", "[training][optimizers]") {
    laws::check_table(adadelta{}, {0.9955280434584072, 0.9984146405216808, 0.9923456354703329, 0.991322721303327,
                                   0.9992211240801524, 0.9954289954688009, 0.9957626465236973});
    laws::check_optimizer(adadelta{});
}

TEST_CASE("adam", "[training][optimizers]") {
    laws::check_table(adam{.learning_rate = 0.1f},
                      {0.900000630965504, 0.8733670786307718, 0.8075560983211576, 0.7476585876046221,
                       0.7696830354149171, 0.7715889017804091, 0.7745579000812888});
    laws::check_optimizer(adam{});
}

TEST_CASE("adamw", "[training][optimizers]") {
    laws::check_table(adamw{.learning_rate = 0.1f, .weight_decay = 0.1f},
                      {0.8900006306674808, 0.8544670717608329, 0.7801114204789593, 0.7124127953251429,
                       0.7273131149698709, 0.721945849968908, 0.7176953895549419});
    laws::check_optimizer(adamw{});
}

TEST_CASE("clip_by_value", "[training][optimizers]") {
    auto clipped = clip_by_value{adam{.learning_rate = 0.125f}, 0.5f};
    laws::check_optimizer(clip_by_value{adam{}, 0.5f});
    const auto found = laws::path<7>(clipped, [](std::size_t i, double) { return laws::gradients[i]; });
    const std::array within{0.5, -0.25, 0.5, 0.125, -0.5, 0.5, -0.0625};
    CHECK(found == laws::path<7>(adam{.learning_rate = 0.125f}, [&](std::size_t i, double) { return within[i]; }));
    // What changes learning rates reaches it.
    clipped.learning_rate /= 2;
    CHECK(laws::path<1>(clipped, [](std::size_t, double) { return 3.; })[0] == Approx(1 - 0.125 / 2).epsilon(1e-5));
}

TEST_CASE("clip_by_value holds infinities back, and NaN stays NaN", "[training][optimizers]") {
    constexpr float infinity = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
    clip_by_value<sgd>::state<network<input<1>, dense<1>>> state;
    const auto rule = clip_by_value{sgd{1.f}, 0.5f}.begin_step(state);
    const auto check = [&]<std::size_t Lanes>(index_constant<Lanes>) {
        using V = simd<float, Lanes>;
        const auto stepped = [&](float g) {
            alignas(64) std::array<float, Lanes> p;
            rule(V(1.f), V(g), std::array<float*, 0>{}).store(p.data());
            return p.back();
        };
        laws::check_optimizer_law(stepped(infinity) == 0.5f && stepped(-infinity) == 1.5f, "infinity is clipped");
        laws::check_optimizer_law(stepped(0.25f) == 0.75f && stepped(-0.5f) == 1.5f, "what is within stays");
        laws::check_optimizer_law(std::isnan(stepped(nan)) && std::isnan(stepped(-nan)), "NaN stays NaN");
    };
    check(index_constant<1>{});
    check(index_constant<lanes_for<float>(5)>{});
    check(index_constant<native_lanes<float>>{});
}
