#pragma once
/// Layers of oneDNN's primitives. Values stand as the library likes them, or as it is asked to put them; parameters as
/// their gradients come, so that Adam goes through both in order.

#include "image_networks.hpp"
#include "onednn_memory.hpp"

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace bench::peers::primitives {

using dnnl::algorithm, dnnl::prop_kind;

/// oneDNN's three products of a layer, over values described by x, w, b, y.
struct convolution {
    using forward = dnnl::convolution_forward;
    using backward_input = dnnl::convolution_backward_data;
    using backward_parameters = dnnl::convolution_backward_weights;
    using desc = memory::desc;
    /// The products want other layouts, and small weights are soon put into them.
    static constexpr bool one_layout = false;

    algorithm way;

    auto describe(prop_kind kind, desc x, desc w, desc b, desc y, const dnnl::primitive_attr& attributes = {}) const {
        return forward::primitive_desc({kind, way, x, w, b, y, {1, 1}, {0, 0}, {0, 0}}, attributes, cpu());
    }
    auto describe_input_gradient(const forward::primitive_desc& f, desc x, desc w, desc y) const {
        return backward_input::primitive_desc({way, x, w, y, {1, 1}, {0, 0}, {0, 0}}, cpu(), f);
    }
    auto describe_parameter_gradient(const forward::primitive_desc& f, desc x, desc w, desc b, desc y) const {
        return backward_parameters::primitive_desc({way, x, w, b, y, {1, 1}, {0, 0}, {0, 0}}, cpu(), f);
    }
};
struct dense {
    using forward = dnnl::inner_product_forward;
    using backward_input = dnnl::inner_product_backward_data;
    using backward_parameters = dnnl::inner_product_backward_weights;
    using desc = memory::desc;
    /// Large weights: one layout for all products is faster than reorders in every step.
    static constexpr bool one_layout = true;

    auto describe(prop_kind kind, desc x, desc w, desc b, desc y, const dnnl::primitive_attr& attributes = {}) const {
        return forward::primitive_desc({kind, x, w, b, y}, attributes, cpu());
    }
    auto describe_input_gradient(const forward::primitive_desc& f, desc x, desc w, desc y) const {
        return backward_input::primitive_desc({x, w, y}, cpu(), f);
    }
    auto describe_parameter_gradient(const forward::primitive_desc& f, desc x, desc w, desc b, desc y) const {
        return backward_parameters::primitive_desc({x, w, b, y}, cpu(), f);
    }
};

inline dnnl::primitive_attr with_relu() {
    dnnl::post_ops behind;
    behind.append_eltwise(1, algorithm::eltwise_relu, 0, 0);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(behind);
    return attributes;
}

/// dy = dy where y, what a relu gave, is positive.
inline void add_relu_gradient(sequence& s, const memory& y, const memory& dy) {
    constexpr auto relu = algorithm::eltwise_relu_use_dst_for_bwd;
    const memory::desc layout = y.get_desc();
    const dnnl::eltwise_forward::primitive_desc forward({prop_kind::forward_training, relu, layout, 0}, cpu());
    s.add(dnnl::eltwise_backward({{relu, layout, layout, 0}, cpu(), forward}),
          {{DNNL_ARG_DST, y}, {DNNL_ARG_DIFF_DST, dy}, {DNNL_ARG_DIFF_SRC, dy}});
}

/// A layer with parameters.
template <class Products>
class layer {
    Products products_;
    typename Products::forward::primitive_desc forward_;
    memory::desc outputs_;
    memory x_, w_, b_, dw_, db_;
    std::vector<float> moments_;

public:
    memory y, dy;

    layer(Products products, purpose why, const memory& x, const dims& sizes, const memory::desc& outputs,
          const dnnl::primitive_attr& attributes, const layer_parameters& ours, sequence& forward)
        : products_(products), outputs_(outputs), x_(x) {
        const memory::desc bias = floats({sizes[0]}, tag::a);
        memory::desc weights = floats(sizes);
        const auto kind = why == purpose::training ? prop_kind::forward_training : prop_kind::forward_inference;
        const auto describe = [&] {
            forward_ = products.describe(kind, x.get_desc(), weights, bias, outputs, attributes);
        };
        describe();
        y = room(forward_.dst_desc());
        memory::desc kept = forward_.weights_desc();
        if (why == purpose::training) {
            if (Products::one_layout) {
                weights =
                    products.describe_input_gradient(forward_, x.get_desc(), weights, y.get_desc()).weights_desc();
                describe();
            }
            kept = products.describe_parameter_gradient(forward_, x.get_desc(), weights, bias, outputs)
                       .diff_weights_desc();
            dy = room(y.get_desc());
            dw_ = room(kept);
            db_ = room(bias);
        }
        w_ = taken_over(our_layout::weights(sizes, ours.weights.data()), kept);
        b_ = taken_over(our_layout::bias({sizes[0]}, ours.bias.data()), bias);
        moments_.resize(2 * (size(w_) + size(b_)));
        const memory w = forward.in_layout(w_, forward_.weights_desc());
        forward.add(typename Products::forward(forward_),
                    {{DNNL_ARG_SRC, x_}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_BIAS, b_}, {DNNL_ARG_DST, y}});
    }

    void add_input_gradient(sequence& s, const memory& dx) const {
        const memory::desc weights = Products::one_layout ? w_.get_desc() : floats(w_.get_desc().dims());
        const auto d = products_.describe_input_gradient(forward_, dx.get_desc(), weights, dy.get_desc());
        const memory w = s.in_layout(w_, d.weights_desc());
        s.add(typename Products::backward_input(d),
              {{DNNL_ARG_DIFF_DST, dy}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_DIFF_SRC, dx}});
    }
    void add_parameter_gradient(sequence& s) const {
        const auto d =
            products_.describe_parameter_gradient(forward_, x_.get_desc(), dw_.get_desc(), db_.get_desc(), outputs_);
        const memory given = s.in_layout(dy, d.diff_dst_desc());
        s.add(
            typename Products::backward_parameters(d),
            {{DNNL_ARG_SRC, x_}, {DNNL_ARG_DIFF_DST, given}, {DNNL_ARG_DIFF_WEIGHTS, dw_}, {DNNL_ARG_DIFF_BIAS, db_}});
    }
    void keep_gradients(pieces& p) const {
        p.keep_gradient(dw_);
        p.keep_gradient(db_);
    }
    void descend(const adam& rule) {
        const std::size_t weights = size(w_), biases = size(b_);
        float* const m = moments_.data();
        step(rule, weights, data(w_), data(dw_), m, m + weights);
        step(rule, biases, data(b_), data(db_), m + 2 * weights, m + 2 * weights + biases);
    }
    layer_parameters parameters() const {
        return {given_back(w_, our_layout::weights), given_back(b_, our_layout::bias)};
    }
};

