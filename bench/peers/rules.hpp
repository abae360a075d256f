#pragma once
/// How parameters move against their gradient.

#include <cmath>
#include <cstddef>

namespace bench::peers {

struct gradient_descent {
    static constexpr bool remembers = false;
    float learning_rate;
    void begin_step() {}
};

/// Moments of the gradient, corrected for their beginning at zero.  (Kingma, Ba 2015, in the order of operations that
/// ends their section 2)
struct adam {
    static constexpr bool remembers = true;
    float learning_rate, beta1, beta2, epsilon;
    float power1 = 1, power2 = 1; ///< beta1 and beta2 to the number of steps
    float rate = 0;               ///< of this step

    void begin_step() {
        power1 *= beta1;
        power2 *= beta2;
        rate = learning_rate * std::sqrt(1 - power2) / (1 - power1);
    }
};

/// One step of n parameters p with the gradient g and the moments m and v.
inline void step(const adam& rule, std::size_t n, float* __restrict p, const float* __restrict g, float* __restrict m,
                 float* __restrict v) {
    for (std::size_t i = 0; i < n; ++i) {
        m[i] = std::fma(rule.beta1, m[i], (1 - rule.beta1) * g[i]);
        v[i] = std::fma(rule.beta2, v[i], (1 - rule.beta2) * (g[i] * g[i]));
        p[i] -= rule.rate * m[i] / (std::sqrt(v[i]) + rule.epsilon);
    }
}

}
