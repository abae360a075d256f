#pragma once
/// Dense layers as a good engineer writes them with Eigen: every size fixed, products without temporaries, the
/// elementwise work of a layer in one expression, the update fused with the product that makes the gradient.

#include "activations.hpp"
#include "rules.hpp"

#define EIGEN_STACK_ALLOCATION_LIMIT 0 // everything here is on the heap
#include <Eigen/Dense>

#include <cstddef>
#include <type_traits>

namespace bench::peers {

struct eigen {
    static constexpr const char* name = "Eigen";

    template <std::size_t Rows, std::size_t Columns>
    using matrix =
        Eigen::Matrix<float, int(Rows), int(Columns), Rows == 1 || Columns != 1 ? Eigen::RowMajor : Eigen::ColMajor>;
    template <std::size_t N>
    using row = matrix<1, N>;

    /// y = f(y + b), row by row
    static void finish(linear, const auto& b, auto& y) { y.rowwise() += b; }
    static void finish(relu, const auto& b, auto& y) { y = (y.rowwise() + b).cwiseMax(0.0f); }
    static void finish(tanh, const auto& b, auto& y) { y = (y.rowwise() + b).array().tanh(); }
    static void finish(sigmoid, const auto& b, auto& y) { y = (y.rowwise() + b).array().logistic(); }
    static void finish(softmax, const auto& b, auto& y) {
        for (Eigen::Index i = 0; i < y.rows(); ++i) {
            using row = std::remove_cvref_t<decltype(b)>;
            const row z = y.row(i) + b;
            const row e = (z.array() - z.maxCoeff()).exp();
            y.row(i) = e / e.sum();
        }
    }

    /// d = d f'(y)
    static void times_derivative(linear, const auto&, auto&) {}
    static void times_derivative(relu, const auto& y, auto& d) { d = (y.array() > 0.0f).select(d, 0.0f); }
    static void times_derivative(tanh, const auto& y, auto& d) { d.array() *= 1.0f - y.array().square(); }
    static void times_derivative(sigmoid, const auto& y, auto& d) { d.array() *= y.array() * (1.0f - y.array()); }

    template <class M>
    struct moments {
        M g, m = M::Zero(), v = M::Zero();
        EIGEN_MAKE_ALIGNED_OPERATOR_NEW

        void step(const adam& rule, M& p) {
            m = rule.beta1 * m + (1 - rule.beta1) * g;
            v = rule.beta2 * v + (1 - rule.beta2) * g.cwiseAbs2();
            p.array() -= rule.rate * m.array() / (v.array().sqrt() + rule.epsilon);
        }
    };
    struct nothing {};

    template <std::size_t B, std::size_t In, std::size_t Out, class Activation, class Rule>
    struct layer {
        using weights = matrix<In, Out>;
        using biases = row<Out>;
        using inputs = Eigen::Map<const matrix<B, In>>;

        weights w_;
        biases b_;
        matrix<B, Out> y_, d_;
        [[no_unique_address]] std::conditional_t<Rule::remembers, moments<weights>, nothing> w_moments_;
        [[no_unique_address]] std::conditional_t<Rule::remembers, moments<biases>, nothing> b_moments_;

        void assign(const auto& ours) {
            for (std::size_t j = 0; j < Out; ++j) {
                b_(Eigen::Index(j)) = ours.bias(0, j);
                for (std::size_t i = 0; i < In; ++i)
                    w_(Eigen::Index(i), Eigen::Index(j)) = ours.weights(i, j);
            }
        }
        float weight(std::size_t i, std::size_t j) const { return w_(Eigen::Index(i), Eigen::Index(j)); }
        float bias(std::size_t j) const { return b_(Eigen::Index(j)); }
        const float* y() const { return y_.data(); }
        float* d() { return d_.data(); }

        void forward(const float* x) {
            y_.noalias() = inputs(x) * w_;
            finish(Activation{}, b_, y_);
        }
        template <class Before>
        void backward_input(Before f, const float* its_y, float* its_d) {
            Eigen::Map<matrix<B, In>> dx(its_d);
            dx.noalias() = d_ * w_.transpose();
            times_derivative(f, inputs(its_y), dx);
        }
        void update(const float* x, const gradient_descent& rule) {
            w_.noalias() -= rule.learning_rate * inputs(x).transpose() * d_;
            b_ -= rule.learning_rate * d_.colwise().sum();
        }
        void update(const float* x, const adam& rule) {
            w_moments_.g.noalias() = inputs(x).transpose() * d_;
            b_moments_.g = d_.colwise().sum();
            w_moments_.step(rule, w_);
            b_moments_.step(rule, b_);
        }
        EIGEN_MAKE_ALIGNED_OPERATOR_NEW
    };
};

}
