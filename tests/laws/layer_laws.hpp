#pragma once
/// What every layer must satisfy. The test of a layer is a call of laws::check_layer.

#include "../catch.hpp"
#include "random_matrix.hpp"

#include <trilobite/layers/contract.hpp>
#include <trilobite/training/initialisers.hpp>

#include <cmath>
#include <cstdint>
#include <memory>

namespace laws {

using namespace trilobite;

// Catch's macros stand in plain functions: in the templates below they would be compiled for every layer again.

inline void check_derivative(double found, double expected, const char* of, std::size_t row, std::size_t column) {
    INFO(of << " (" << row << ", " << column << ")");
    CHECK(found == Approx(expected).epsilon(1e-6).margin(1e-7));
}
inline void check_law(bool holds, const char* law) {
    INFO(law);
    CHECK(holds);
}

/// A layer of type Spec that gets B samples of shape In, with all that a pass over it needs.
template <class T, class Spec, shape In, std::size_t B>
struct bench_of {
    using layer_type = typename Spec::template layer<T, In>;
    using x_type = matrix<T, B, In.size()>;
    using y_type = matrix<T, B, layer_type::output.size()>;
    using x_view = matrix_view<const T, B, In.size()>;
    using y_view = matrix_view<const T, B, layer_type::output.size()>;

    layer_type layer{};
    layer_type gradient{};
    x_type x, dx;
    y_type y, dy;
    memory_of<layer_type, B, true> memory;
    memory_of<layer_type, B, false> inference_memory;
    training_pass p{.rows = B, .first_row = 0, .seed = 7, .step = 3, .place = 1};

    explicit bench_of(std::uint64_t seed) {
        // Values of all members are random, so that no term of a gradient hides behind a zero.
        std::uint64_t member = seed;
        for_each_matrix(
            [&]<class M>(M& m) {
                randomise(m, ++member);
                if constexpr (is_untrained<M>) // a variance among them
                    for (T& value : m.flat())
                        value = std::abs(value);
            },
            layer);
        // The padding of x may hold anything finite.
        randomise(x, seed + 100, T(0.375));
        randomise(dy, seed + 200);
    }

