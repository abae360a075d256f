#pragma once
/// What every optimizer must satisfy. The test of an optimizer is its table and a call of laws::check_optimizer.

#include "../catch.hpp"
#include "random_matrix.hpp"

#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/descent.hpp>
#include <trilobite/network/network.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace laws {

using namespace trilobite;

inline void check_path(const double* found, const double* expected, std::size_t steps) {
    for (std::size_t i = 0; i < steps; ++i) {
        INFO("step " << i + 1);
        CHECK(found[i] == Approx(expected[i]).epsilon(1e-12));
    }
}
inline void check_optimizer_law(bool holds, const char* law) {
    INFO(law);
    CHECK(holds);
}
inline void check_minimised(double where, double minimum) {
    INFO("where the cost is least");
    CHECK(where == Approx(minimum).margin(1e-2));
}

/// Where a weight that begins at 1 is after each of some steps; gradient(i, place) is its gradient in step i.
template <std::size_t Steps, class Optimizer, class Gradient>
std::array<double, Steps> path(const Optimizer& optimizer, Gradient gradient) {
    using one_weight = basic_network<double, input<1>, dense<1>>;
    one_weight net{}, change{};
    typename Optimizer::template state<one_weight> state{};
    double& weight = net.layer<0>().weights(0, 0);
    weight = 1;
    std::array<double, Steps> places;
    for (std::size_t i = 0; i < Steps; ++i) {
        change.layer<0>().weights(0, 0) = gradient(i, weight);
        take_step(net, change, optimizer.begin_step(state), state.moments());
        places[i] = weight;
    }
    check_optimizer_law(change.layer<0>().weights(0, 0) == 0, "the gradient is used up");
    check_optimizer_law(net.layer<0>().bias(0, 0) == 0, "what has no gradient and is zero stays zero");
    return places;
}

/// Gradients of both signs and several sizes.
inline constexpr std::array gradients{0.5, -0.25, 1.0, 0.125, -2.0, 0.75, -0.0625};

template <class Optimizer>
void check_table(const Optimizer& optimizer, const std::array<double, gradients.size()>& expected) {
    const auto found = path<gradients.size()>(optimizer, [](std::size_t i, double) { return gradients[i]; });
    check_path(found.data(), expected.data(), expected.size());
}

/// take_step, one value at a time.
template <class Net, class Rule, std::size_t N>
void take_scalar_step(Net& net, const Net& gradient, const Rule& rule, const std::array<Net*, N>& moments) {
    const auto step = [&]<class M>(M& p, const M& g, auto&... m) {
        using T = typename M::value_type;
        for (std::size_t i = 0; i < p.flat().size(); ++i)
            p.values[i] =
                rule(simd<T, 1>(p.values[i]), simd<T, 1>(g.values[i]), std::array<T*, N>{(m.values + i)...}).value;
    };
    with_indices<N>([&](auto... i) { for_each_matrix(step, net, gradient, *moments[i]...); });
}

/// Rows of five are padded; the padding stays zero, and a register computes what its lanes would by themselves.
template <class Optimizer>
void registers_are_scalars_and_padding_stays_zero(const Optimizer& optimizer) {
    using net_type = network<input<7>, dense<5>>;
    struct trainee {
        net_type net{};
        typename Optimizer::template state<net_type> state{};
    };
    trainee a, b;
    std::uint64_t seed = 0;
    for_each_matrix(
        [&](auto& p, auto& q) {
            randomise(p, ++seed);
            q = p;
        },
        a.net, b.net);
    bool same = true, zero = true, moved = false;
    const auto compare = [&](const auto& p, const auto& q) {
        same = same && same_bits(p, q);
        zero = zero && padding_is_zero(p);
    };
    for (int i = 0; i < 3; ++i) {
        net_type gradient{};
        for_each_matrix([&](auto& g) { randomise(g, ++seed); }, gradient);
        const net_type before = a.net;
        take_scalar_step(b.net, gradient, optimizer.begin_step(b.state), b.state.moments());
        take_step(a.net, gradient, optimizer.begin_step(a.state), a.state.moments());
        for_each_matrix(compare, a.net, b.net);
        for (std::size_t k = 0; k < a.state.moments().size(); ++k)
            for_each_matrix(compare, *a.state.moments()[k], *b.state.moments()[k]);
        for_each_matrix([&](const auto& p, const auto& q) { moved = moved || !same_bits(p, q); }, a.net, before);
    }
    check_optimizer_law(moved, "a step moves the parameters");
    check_optimizer_law(same, "a register computes what its lanes would by themselves");
    check_optimizer_law(zero, "the padding of parameters and moments stays zero");
}

/// Once a parameter has no gradient any more, its moments decay, but not among the subnormal numbers, which are slow.
template <class Optimizer>
void moments_are_never_subnormal(const Optimizer& optimizer) {
    using net_type = network<input<1>, dense<1>>;
    net_type net{}, gradient{};
    typename Optimizer::template state<net_type> state{};
    bool normal = true;
    for (std::size_t i = 0; i < 100'000; ++i) { // decays by .999 reach them after some 90,000 steps
        gradient.layer<0>().weights(0, 0) = i == 0 ? 0.5f : 0.0f;
        take_step(net, gradient, optimizer.begin_step(state), state.moments());
        for (const net_type* moment : state.moments()) {
            const float m = moment->template layer<0>().weights(0, 0);
            normal = normal && (m == 0 || std::isnormal(m));
        }
    }
    check_optimizer_law(normal, "a moment is zero or a normal number");
}

/// All laws, for an optimizer whose constants bring C = (p - 1/4)^2 from p = 1 to its minimum within 2000 steps.
template <class Optimizer>
void check_optimizer(const Optimizer& optimizer) {
    registers_are_scalars_and_padding_stays_zero(optimizer);
    moments_are_never_subnormal(optimizer);
    const auto bowl = [](std::size_t, double p) { return 2 * (p - 0.25); };
    check_minimised(path<2000>(optimizer, bowl).back(), 0.25);
}

}
