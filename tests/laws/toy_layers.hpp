#pragma once
/// Four layers that are not dense, small versions of what the contract must have room for.

#include <trilobite/trilobite.hpp>

namespace toys {

using namespace trilobite;

/// Couples the samples of a mini-batch and keeps an untrained running state, as batch normalisation does:
/// y = x - mean over the batch + shift in training, y = x - running mean + shift in inference.
/// dx = dy - mean over the batch of dy, d shift = sum of dy.
struct centre {
    static constexpr inferred infer(shape in) { return {.output = in, .needed = in}; }

    template <class T, shape In>
    struct layer {
        static constexpr std::size_t size = In.size();
        BOOST_HANA_DEFINE_STRUCT(layer, (vector<T, size>, shift), (untrained<vector<T, size>>, running_mean));
        static constexpr shape output = In;
        static constexpr operation_count operations{3 * size, size, 2 * size};
        static constexpr bool couples_samples = true;
        static constexpr bool backward_reads_output = false;

        template <std::size_t B, bool Training>
        struct memory {
            vector<T, Training ? size : 1> mean;
        };

        template <class X>
        static void mean_of_rows(X x, std::size_t rows, vector<T, size>& mean) {
            mean = {};
            for (std::size_t i = 0; i < size; ++i) {
                for (std::size_t row = 0; row < rows; ++row)
                    mean(0, i) += x(row, i);
                mean(0, i) /= static_cast<T>(rows);
            }
        }

        template <class Pass, class X, class Y, class M>
        void forward(Pass p, X x, Y y, M& m) const {
            const auto subtract = [&](const vector<T, size>& mean) {
                for (std::size_t row = 0; row < Y::rows; ++row)
                    for (std::size_t i = 0; i < Y::stride; ++i)
                        y(row, i) = x(row, i) - mean(0, i) + shift(0, i);
            };
            if constexpr (Pass::training) {
                mean_of_rows(x, p.rows, m.mean);
                subtract(m.mean);
            } else {
                subtract(running_mean);
            }
        }

        template <class Pass, class X, class Y, class M>
        void backward_parameters(Pass, X, Y, Y dy, const M& m, layer& gradient) const {
            for (std::size_t i = 0; i < size; ++i) {
                for (std::size_t row = 0; row < Y::rows; ++row)
                    gradient.shift(0, i) += dy(row, i);
                gradient.running_mean(0, i) += (m.mean(0, i) - running_mean(0, i)) / 8;
            }
        }

        template <class Pass, class X, class Y, class M, class DX>
        void backward_input(Pass p, X, Y, Y dy, const M&, DX dx) const {
            vector<T, size> mean;
            mean_of_rows(dy, p.rows, mean);
            for (std::size_t row = 0; row < Y::rows; ++row)
                for (std::size_t i = 0; i < DX::stride; ++i)
                    dx.row(row)[i] = i < size && row < p.rows ? dy(row, i) - mean(0, i) : T{0};
        }
    };
};

/// Draws random numbers in training and is the identity in inference, as dropout does: half of the values become zero,
/// the others double.
struct drop_half {
    static constexpr inferred infer(shape in) { return {.output = in, .needed = in}; }

    template <class T, shape In>
    struct layer {
        static constexpr shape output = In;
        static constexpr operation_count operations{In.size(), 0, In.size()};
        static constexpr bool backward_reads_output = false;

        template <class Pass>
        static T factor(Pass p, random_key key, std::size_t row, std::size_t i) {
            return uniform<T>(key, (p.first_row + row) * In.size() + i) < T(0.5) ? T{0} : T{2};
        }

        template <class Pass, class X, class Y>
        void forward(Pass p, X x, Y y, no_memory&) const {
            const random_key key = p.key();
            for (std::size_t row = 0; row < Y::rows; ++row)
                for (std::size_t i = 0; i < Y::stride; ++i)
                    y(row, i) = Pass::training ? x(row, i) * factor(p, key, row, i) : x(row, i);
        }

        template <class Pass, class X, class Y, class DX>
        void backward_input(Pass p, X, Y, Y dy, no_memory&, DX dx) const {
            const random_key key = p.key();
            for (std::size_t row = 0; row < Y::rows; ++row)
                for (std::size_t i = 0; i < DX::stride; ++i)
                    dx.row(row)[i] = i < In.size() ? dy(row, i) * factor(p, key, row, i) : T{0};
        }
    };
};

/// A composite: y = x + what a nested list of layers makes of x.
template <class... Specs>
struct shortcut {
    static constexpr inferred infer(shape in) {
        const auto inner = detail::infer_shapes<Specs...>(in).shapes[sizeof...(Specs)];
        return {.output = in, .needed = inner.size() == in.size() ? in : inner};
    }

    template <class T, shape In>
    struct layer {
        using chain_type = chain<T, In, Specs...>;
        BOOST_HANA_DEFINE_STRUCT(layer, (chain_type, inside));
        static constexpr shape output = In;
        static constexpr operation_count operations = chain_type::operations;
        static constexpr bool couples_samples = chain_type::couples_samples;
        static constexpr bool backward_reads_output = false;

        template <std::size_t B, bool Training>
        using memory = tape<chain_type, B, Training>;

