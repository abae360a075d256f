/// The products of a dense layer, forward and backward, in the shapes of 784-64-64-10.

#include "groups.hpp"
#include "measure.hpp"

#include <trilobite/core/matrix.hpp>
#include <trilobite/core/random.hpp>
#include <trilobite/kernels/dense.hpp>
#include <trilobite/kernels/sink.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace trilobite;

template <std::size_t B, std::size_t In, std::size_t Out>
struct layer {
    matrix<float, B, In> x, dx;
    matrix<float, In, Out> w, dw;
    matrix<float, 1, Out> b, db;
    matrix<float, B, Out> y, dy;

    layer() {
        auto fill = [stream = std::uint64_t{0}](auto& m) mutable {
            const auto key = random_key::from_seed(++stream);
            for (std::size_t i = 0; i < m.flat().size(); ++i)
                m.values[i] = uniform<float>(key, i, -0.1f, 0.1f);
        };
        fill(x);
        fill(w);
        fill(b);
        fill(dy);
    }
};

/// What `work` does to the layer.
template <class Layer, class Work>
void measure(std::string name, std::size_t flops, Work work) {
    bench::measure({std::move(name), flops, {}, [=](std::string&) {
                        const auto l = std::make_shared<Layer>();
                        return std::vector<bench::contender>{{"trilobite", [=] { work(*l); }}};
                    }});
}

template <std::size_t B, std::size_t In, std::size_t Out>
void add() {
    using layer_type = layer<B, In, Out>;
    const std::string shape = std::to_string(B) + " x " + std::to_string(In) + " x " + std::to_string(Out);
    constexpr std::size_t flops = 2 * B * In * Out;
    const auto c = [](const auto& m) { return m.view(); };
    measure<layer_type>(shape + ", forward", flops, [=](layer_type& l) {
        kernels::dense_forward(c(l.x), c(l.w), c(l.b), l.y.view(), kernels::as_is{});
    });
    measure<layer_type>(shape + ", backward parameters", flops, [=](layer_type& l) {
        kernels::dense_backward_parameters(c(l.x), c(l.dy), kernels::added_to{l.dw.view()},
                                           kernels::added_to{l.db.view()});
    });
    measure<layer_type>(shape + ", backward input", flops, [=](layer_type& l) {
        kernels::dense_backward_input(c(l.dy), c(l.w), l.dx.view(), kernels::as_is{});
    });
}

template <std::size_t B>
void add_layers() {
    add<B, 784, 64>();
    add<B, 64, 64>();
    add<B, 64, 10>();
}

}

void bench::add_dense_kernels() {
    add_layers<1>();
    add_layers<32>();
    add_layers<128>();
}
