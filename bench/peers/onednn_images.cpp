/// LeNet and the products of a convolution by oneDNN's primitives, in whatever way turns out fastest.

#include "../peak.hpp"
#include "onednn_layers.hpp"

#include <algorithm>
#include <initializer_list>
#include <limits>

namespace bench::peers {

namespace {

using namespace primitives;

/// How convolutions are done.
struct choice {
    algorithm way;
    tag layout; ///< of the values between layers
    std::size_t pieces;
};

/// make(choice) gives something to run.
template <class Make>
choice fastest(ways which, std::initializer_list<std::size_t> pieces, Make make) {
    std::vector<choice> all;
    for (const std::size_t count : pieces) {
        all.push_back({algorithm::convolution_direct, tag::any, count});
        all.push_back({algorithm::convolution_direct, tag::nhwc, count});
        if (which == ways::all && onednn_has_winograd())
            all.push_back({algorithm::convolution_winograd, tag::any, count});
    }
    const auto seconds = [&](choice c) {
        auto run = make(c);
        double least = std::numeric_limits<double>::infinity();
        for (int i = 0; i < 8; ++i) {
            const double begin = now();
            run();
            least = std::min(least, now() - begin);
        }
        return least;
    };
    std::vector<double> took(all.size());
    std::transform(all.begin(), all.end(), took.begin(), seconds);
    return all[std::size_t(std::min_element(took.begin(), took.end()) - took.begin())];
}

template <std::size_t B>
class lenet_of_onednn final : public lenet_network {
    pieces pieces_;
    memory::dim batch_ = B, piece_ = batch_ / static_cast<memory::dim>(pieces_.count());
    sequence images_forward_, dense_forward_, dense_backward_, images_backward_;
    memory x_;
    layer<convolution> first_, second_;
    max_pooling pooled_;
    memory all_pooled_; ///< the whole mini-batch
    layer<dense> third_, fourth_;
    adam rule_;

    void run_images(sequence& work, const float* x) {
        for (std::size_t i = 0; i < pieces_.count(); ++i) {
            pieces_.see(i);
            x_.set_data_handle(const_cast<float*>(x) + i * size(x_));
            work.run();
        }
    }

public:
    lenet_of_onednn(choice c, purpose why, const lenet_parameters& ours, const adam& rule)
        : pieces_(c.pieces), x_(room(floats({piece_, 1, 28, 28},
                                            c.layout == tag::any ? tag::nchw : c.layout))), // the same, for one channel
          first_({algorithm::convolution_direct}, why, x_, {32, 1, 3, 3}, floats({piece_, 32, 26, 26}, c.layout),
                 with_relu(), ours[0], images_forward_),
          second_({c.way}, why, first_.y, {64, 32, 3, 3}, floats({piece_, 64, 24, 24}, c.layout), with_relu(), ours[1],
                  images_forward_),
          pooled_(why, second_.y, {piece_, 64, 12, 12}, images_forward_), all_pooled_(pieces_.keep(pooled_.y)),
          third_({}, why, all_pooled_, {128, 64, 12, 12}, floats({batch_, 128}, tag::ab), with_relu(), ours[2],
                 dense_forward_),
          fourth_({}, why, third_.y, {10, 128}, floats({batch_, 10}, tag::ab), {}, ours[3], dense_forward_),
          rule_(rule) {
        const memory& y = fourth_.y;
        const dnnl::softmax_forward::primitive_desc softmax({prop_kind::forward_inference, y.get_desc(), 1}, cpu());
        dense_forward_.add(dnnl::softmax_forward(softmax), {{DNNL_ARG_SRC, y}, {DNNL_ARG_DST, y}});
        if (why == purpose::prediction)
            return;
        pieces_.keep(first_.y);
        pieces_.keep(pooled_.places);
        first_.keep_gradients(pieces_);
        second_.keep_gradients(pieces_);
        fourth_.add_parameter_gradient(dense_backward_);
        fourth_.add_input_gradient(dense_backward_, third_.dy);
        add_relu_gradient(dense_backward_, third_.y, third_.dy);
        third_.add_parameter_gradient(dense_backward_);
        third_.add_input_gradient(dense_backward_, pieces_.keep(pooled_.dy));
        // The second relu's: a maximum is positive where what it came from is, and there are a quarter of them.
        add_relu_gradient(images_backward_, pooled_.y, pooled_.dy);
        pooled_.add_input_gradient(images_backward_, second_.dy);
        second_.add_parameter_gradient(images_backward_);
        second_.add_input_gradient(images_backward_, first_.dy);
        add_relu_gradient(images_backward_, first_.y, first_.dy);
        first_.add_parameter_gradient(images_backward_);
    }

    const float* predict(const float* x) override {
        run_images(images_forward_, x);
        dense_forward_.run();
        return data(fourth_.y);
    }
    void train_step(const float* x, const std::uint8_t* labels) override {
        const float* const y = predict(x);
        cost_gradient<B, 10>(softmax{}, y, labels, data(fourth_.dy), sums_);
        dense_backward_.run();
        run_images(images_backward_, x);
        pieces_.add_gradients();
        rule_.begin_step();
        first_.descend(rule_);
        second_.descend(rule_);
        third_.descend(rule_);
        fourth_.descend(rule_);
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
    const auto xs = floats(x, c.layout), ws = floats(w), bs = floats(b, tag::a), ys = floats(y, c.layout);
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
        convolution{algorithm::convolution_winograd}.describe(prop_kind::forward_training, floats({1, 32, 26, 26}),
                                                              floats({64, 32, 3, 3}), floats({64}, tag::a),
                                                              floats({1, 64, 24, 24}));
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
    return std::make_unique<network>(B == 1 ? fastest(which, {1}, attempt) : fastest(which, {1, 2, 8}, attempt), why,
                                     ours, rule);
}
template std::unique_ptr<lenet_network> onednn_lenet<1>(ways, purpose, const lenet_parameters&, const adam&);
template std::unique_ptr<lenet_network> onednn_lenet<32>(ways, purpose, const lenet_parameters&, const adam&);

runnable_product onednn_convolution(ways which, product what, const convolution_sizes& sizes,
                                    const convolution_values& values) {
    const auto attempt = [&](choice c) { return runnable(c, what, sizes, values).run; };
    return runnable(fastest(which, {1}, attempt), what, sizes, values);
}

}
