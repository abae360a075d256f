#pragma once
/// Pooling in plain loops, by TensorFlow's formulas for padding, and what tests of pooling have in common.

#include "../laws/layer_laws.hpp"

#include <trilobite/layers/windows.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace pooling {

using namespace trilobite;

/// Windows over images of a shape.
struct geometry {
    shape in;
    std::size_t size, stride;
    padding kind = padding::valid;

    long outputs(std::size_t axis) const {
        const auto n = static_cast<long>(in[axis]), s = static_cast<long>(stride), k = static_cast<long>(size);
        return kind == padding::same ? (n + s - 1) / s : (n - k + s) / s;
    }

    /// f(output, inputs) for every window and channel: the index of its result and those of its places in the image.
    template <class F>
    void for_each_window(F f) const {
        const auto k = static_cast<long>(size), s = static_cast<long>(stride);
        long before[2]{}, extent[2];
        for (std::size_t axis = 0; axis < 2; ++axis) {
            extent[axis] = static_cast<long>(in[axis]);
            if (kind == padding::same)
                before[axis] = std::max((outputs(axis) - 1) * s + k - extent[axis], 0L) / 2;
        }
        const auto channels = static_cast<long>(in[2]);
        std::size_t output = 0;
        for (long i = 0; i < outputs(0); ++i)
            for (long j = 0; j < outputs(1); ++j)
                for (long c = 0; c < channels; ++c) {
                    std::vector<std::size_t> inputs;
                    for (long row = i * s - before[0]; row < i * s - before[0] + k; ++row)
                        for (long column = j * s - before[1]; column < j * s - before[1] + k; ++column)
                            if (row >= 0 && row < extent[0] && column >= 0 && column < extent[1])
                                inputs.push_back(static_cast<std::size_t>((row * extent[1] + column) * channels + c));
                    f(output++, inputs);
                }
    }
};

/// y and dx of one sample.
struct result {
    std::vector<double> y, dx;
};

inline result max_pool(const geometry& g, const double* x, const double* dy) {
    result r{{}, std::vector<double>(g.in.size())};
    g.for_each_window([&](std::size_t output, const std::vector<std::size_t>& inputs) {
        const auto at =
            *std::max_element(inputs.begin(), inputs.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
        r.y.push_back(x[at]);
        r.dx[at] += dy[output];
    });
    return r;
}

inline result average_pool(const geometry& g, const double* x, const double* dy) {
    result r{{}, std::vector<double>(g.in.size())};
    g.for_each_window([&](std::size_t output, const std::vector<std::size_t>& inputs) {
        double sum = 0;
        for (const std::size_t i : inputs) {
            sum += x[i];
            r.dx[i] += dy[output] / static_cast<double>(inputs.size());
        }
        r.y.push_back(sum / static_cast<double>(inputs.size()));
    });
    return r;
}

template <class T>
void check_values(const char* of, const T* found, const std::vector<double>& expected) {
    const double epsilon = sizeof(T) == sizeof(float) ? 1e-6 : 1e-14;
    for (std::size_t i = 0; i < expected.size(); ++i)
        if (found[i] != Approx(expected[i]).epsilon(epsilon).margin(epsilon)) {
            CAPTURE(of, i, found[i], expected[i]);
            CHECK(false);
        }
}

/// A layer's y and dx are the reference's, for two random samples.
template <class T, class Spec, shape In>
void check_against(result (*reference)(const geometry&, const double*, const double*), const geometry& g) {
    using bench = laws::bench_of<T, Spec, In, 2>;
    const auto b = std::make_unique<bench>(3);
    b->forward();
    const typename bench::y_type y = b->y;
    b->backward();
    for (std::size_t row = 0; row < 2; ++row) {
        const std::vector<double> x(&b->x(row, 0), &b->x(row, 0) + In.size());
        const std::vector<double> dy(&b->dy(row, 0), &b->dy(row, 0) + y.columns);
        const result expected = reference(g, x.data(), dy.data());
        laws::check_law(expected.y.size() == y.columns, "as many windows as the reference has");
        check_values("y", &y(row, 0), expected.y);
        check_values("dx", &b->dx(row, 0), expected.dx);
    }
}

/// A value times the one at the same place of a matrix: a finish that must be told the right place.
template <class View>
struct times {
    View factors;
    template <class V>
    V operator()(V v, std::size_t row, std::size_t column) const {
        return v * V::load(factors.row(row) + column);
    }
};
template <class View>
times(View) -> times<View>;

/// What a layer finishes is what it gives without, finished: its forward pass,
template <class Spec, shape In>
void check_finishes_forward() {
    using bench = laws::bench_of<float, Spec, In, 2>;
    const auto b = std::make_unique<bench>(5), finished = std::make_unique<bench>(5);
    const auto factors = std::make_unique<typename bench::y_type>();
    laws::randomise(*factors, 1);
    finished->layer.forward(finished->p, typename bench::x_view(finished->x), finished->y.view(), finished->memory,
                            times{typename bench::y_view(*factors)});
    b->forward();
    for (std::size_t row = 0; row < 2; ++row)
        for (std::size_t i = 0; i < b->y.columns; ++i)
            b->y(row, i) *= (*factors)(row, i);
    laws::check_law(laws::same_bits(b->y, finished->y), "forward finishes what it stores");
}

/// and its backward pass.
template <class Spec, shape In>
void check_finishes_backward() {
    using bench = laws::bench_of<float, Spec, In, 2>;
    const auto b = std::make_unique<bench>(5);
    const auto factors = std::make_unique<typename bench::x_type>();
    const auto finished = std::make_unique<typename bench::x_type>();
    laws::randomise(*factors, 2);
    b->forward();
    b->layer.backward_input(b->p, typename bench::x_view(b->x), typename bench::y_view(b->y),
                            typename bench::y_view(b->dy), b->memory, finished->view(),
                            times{typename bench::x_view(*factors)});
    b->backward();
    for (std::size_t row = 0; row < 2; ++row)
        for (std::size_t i = 0; i < b->x.columns; ++i)
            b->dx(row, i) *= (*factors)(row, i);
    laws::check_law(laws::same_bits(b->dx, *finished), "backward finishes what it stores");
}

template <class Spec, shape In>
void check_finishes() {
    check_finishes_forward<Spec, In>();
    check_finishes_backward<Spec, In>();
}

}
