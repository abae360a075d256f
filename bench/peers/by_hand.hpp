#pragma once
/// Dense layers as a good engineer writes them around a matrix product: one pass for bias and activation after it, the
/// step of gradient descent inside it.

#include "activations.hpp"
#include "rules.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace bench::peers {

/// Whether a factor stands as its transpose.
enum class standing { as_is, transposed };

/// Product::multiply<M, N, K, A, B>(alpha, a, b, beta, c): c = alpha a b + beta c, all row by row. c: M x N, depth K.
template <class Product>
struct by_hand {
    static constexpr const char* name = Product::name;

    struct nothing {};

    template <std::size_t B, std::size_t In, std::size_t Out, class Activation, class Rule>
    struct layer {
        struct parameters {
            alignas(64) std::array<float, In * Out> w{};
            alignas(64) std::array<float, Out> b{};
        };
        struct moments {
            parameters g, m, v;
        };
        parameters p_;
        [[no_unique_address]] std::conditional_t<Rule::remembers, moments, nothing> moments_;
        alignas(64) std::array<float, B * Out> y_, d_;

        void assign(const auto& ours) {
            for (std::size_t j = 0; j < Out; ++j) {
                p_.b[j] = ours.bias(0, j);
                for (std::size_t i = 0; i < In; ++i)
                    p_.w[i * Out + j] = ours.weights(i, j);
            }
        }
        float weight(std::size_t i, std::size_t j) const { return p_.w[i * Out + j]; }
        float bias(std::size_t j) const { return p_.b[j]; }
        const float* y() const { return y_.data(); }
        float* d() { return d_.data(); }

        void forward(const float* x) {
            using enum standing;
            Product::template multiply<B, Out, In, as_is, as_is>(1, x, p_.w.data(), 0, y_.data());
            finish<B, Out>(Activation{}, p_.b.data(), y_.data());
        }
        template <class Before>
        void backward_input(Before f, const float* its_y, float* its_d) {
            using enum standing;
            Product::template multiply<B, In, Out, as_is, transposed>(1, d_.data(), p_.w.data(), 0, its_d);
            for (std::size_t i = 0; i < B * In; ++i)
                its_d[i] *= derivative(f, its_y[i]);
        }
        void update(const float* x, const gradient_descent& rule) { update_parameters(x, -rule.learning_rate, 1, p_); }
        void update(const float* x, const adam& rule) {
            update_parameters(x, 1, 0, moments_.g);
            auto& [g, m, v] = moments_;
            step(rule, In * Out, p_.w.data(), g.w.data(), m.w.data(), v.w.data());
            step(rule, Out, p_.b.data(), g.b.data(), m.b.data(), v.b.data());
        }

    private:
        /// to = alpha times the gradient + beta to
        void update_parameters(const float* x, float alpha, float beta, parameters& to) {
            using enum standing;
            Product::template multiply<In, Out, B, transposed, as_is>(alpha, x, d_.data(), beta, to.w.data());
            std::array<float, Out> sum{};
            for (std::size_t i = 0; i < B * Out; i += Out)
                for (std::size_t j = 0; j < Out; ++j)
                    sum[j] += d_[i + j];
            for (std::size_t j = 0; j < Out; ++j)
                to.b[j] = beta * to.b[j] + alpha * sum[j];
        }
    };
};

}