        template <class Pass, class X, class Y, class M>
        void forward(Pass p, X x, Y y, M& m) const {
            trilobite::forward(inside, p, x, m);
            for (std::size_t row = 0; row < Y::rows; ++row)
                for (std::size_t i = 0; i < Y::stride; ++i)
                    y(row, i) = x(row, i) + std::as_const(m).output()(row, i);
        }

        template <class Pass, class X, class Y, class M, class Gradient, class DX>
        void backward(Pass p, X x, Y, Y dy, M& m, Gradient& gradient, DX dx) const {
            matrix<T, Y::rows, In.size()> used;
            std::copy_n(dy.data, used.flat().size(), used.values);
            if constexpr (std::is_same_v<Gradient, unwanted>)
                trilobite::backward(inside, p, x, m, used.view(), gradient, dx);
            else
                trilobite::backward(inside, p, x, m, used.view(), gradient.inside, dx);
            if constexpr (!std::is_same_v<DX, unwanted>)
                for (std::size_t row = 0; row < Y::rows; ++row)
                    for (std::size_t i = 0; i < In.size(); ++i)
                        dx(row, i) += dy(row, i);
        }

        void initialise(const auto& initialiser, random_key key) { trilobite::initialise(inside, initialiser, key); }
    };
};

/// Recurrent over [time, features]: h_t = tanh(x_t W + h_(t-1) U + b), h_0 = 0; gives all h_t, as [time, Units].
/// For its backward pass it keeps 1 - h_t^2. (Elman 1990; back-propagation through time: Werbos 1990)
template <std::size_t Units>
struct recurrent {
    static constexpr inferred infer(shape in) {
        return {.output = {in[0], Units}, .needed = in.rank == 2 ? in : shape{1, in.size()}};
    }

    template <class T, shape In>
    struct layer {
        static constexpr std::size_t steps = In[0], features = In[1];
        BOOST_HANA_DEFINE_STRUCT(layer, (matrix<T, features, Units>, weights),
                                 (matrix<T, Units, Units>, recurrent_weights), (vector<T, Units>, bias));
        static constexpr shape output{steps, Units};
        static constexpr std::size_t products = 2 * steps * Units * (features + Units);
        static constexpr operation_count operations{products, products, products};

        template <std::size_t B, bool Training>
        struct memory {
            matrix<T, B, Training ? steps * Units : 1> slope;
        };

        template <class Pass, class X, class Y, class M>
        void forward(Pass, X x, Y y, M& m) const {
            for (std::size_t row = 0; row < Y::rows; ++row) {
                std::fill_n(y.row(row), Y::stride, T{0});
                for (std::size_t t = 0; t < steps; ++t)
                    for (std::size_t u = 0; u < Units; ++u) {
                        T sum = bias(0, u);
                        for (std::size_t f = 0; f < features; ++f)
                            sum = multiply_add(x(row, t * features + f), weights(f, u), sum);
                        for (std::size_t v = 0; t > 0 && v < Units; ++v)
                            sum = multiply_add(y(row, (t - 1) * Units + v), recurrent_weights(v, u), sum);
                        const T h = math::tanh(sum);
                        y(row, t * Units + u) = h;
                        if constexpr (Pass::training)
                            m.slope(row, t * Units + u) = 1 - h * h;
                    }
            }
        }

        template <class Pass, class X, class Y, class M, class Gradient, class DX>
        void backward(Pass, X x, Y y, Y dy, const M& m, Gradient& gradient, DX dx) const {
            constexpr bool wants_gradient = !std::is_same_v<Gradient, unwanted>;
            constexpr bool wants_input = !std::is_same_v<DX, unwanted>;
            for (std::size_t row = 0; row < Y::rows; ++row) {
                if constexpr (wants_input)
                    std::fill_n(dx.row(row), DX::stride, T{0});
                vector<T, Units> dh;
                for (std::size_t t = steps; t-- > 0;) {
                    vector<T, Units> dz;
                    for (std::size_t u = 0; u < Units; ++u)
                        dz(0, u) = (dh(0, u) + dy(row, t * Units + u)) * m.slope(row, t * Units + u);
                    dh = {};
                    for (std::size_t u = 0; u < Units; ++u) {
                        if constexpr (wants_gradient)
                            gradient.bias(0, u) += dz(0, u);
                        for (std::size_t f = 0; f < features; ++f) {
                            if constexpr (wants_gradient)
                                gradient.weights(f, u) += x(row, t * features + f) * dz(0, u);
                            if constexpr (wants_input)
                                dx(row, t * features + f) += dz(0, u) * weights(f, u);
                        }
                        for (std::size_t v = 0; t > 0 && v < Units; ++v) {
                            if constexpr (wants_gradient)
                                gradient.recurrent_weights(v, u) += y(row, (t - 1) * Units + v) * dz(0, u);
                            dh(0, v) += dz(0, u) * recurrent_weights(v, u);
                        }
                    }
                }
            }
        }

        void initialise(const auto& initialiser, random_key key) {
            initialiser(weights.view(), features, Units, key.derive(0));
            initialiser(recurrent_weights.view(), Units, Units, key.derive(1));
        }
    };
};

}
