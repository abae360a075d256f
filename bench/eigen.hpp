#pragma once
/// The same networks as a good engineer writes them with Eigen: every size fixed, products without temporaries, the
/// elementwise work of a layer in one expression, the update fused with the product that makes the gradient.

#define EIGEN_STACK_ALLOCATION_LIMIT 0 // everything here is on the heap
#include <Eigen/Dense>

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace bench::eigen {

template <std::size_t Rows, std::size_t Columns>
using matrix =
    Eigen::Matrix<float, int(Rows), int(Columns), Rows == 1 || Columns != 1 ? Eigen::RowMajor : Eigen::ColMajor>;
template <std::size_t N>
using row = Eigen::Matrix<float, 1, int(N)>;
template <std::size_t N>
using column = Eigen::Matrix<float, int(N), 1>;

/// Takes over the values of a matrix of the library's.
template <class To, class From>
void assign(To& to, const From& from) {
    for (std::size_t i = 0; i < From::rows; ++i)
        for (std::size_t j = 0; j < From::columns; ++j)
            to(Eigen::Index(i), Eigen::Index(j)) = from(i, j);
}

/// In - H relu - H relu - Out softmax with cross-entropy, trained by gradient descent on batches of B samples.
template <std::size_t B, std::size_t In, std::size_t H, std::size_t Out>
struct classifier {
    matrix<In, H> w1;
    matrix<H, H> w2;
    matrix<H, Out> w3;
    row<H> b1, b2;
    row<Out> b3;

    matrix<B, H> y1, y2, d1, d2;
    matrix<B, Out> y3;
    float cost = 0;
    std::size_t correct = 0;

    using inputs = Eigen::Map<const matrix<B, In>>;

    template <class Net>
    explicit classifier(const Net& net) {
        assign(w1, net.template layer<0>().weights);
        assign(b1, net.template layer<0>().bias);
        assign(w2, net.template layer<2>().weights);
        assign(b2, net.template layer<2>().bias);
        assign(w3, net.template layer<4>().weights);
        assign(b3, net.template layer<4>().bias);
    }

    /// label(i): the class of sample i.
    template <class Label>
    void train_step(const float* samples, Label label, float learning_rate) {
        const inputs x(samples);
        y1.noalias() = x * w1;
        y1 = (y1.rowwise() + b1).cwiseMax(0.0f);
        y2.noalias() = y1 * w2;
        y2 = (y2.rowwise() + b2).cwiseMax(0.0f);
        y3.noalias() = y2 * w3;
        for (Eigen::Index i = 0; i < Eigen::Index(B); ++i) {
            const row<Out> z = y3.row(i) + b3;
            const row<Out> e = (z.array() - z.maxCoeff()).exp();
            y3.row(i) = e / e.sum();
            const auto right = Eigen::Index(label(std::size_t(i)));
            cost -= std::log(y3(i, right));
            Eigen::Index largest;
            y3.row(i).maxCoeff(&largest);
            correct += largest == right ? 1 : 0;
            y3(i, right) -= 1.0f;
        }
        const float rate = learning_rate / float(B);
        d2.noalias() = y3 * w3.transpose();
        d2 = (y2.array() > 0.0f).select(d2, 0.0f);
        w3.noalias() -= rate * y2.transpose() * y3;
        b3 -= rate * y3.colwise().sum();
        d1.noalias() = d2 * w2.transpose();
        d1 = (y1.array() > 0.0f).select(d1, 0.0f);
        w2.noalias() -= rate * y1.transpose() * d2;
        b2 -= rate * d2.colwise().sum();
        w1.noalias() -= rate * x.transpose() * d1;
        b1 -= rate * d1.colwise().sum();
    }
    EIGEN_MAKE_ALIGNED_OPERATOR_NEW
};

/// y = W x + b of one sample.
template <std::size_t Out, std::size_t In>
struct dense {
    Eigen::Matrix<float, int(Out), int(In)> w;
    column<Out> b;

    template <class Layer>
    explicit dense(const Layer& layer) {
        for (std::size_t i = 0; i < In; ++i)
            for (std::size_t j = 0; j < Out; ++j)
                w(Eigen::Index(j), Eigen::Index(i)) = layer.weights(i, j);
        for (std::size_t j = 0; j < Out; ++j)
            b(Eigen::Index(j)) = layer.bias(0, j);
    }
    template <class X>
    column<Out> operator()(const X& x) const {
        column<Out> y = b;
        y.noalias() += w * x;
        return y;
    }
    EIGEN_MAKE_ALIGNED_OPERATOR_NEW
};

}
