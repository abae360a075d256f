/// oneDNN's primitives. The values between layers stand as the library likes it for the first of them, or pixel by pixel
/// where that is faster. Parameters stand as their gradients come, so that Adam goes through both in order.

#include "../peak.hpp"
#include "image_networks.hpp"

#include <oneapi/dnnl/dnnl.hpp>

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace bench::peers {

namespace {

using dnnl::algorithm, dnnl::memory, dnnl::prop_kind;
using tag = memory::format_tag;
using dims = memory::dims;

const dnnl::engine& cpu() {
    static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

memory::desc floats(const dims& sizes, tag layout = tag::any) {
    return {sizes, memory::data_type::f32, layout};
}
memory room(const memory::desc& what) {
    return {what, cpu()};
}
float* data(const memory& m) {
    return static_cast<float*>(m.get_data_handle());
}

/// Primitives and what they work on, to be run one after the other.
class sequence {
    struct call {
        dnnl::primitive what;
        std::unordered_map<int, memory> with;
    };
    std::vector<call> calls_;
    dnnl::stream stream_{cpu()};

public:
    void add(const dnnl::primitive& what, const std::unordered_map<int, memory>& with) {
        calls_.push_back({what, with});
    }
    void add_copy(const memory& from, const memory& to) {
        add(dnnl::reorder(from, to), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
    }
    /// The values in a layout: a copy, made anew by each run, where they stand in another.
    memory in_layout(const memory& values, const memory::desc& wanted) {
        if (values.get_desc() == wanted)
            return values;
        const memory copy = room(wanted);
        add_copy(values, copy);
        return copy;
    }
    void run() {
        for (const call& c : calls_)
            c.what.execute(stream_, c.with);
        stream_.wait();
    }
};

/// What of ours has such sizes. oneDNN names outputs before inputs, and channels before rows and columns, wherever they
/// stand.
struct our_layout {
    static memory values(const dims& sizes, const float* at) { return view(sizes, tag::nhwc, at); }
    static memory weights(const dims& sizes, const float* at) {
        return view(sizes, sizes.size() == 4 ? tag::hwio : tag::ba, at);
    }
    static memory bias(const dims& sizes, const float* at) { return view(sizes, tag::a, at); }

private:
    static memory view(const dims& sizes, tag layout, const float* at) {
        return {floats(sizes, layout), cpu(), const_cast<float*>(at)};
    }
};

memory taken_over(const memory& from, const memory::desc& layout) {
    const memory to = room(layout);
    sequence copy;
    copy.add_copy(from, to);
    copy.run();
    return to;
}
/// view: of our_layout.
template <class View>
std::vector<float> given_back(const memory& from, View view) {
    const dims sizes = from.get_desc().dims();
    std::size_t count = 1;
    for (const memory::dim n : sizes)
        count *= static_cast<std::size_t>(n);
    std::vector<float> to(count);
    sequence copy;
    copy.add_copy(from, view(sizes, to.data()));
    copy.run();
    return to;
}

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

dnnl::primitive_attr with_relu() {
    dnnl::post_ops behind;
    behind.append_eltwise(1, algorithm::eltwise_relu, 0, 0);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(behind);
    return attributes;
}

/// dy = dy where y, what a relu gave, is positive.
void add_relu_gradient(sequence& s, const memory& y, const memory& dy) {
    using both = memory::desc;
    constexpr auto relu = algorithm::eltwise_relu_use_dst_for_bwd;
    const both layout = y.get_desc();
    const dnnl::eltwise_forward::primitive_desc forward({prop_kind::forward_training, relu, layout, 0}, cpu());
    s.add(dnnl::eltwise_backward({{relu, layout, layout, 0}, cpu(), forward}),
          {{DNNL_ARG_DST, y}, {DNNL_ARG_DIFF_DST, dy}, {DNNL_ARG_DIFF_SRC, dy}});
}

/// A layer with parameters.
template <class Products>
class layer {
    Products products_;
    typename Products::forward::primitive_desc forward_;
    memory x_, w_, b_, dw_, db_;
    std::vector<float> moments_;

    static std::size_t size(const memory& m) { return m.get_desc().get_size() / sizeof(float); }

public:
    memory y, dy;

    layer(Products products, purpose why, const memory& x, const dims& sizes, const memory::desc& outputs,
          const dnnl::primitive_attr& attributes, const layer_parameters& ours, sequence& forward)
        : products_(products), x_(x) {
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
            kept = products.describe_parameter_gradient(forward_, x.get_desc(), weights, bias, y.get_desc())
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
        const auto d = products_.describe_parameter_gradient(forward_, x_.get_desc(), dw_.get_desc(), db_.get_desc(),
                                                             dy.get_desc());
        s.add(typename Products::backward_parameters(d),
              {{DNNL_ARG_SRC, x_}, {DNNL_ARG_DIFF_DST, dy}, {DNNL_ARG_DIFF_WEIGHTS, dw_}, {DNNL_ARG_DIFF_BIAS, db_}});
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
    memory places_;

public:
    memory y, dy;

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
            places_ = room(forward_.workspace_desc());
            with[DNNL_ARG_WORKSPACE] = places_;
        }
        forward.add(dnnl::pooling_forward(forward_), with);
    }
    void add_input_gradient(sequence& s, const memory& dx) const {
        const dnnl::pooling_backward::primitive_desc d(
            {algorithm::pooling_max, dx.get_desc(), dy.get_desc(), {2, 2}, {2, 2}, {0, 0}, {0, 0}}, cpu(), forward_);
        s.add(dnnl::pooling_backward(d),
              {{DNNL_ARG_DIFF_DST, dy}, {DNNL_ARG_WORKSPACE, places_}, {DNNL_ARG_DIFF_SRC, dx}});
    }
};

/// How convolutions are done.
struct choice {
    algorithm way;
    tag values;
};
/// Images of one channel stand as they are in both.
constexpr choice direct_choices[]{{algorithm::convolution_direct, tag::any},
                                  {algorithm::convolution_direct, tag::nhwc}};
constexpr choice winograd{algorithm::convolution_winograd, tag::any};

/// make(choice) gives something to run.
template <class Make>
choice fastest(ways which, Make make) {
    choice best = direct_choices[0];
    double least = std::numeric_limits<double>::infinity();
    const auto attempt = [&](choice c) {
        auto run = make(c);
        for (int i = 0; i < 10; ++i) {
            const double begin = now();
            run();
            if (const double took = now() - begin; took < least) {
                least = took;
                best = c;
            }
        }
    };
    std::for_each(std::begin(direct_choices), std::end(direct_choices), attempt);
    if (which == ways::all && onednn_has_winograd())
        attempt(winograd);
    return best;
}

template <std::size_t B>
class lenet_of_onednn final : public lenet_network {
    static constexpr memory::dim batch = B;

    sequence forward_, backward_;
    memory x_;
    layer<convolution> first_, second_;
    max_pooling pooled_;
    layer<dense> third_, fourth_;
    adam rule_;

    template <class F>
    void for_each_layer(F f) {
        f(first_), f(second_), f(third_), f(fourth_);
    }

public:
    lenet_of_onednn(choice c, purpose why, const lenet_parameters& ours, const adam& rule)
        : x_(room(floats({batch, 1, 28, 28}, c.values == tag::any ? tag::nchw : c.values))),
          first_({algorithm::convolution_direct}, why, x_, {32, 1, 3, 3}, floats({batch, 32, 26, 26}, c.values),
                 with_relu(), ours[0], forward_),
          second_({c.way}, why, first_.y, {64, 32, 3, 3}, floats({batch, 64, 24, 24}, c.values), with_relu(), ours[1],
                  forward_),
          pooled_(why, second_.y, {batch, 64, 12, 12}, forward_),
          third_({}, why, pooled_.y, {128, 64, 12, 12}, floats({batch, 128}, tag::ab), with_relu(), ours[2], forward_),
          fourth_({}, why, third_.y, {10, 128}, floats({batch, 10}, tag::ab), {}, ours[3], forward_), rule_(rule) {
        const dnnl::softmax_forward::primitive_desc softmax({prop_kind::forward_inference, fourth_.y.get_desc(), 1},
                                                            cpu());
        forward_.add(dnnl::softmax_forward(softmax), {{DNNL_ARG_SRC, fourth_.y}, {DNNL_ARG_DST, fourth_.y}});
        if (why == purpose::prediction)
            return;
        fourth_.add_parameter_gradient(backward_);
        fourth_.add_input_gradient(backward_, third_.dy);
        add_relu_gradient(backward_, third_.y, third_.dy);
        third_.add_parameter_gradient(backward_);
        third_.add_input_gradient(backward_, pooled_.dy);
        // The second relu's: a maximum is positive where what it came from is, and there are a quarter of them.
        add_relu_gradient(backward_, pooled_.y, pooled_.dy);
        pooled_.add_input_gradient(backward_, second_.dy);
        second_.add_parameter_gradient(backward_);
        second_.add_input_gradient(backward_, first_.dy);
        add_relu_gradient(backward_, first_.y, first_.dy);
        first_.add_parameter_gradient(backward_);
    }

    const float* predict(const float* x) override {
        x_.set_data_handle(const_cast<float*>(x));
        forward_.run();
        return data(fourth_.y);
    }
    void train_step(const float* x, const std::uint8_t* labels) override {
        const float* const y = predict(x);
        cost_gradient<B, 10>(softmax{}, y, labels, data(fourth_.dy), sums_);
        backward_.run();
        rule_.begin_step();
        for_each_layer([this](auto& l) { l.descend(rule_); });
    }
    lenet_parameters parameters() const override {
        return {first_.parameters(), second_.parameters(), third_.parameters(), fourth_.parameters()};
    }
};

runnable_product runnable(choice c, product what, const convolution_sizes& s, const convolution_values& v) {
    const auto sizes = [](auto... n) { return dims{static_cast<memory::dim>(n)...}; };
    const dims x = sizes(s.images, s.channels, s.height, s.width);
    const dims w = sizes(s.filters, s.channels, s.window, s.window), b = sizes(s.filters);
    const dims y = sizes(s.images, s.filters, s.height - s.window + 1, s.width - s.window + 1);
    const auto xs = floats(x, c.values), ws = floats(w), bs = floats(b, tag::a), ys = floats(y, c.values);
    const convolution products{c.way};
    const auto training = products.describe(prop_kind::forward_training, xs, ws, bs, ys);

    sequence work;
    const auto finish = [&work](const memory& result, auto view) {
        return runnable_product{[work]() mutable { work.run(); }, [=] { return given_back(result, view); }};
    };
    switch (what) {
    case product::forward: {
        const auto d = products.describe(prop_kind::forward_inference, xs, ws, bs, ys);
        const memory result = room(d.dst_desc());
        work.add(convolution::forward(d),
                 {{DNNL_ARG_SRC, taken_over(our_layout::values(x, v.x), d.src_desc())},
                  {DNNL_ARG_WEIGHTS, taken_over(our_layout::weights(w, v.weights), d.weights_desc())},
                  {DNNL_ARG_BIAS, taken_over(our_layout::bias(b, v.bias), d.bias_desc())},
                  {DNNL_ARG_DST, result}});
        return finish(result, our_layout::values);
    }
    case product::backward_parameters: {
        const auto d = products.describe_parameter_gradient(training, xs, ws, bs, ys);
        const memory result = room(d.diff_weights_desc());
        work.add(convolution::backward_parameters(d),
                 {{DNNL_ARG_SRC, taken_over(our_layout::values(x, v.x), d.src_desc())},
                  {DNNL_ARG_DIFF_DST, taken_over(our_layout::values(y, v.dy), d.diff_dst_desc())},
                  {DNNL_ARG_DIFF_BIAS, room(d.diff_bias_desc())},
                  {DNNL_ARG_DIFF_WEIGHTS, result}});
        return finish(result, our_layout::weights);
    }
    default: {
        const auto d = products.describe_input_gradient(training, xs, ws, ys);
        const memory result = room(d.diff_src_desc());
        work.add(convolution::backward_input(d),
                 {{DNNL_ARG_DIFF_DST, taken_over(our_layout::values(y, v.dy), d.diff_dst_desc())},
                  {DNNL_ARG_WEIGHTS, taken_over(our_layout::weights(w, v.weights), d.weights_desc())},
                  {DNNL_ARG_DIFF_SRC, result}});
        return finish(result, our_layout::values);
    }
    }
}

}

bool onednn_has_winograd() {
    try {
        convolution{winograd.way}.describe(prop_kind::forward_training, floats({1, 32, 26, 26}), floats({64, 32, 3, 3}),
                                           floats({64}, tag::a), floats({1, 64, 24, 24}));
        return true;
    } catch (const dnnl::error& e) {
        if (e.status == dnnl_unimplemented)
            return false;
        throw;
    }
}

template <std::size_t B>
std::unique_ptr<lenet_network> onednn_lenet(ways which, purpose why, const lenet_parameters& ours, const adam& rule) {
    using network = lenet_of_onednn<B>;
    const std::vector<float> x(B * 28 * 28, 0.5f);
    const std::vector<std::uint8_t> labels(B);
    const auto attempt = [&](choice c) {
        return [&, net = std::make_shared<network>(c, why, ours, rule)] {
            if (why == purpose::training)
                net->train_step(x.data(), labels.data());
            else
                net->predict(x.data());
        };
    };
    return std::make_unique<network>(fastest(which, attempt), why, ours, rule);
}
template std::unique_ptr<lenet_network> onednn_lenet<1>(ways, purpose, const lenet_parameters&, const adam&);
template std::unique_ptr<lenet_network> onednn_lenet<32>(ways, purpose, const lenet_parameters&, const adam&);

runnable_product onednn_convolution(ways which, product what, const convolution_sizes& sizes,
                                    const convolution_values& values) {
    const auto attempt = [&](choice c) { return runnable(c, what, sizes, values).run; };
    return runnable(fastest(which, attempt), what, sizes, values);
}

}
