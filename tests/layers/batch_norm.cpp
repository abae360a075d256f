#include "../laws/layer_laws.hpp"

#include <trilobite/layers/batch_norm.hpp>

#include <array>

using namespace trilobite;

namespace {

using layer_type = batch_norm<0.9, 1e-3>::layer<double, shape{2}>;
using batch = matrix<double, 4, 2>;
using batch_view = matrix_view<const double, 4, 2>;

template <std::size_t N>
void check_close(const double* found, const std::array<double, N>& expected) {
    for (std::size_t i = 0; i < N; ++i) {
        CAPTURE(i);
        CHECK(found[i] == Approx(expected[i]).epsilon(1e-12).margin(1e-15));
    }
}

template <class M>
void set(M& m, std::initializer_list<typename M::value_type> values) {
    auto value = values.begin();
    for (std::size_t row = 0; row < M::rows; ++row)
        for (std::size_t i = 0; i < M::columns; ++i)
            m(row, i) = *value++;
}

/// A step of training with mini-batches of 4, and what stands in the layer after it.
struct known_step {
    std::array<double, 8> x, dy, y, dx;
    std::array<double, 2> scale, shift, running_mean, running_variance;
};

// Computed in Python, in float64, by algorithm 1 and the chain of derivatives in section 3 of Ioffe and Szegedy, the
// running values as Keras 2.2 computes them; learning rate 0.1.
const std::array<known_step, 2> known_steps{{
    {.x = {1, 2, 3, -1, -2, 0.5, 0, 4.5},
     .dy = {0.5, -1, 1, 0.25, -0.75, 2, 0.125, -0.5},
     .y = {0.665961158066464, -0.8769234264891799, 2.32980579033232, -1.6153828675541009, -1.82980579033232,
           -1.2461531470216403, -0.16596115806646405, -0.261540558935079},
     .dx = {0.08803668850264731, -0.25781648687688286, -0.07976800506984341, -0.15706730436772265, -0.0762174292050806,
            0.377171828554093, 0.06794874577227669, 0.037711962690512454},
     .scale = {1.2469569621762344, 0.7276916609950173},
     .shift = {0.1625, -1.075},
     .running_mean = {0.05, 0.15},
     .running_variance = {1.3334778259419806, 1.4501833944648215}},
    {.x = {0.5, -3, 2.5, 1, -1, 2, 4, 0},
     .dy = {-1, 0.5, 0.25, 0.75, 1.5, -2, -0.5, 0.375},
     .y = {-0.4923435655097448, -2.2417359976137403, 0.8173435655097447, -0.6860880007954198, -1.4746089137743619,
           -0.29717600159083957, 1.799608913774362, -1.075},
     .dx = {-0.8650806768442819, -0.16482728715217693, 0.29209255702325526, 0.46005909488882996, 0.5180641541948128,
            -0.47753430736380015, 0.054923965626213815, 0.18230249962714695},
     .scale = {1.4438894502370758, 0.9815535774138183},
     .shift = {0.1375, -1.0375},
     .running_mean = {0.195, 0.135},
     .running_variance = {1.6836245415138378, 1.771987329109703}},
}};

}

TEST_CASE("batch_norm obeys the laws of layers", "[layers]") {
    laws::check_layer<batch_norm<>, shape{5}, 4>();
    laws::check_layer<batch_norm<>, shape{37}, 3>();
    laws::check_layer<batch_norm<0.9, 1e-2>, shape{3, 1, 12}, 2>(); // a row ends in padding
    laws::check_layer<batch_norm<0.9, 1e-2>, shape{2, 3}, 3>();     // places do not begin with registers
}

TEST_CASE("two steps of batch_norm, and what it infers then", "[layers]") {
    layer_type layer{}, gradient{};
    set(layer.scale, {1.5, 0.5});
    set(layer.shift, {0.25, -1});
    set(layer.running_variance, {1, 1});
    layer_type::memory<4, true> memory;
    batch x, y, dy, dx;
    for (const known_step& step : known_steps) {
        std::copy(step.x.begin(), step.x.end(), x.values);
        std::copy(step.dy.begin(), step.dy.end(), dy.values);
        const training_pass p{.rows = 4};
        layer.forward(p, batch_view(x), y.view(), memory);
        backward_layer(std::as_const(layer), p, batch_view(x), batch_view(y), batch_view(dy), memory, gradient,
                       dx.view());
        take_step(
            layer, gradient, [](auto value, auto g, auto) { return value - 0.1 * g; }, std::array<layer_type*, 0>{});
        check_close(y.values, step.y);
        check_close(dx.values, step.dx);
        check_close(layer.scale.values, step.scale);
        check_close(layer.shift.values, step.shift);
        check_close(layer.running_mean.values, step.running_mean);
        check_close(layer.running_variance.values, step.running_variance);
    }
    no_memory none;
    matrix<double, 1, 2> sample, out;
    set(sample, {0.75, -2});
    layer.forward(inference_pass{.rows = 1}, matrix_view<const double, 1, 2>(sample), out.view(), none);
    check_close<2>(out.values, {0.7549124245200814, -2.611334545041582}); // from the same source
}

TEST_CASE("the positions of a sample are to batch_norm what samples are", "[layers]") {
    laws::bench_of<float, batch_norm<>, shape{2, 8}, 3> places(1);
    laws::bench_of<float, batch_norm<>, shape{8}, 6> rows(1);
    std::copy_n(places.x.values, 48, rows.x.values);
    std::copy_n(places.dy.values, 48, rows.dy.values);
    places.forward();
    rows.forward();
    CHECK(std::memcmp(places.y.values, rows.y.values, 48 * sizeof(float)) == 0);
    places.backward();
    rows.backward();
    CHECK(std::memcmp(places.dx.values, rows.dx.values, 48 * sizeof(float)) == 0);
    CHECK(laws::same_bits(places.gradient.scale, rows.gradient.scale));
    CHECK(laws::same_bits(places.gradient.shift, rows.gradient.shift));
    CHECK(laws::same_bits(places.gradient.running_mean, rows.gradient.running_mean));
    CHECK(laws::same_bits(places.gradient.running_variance, rows.gradient.running_variance));
}

TEST_CASE("a mini-batch of one sample has variance zero", "[layers]") {
    laws::bench_of<double, batch_norm<0.75>, shape{3}, 2> b(1);
    b.p.rows = 1;
    set(b.layer.running_variance, {1, 2, 4});
    b.forward();
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(b.y(0, i) == b.layer.shift(0, i));
    b.backward();
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(b.dx(0, i) == 0);
        CHECK(b.gradient.running_mean(0, i) == 0.25 * (b.x(0, i) - b.layer.running_mean(0, i)));
        CHECK(b.gradient.running_variance(0, i) == -0.25 * b.layer.running_variance(0, i));
    }
}

TEST_CASE("batch_norm begins as the identity of what is normal already", "[layers]") {
    batch_norm<>::layer<float, shape{5}> layer;
    laws::poison(layer.scale);
    layer.initialise(glorot_uniform{}, random_key{1, 2});
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(layer.scale(0, i) == 1);
        CHECK(layer.shift(0, i) == 0);
        CHECK(layer.running_mean(0, i) == 0);
        CHECK(layer.running_variance(0, i) == 1);
    }
    for_each_matrix([](const auto& m) { CHECK(laws::padding_is_zero(m)); }, layer);
}