/// The largest of 2 x 2.
class max_pooling {
    dnnl::pooling_forward::primitive_desc forward_;

public:
    memory y, dy, places;

    max_pooling(purpose why, const memory& x, const dims& sizes, sequence& forward)
        : forward_({why == purpose::training ? prop_kind::forward_training : prop_kind::forward_inference,
                    algorithm::pooling_max,
                    x.get_desc(),
                    floats(sizes),
                    {2, 2},
                    {2, 2},
                    {0, 0},
                    {0, 0}},
                   cpu()),
          y(room(forward_.dst_desc())) {
        std::unordered_map<int, memory> with{{DNNL_ARG_SRC, x}, {DNNL_ARG_DST, y}};
        if (why == purpose::training) {
            dy = room(y.get_desc());
            places = room(forward_.workspace_desc());
            with[DNNL_ARG_WORKSPACE] = places;
        }
        forward.add(dnnl::pooling_forward(forward_), with);
    }
    void add_input_gradient(sequence& s, const memory& dx) const {
        const dnnl::pooling_backward::primitive_desc d(
            {algorithm::pooling_max, dx.get_desc(), dy.get_desc(), {2, 2}, {2, 2}, {0, 0}, {0, 0}}, cpu(), forward_);
        s.add(dnnl::pooling_backward(d),
              {{DNNL_ARG_DIFF_DST, dy}, {DNNL_ARG_WORKSPACE, places}, {DNNL_ARG_DIFF_SRC, dx}});
    }
};

}