    void forward() {
        poison(y);
        poison_bytes(memory);
        std::as_const(layer).forward(p, x_view(x), y.view(), memory);
    }
    void infer() {
        poison(y);
        poison_bytes(inference_memory);
        std::as_const(layer).forward(inference_pass{.rows = B}, x_view(x), y.view(), inference_memory);
    }
    void backward() {
        poison(dx);
        if constexpr (!backward_reads_output<layer_type>())
            poison(y);
        backward_layer(std::as_const(layer), p, x_view(x), y_view(y), y_view(dy), memory, gradient, dx.view());
    }
    /// What the gradients are gradients of: the sum of dy * y.
    double objective() {
        forward();
        double sum = 0;
        for (std::size_t row = 0; row < p.rows; ++row)
            for (std::size_t i = 0; i < y_type::columns; ++i)
                sum += static_cast<double>(dy(row, i)) * static_cast<double>(y(row, i));
        return sum;
    }
    /// d objective / d value by central differences.
    double slope(T& value) {
        const T before = value;
        const T h = T(1e-6);
        value = before + h;
        const double above = objective();
        value = before - h;
        const double below = objective();
        value = before;
        return (above - below) / (2 * static_cast<double>(h));
    }
};

/// backward is the derivative of forward: finite differences in double, with respect to inputs and parameters.
template <class Spec, shape In, std::size_t B>
void gradients_match_finite_differences(std::uint64_t seed) {
    auto b = std::make_unique<bench_of<double, Spec, In, B>>(seed);
    b->forward();
    // A gradient is added to what is there.
    for_each_matrix([](auto& g) { std::fill(std::begin(g.values), std::end(g.values), 0.5); }, b->gradient);
    b->backward();
    for (std::size_t row = 0; row < B; ++row)
        for (std::size_t i = 0; i < In.size(); ++i)
            check_derivative(b->dx(row, i), b->slope(b->x(row, i)), "dx", row, i);
    for_each_matrix(
        [&]<class M>(M& m, M& g) {
            if constexpr (!is_untrained<M>)
                for (std::size_t row = 0; row < M::rows; ++row)
                    for (std::size_t i = 0; i < M::columns; ++i)
                        check_derivative(g(row, i) - 0.5, b->slope(m(row, i)), "gradient of a parameter", row, i);
        },
        b->layer, b->gradient);
}

/// No gradient comes of nothing, the padding of gradients stays zero, and every real value of y and dx is written.
template <class T, class Spec, shape In, std::size_t B>
void zero_gives_zero(std::uint64_t seed) {
    auto b = std::make_unique<bench_of<T, Spec, In, B>>(seed);
    b->forward();
    check_law(all_finite(b->y, b->y.stride), "forward writes all of y, its padding too");
    b->backward();
    check_law(all_finite(b->dx), "backward writes all of dx");
    check_law(padding_is_zero(b->dx), "the padding of dx is zero");
    for_each_matrix([](const auto& g) { check_law(padding_is_zero(g), "the padding of a gradient stays zero"); },
                    b->gradient);

    b->gradient = {};
    b->dy = {};
    b->forward();
    b->backward();
    check_law(all_zero(b->dx), "no dy, no dx");
    for_each_matrix(
        []<class M>(const M& g) {
            if constexpr (!is_untrained<M>)
                check_law(all_zero(g), "no dy, no gradient");
        },
        b->gradient);
}

/// Rows beyond p.rows count for nothing: whatever stands there, the real rows and the gradients keep their bits.
template <class T, class Spec, shape In, std::size_t B>
void absent_rows_count_for_nothing(std::uint64_t seed) {
    auto a = std::make_unique<bench_of<T, Spec, In, B>>(seed);
    auto b = std::make_unique<bench_of<T, Spec, In, B>>(seed);
    for (std::size_t i = 0; i < In.size(); ++i)
        b->x(B - 1, i) = a->x(0, i);
    for (auto* each : {a.get(), b.get()}) {
        each->p.rows = B - 1;
        for (std::size_t i = 0; i < each->dy.columns; ++i)
            each->dy(B - 1, i) = 0;
        each->forward();
    }
    check_law(same_bits(a->y, b->y, B - 1), "an absent row does not change y");
    a->backward();
    b->backward();
    check_law(same_bits(a->dx, b->dx, B - 1), "an absent row does not change dx");
    check_law(std::all_of(&a->dx(B - 1, 0), &a->dx(B - 1, 0) + In.size(), [](T v) { return v == 0; }),
              "dx is zero in an absent row");
    for_each_matrix(
        [](const auto& g, const auto& h) { check_law(same_bits(g, h), "an absent row does not change a gradient"); },
        a->gradient, b->gradient);
}

/// In inference a sample's output does not depend on its company; in training neither, unless the layer says so, and
/// random numbers belong to the sample's place in the mini-batch.
template <class T, class Spec, shape In, std::size_t B>
void samples_are_independent(std::uint64_t seed) {
    auto all = std::make_unique<bench_of<T, Spec, In, B>>(seed);
    auto one = std::make_unique<bench_of<T, Spec, In, 1>>(seed);
    const auto compare = [&](auto run) {
        run(*all);
        for (std::size_t row = 0; row < B; ++row) {
            std::copy_n(&all->x(row, 0), In.size(), &one->x(0, 0));
            one->p.first_row = row;
            run(*one);
            check_law(std::memcmp(&all->y(row, 0), &one->y(0, 0), all->y.columns * sizeof(T)) == 0,
                      "a sample's output does not depend on its company");
        }
    };
    compare([](auto& b) { b.infer(); });
    if constexpr (!couples_samples<typename Spec::template layer<T, In>>())
        compare([](auto& b) { b.forward(); });
}

/// Leaving one half of the backward pass out, or doing one after the other, does not change the other.
template <class T, class Spec, shape In, std::size_t B>
void halves_are_independent(std::uint64_t seed) {
    using bench = bench_of<T, Spec, In, B>;
    auto both = std::make_unique<bench>(seed);
    auto half = std::make_unique<bench>(seed);
    both->forward();
    both->backward();
    half->forward();
    const auto backward = [&](auto& gradient, auto dx) {
        backward_layer(std::as_const(half->layer), half->p, typename bench::x_view(half->x),
                       typename bench::y_view(half->y), typename bench::y_view(half->dy), half->memory, gradient, dx);
    };
    backward(half->gradient, unwanted{});
    for_each_matrix([](const auto& g, const auto& h) { check_law(same_bits(g, h), "the gradient alone is the same"); },
                    both->gradient, half->gradient);
    half->forward();
    unwanted nothing;
    backward(nothing, half->dx.view());
    check_law(same_bits(both->dx, half->dx), "dx alone is the same");
    half->gradient = {};
    backward_to_parameters(std::as_const(half->layer), half->p, typename bench::x_view(half->x),
                           typename bench::y_view(half->y), typename bench::y_view(half->dy), half->memory,
                           half->gradient);
    for_each_matrix([](const auto& g, const auto& h) { check_law(same_bits(g, h), "the gradient after it is too"); },
                    both->gradient, half->gradient);
}

/// A layer that ignores its pass does in each the same.
template <class T, class Spec, shape In, std::size_t B>
void ignored_pass_changes_nothing(std::uint64_t seed) {
    if constexpr (IgnoresPass<typename Spec::template layer<T, In>>) {
        using bench = bench_of<T, Spec, In, B>;
        auto b = std::make_unique<bench>(seed);
        b->forward();
        const auto trained = b->y;
        b->infer();
        check_law(same_bits(b->y, trained), "an ignored pass changes nothing in inference");
        poison(b->y);
        std::as_const(b->layer).forward(no_pass{}, typename bench::x_view(b->x), b->y.view(), b->memory);
        check_law(same_bits(b->y, trained), "an ignored pass may be none");
    }
}

/// All laws, for samples of shape In in a batch of B >= 2.
template <class Spec, shape In, std::size_t B>
void check_layer(std::uint64_t seed = 1) {
    static_assert(B >= 2);
    static_assert(Spec::infer(In).needed == In && Spec::infer(In).output == Spec::template layer<float, In>::output);
    gradients_match_finite_differences<Spec, In, B>(seed);
    zero_gives_zero<float, Spec, In, B>(seed);
    absent_rows_count_for_nothing<float, Spec, In, B>(seed);
    samples_are_independent<float, Spec, In, B>(seed);
    halves_are_independent<float, Spec, In, B>(seed);
    ignored_pass_changes_nothing<float, Spec, In, B>(seed);
}

}
