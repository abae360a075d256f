/// Predictions of one sample, as latencies: each takes what the one before it gave as part of its input.

#include "measure.hpp"
#include "networks.hpp"
#include "report.hpp"
#if defined(TRILOBITE_HAVE_EIGEN)
#include "eigen.hpp"
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>

namespace {

using namespace trilobite;

/// predict(net, x), with y put back into x.
template <class Net>
auto chained(std::shared_ptr<const Net> net) {
    const auto x = std::make_shared<std::array<float, Net::input_size>>();
    bench::fill_randomly(x->data(), x->size(), 2);
    return [=] {
        const auto y = predict(*net, *x);
        std::copy_n(y.begin(), std::min(y.size(), x->size()), x->begin());
    };
}

#if defined(TRILOBITE_HAVE_EIGEN)
using bench::eigen::column;

/// y = f(x), with y put back into x.
template <std::size_t In, class F>
auto chained_eigen(F f) {
    const auto x = std::make_shared<column<In>>();
    bench::fill_randomly(x->data(), In, 2);
    return [=] {
        const auto y = f(*x);
        constexpr std::size_t out = std::size_t(decltype(f(*x))::RowsAtCompileTime);
        x->template head<int(std::min(In, out))>() = y.template head<int(std::min(In, out))>();
    };
}

/// The dense layer at place I of a network.
template <std::size_t I, class Net>
auto dense_at(const Net& net) {
    const auto& layer = net.template layer<I>();
    using weights = std::remove_cvref_t<decltype(layer.weights)>;
    return std::make_shared<bench::eigen::dense<weights::columns, weights::rows>>(layer);
}

auto eigen_predict(const bench::intermediate& net) {
    return chained_eigen<784>([a = dense_at<0>(net), b = dense_at<2>(net), c = dense_at<4>(net)](const auto& x) {
        const column<64> y1 = (*a)(x).cwiseMax(0.0f);
        const column<64> y2 = (*b)(y1).cwiseMax(0.0f);
        const column<10> z = (*c)(y2);
        const column<10> e = (z.array() - z.maxCoeff()).exp();
        return column<10>(e / e.sum());
    });
}
auto eigen_predict(const bench::xor_network& net) {
    return chained_eigen<2>([a = dense_at<0>(net), b = dense_at<2>(net)](const auto& x) {
        const column<8> y = (*a)(x).array().tanh();
        return column<1>((*b)(y).array().logistic());
    });
}
auto eigen_predict(const bench::controller& net) {
    return chained_eigen<4>([a = dense_at<0>(net), b = dense_at<2>(net), c = dense_at<4>(net)](const auto& x) {
        const column<32> y1 = (*a)(x).cwiseMax(0.0f);
        const column<16> y2 = (*b)(y1).cwiseMax(0.0f);
        return column<2>((*c)(y2));
    });
}
template <std::size_t H>
auto eigen_predict(const bench::square<H>& net) {
    return chained_eigen<H>([a = dense_at<0>(net), b = dense_at<2>(net)](const auto& x) {
        const column<H> y = (*a)(x).array().tanh();
        return column<H>((*b)(y).cwiseMax(0.0f));
    });
}
#endif

template <class Net>
void add(const std::string& name) {
    const auto net = bench::random_network<Net>();
#if defined(TRILOBITE_HAVE_EIGEN)
    bench::measure(name, Net::inference_flops, chained<Net>(net), eigen_predict(*net));
#else
    bench::measure(name, Net::inference_flops, chained<Net>(net));
#endif
}

}

int main(int argc, char** argv) {
    add<bench::intermediate>("784-64 relu-64 relu-10 softmax");
    add<bench::controller>("4-32 relu-16 relu-2");
    add<bench::xor_network>("2-8 tanh-1 sigmoid");
    add<bench::square<8>>("8-8 tanh-8 relu");
    add<bench::square<16>>("16-16 tanh-16 relu");
    add<bench::square<32>>("32-32 tanh-32 relu");
    add<bench::square<64>>("64-64 tanh-64 relu");
    return bench::run(argc, argv, "Eigen");
}
