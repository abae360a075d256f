#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <trilobite/core/unroll.hpp>
#include <trilobite/kernels/dense.hpp>
#include <trilobite/kernels/reference.hpp>
#include <trilobite/kernels/sink.hpp>
#include <trilobite/layers/sigmoid.hpp>

#include <array>
#include <memory>

using namespace trilobite;

namespace {

/// All three products of a dense layer of this size have the bits of the naive ones.
template <class T, std::size_t B, std::size_t In, std::size_t Out>
void dense_is_naive() {
    INFO(sizeof(T) << " bytes, " << B << " x " << In << " -> " << Out);
    struct matrices {
        matrix<T, B, In> x, dx, dx_naive;
        matrix<T, In, Out> w, dw, dw_naive;
        vector<T, Out> b, db, db_naive;
        matrix<T, B, Out> y, y_naive, dy;
    };
    const auto m = std::make_unique<matrices>();
    laws::randomise(m->x, 1, T(0.5));
    laws::randomise(m->w, 2);
    laws::randomise(m->b, 3);
    laws::randomise(m->dy, 4);
    laws::randomise(m->dw, 5);
    m->dw_naive = m->dw;
    m->db = m->db_naive = m->b;
    laws::poison(m->y);
    laws::poison(m->dx);
    using X = matrix_view<const T, B, In>;
    using W = matrix_view<const T, In, Out>;
    using Y = matrix_view<const T, B, Out>;
    using V = matrix_view<const T, 1, Out>;
    const auto identity = [](T v) { return v; };
    kernels::dense_forward(X(m->x), W(m->w), V(m->b), m->y.view(), kernels::as_is{});
    kernels::reference::dense_forward(X(m->x), W(m->w), V(m->b), m->y_naive.view(), identity);
    CHECK(laws::same_bits(m->y, m->y_naive));
    kernels::dense_backward_parameters(X(m->x), Y(m->dy), kernels::added_to{m->dw.view()},
                                       kernels::added_to{m->db.view()});
    kernels::reference::dense_backward_parameters(X(m->x), Y(m->dy), m->dw_naive.view(), m->db_naive.view());
    CHECK(laws::same_bits(m->dw, m->dw_naive));
    CHECK(laws::same_bits(m->db, m->db_naive));
    CHECK(laws::padding_is_zero(m->dw));
    CHECK(laws::padding_is_zero(m->db));
    kernels::dense_backward_input(Y(m->dy), W(m->w), m->dx.view(), kernels::as_is{});
    kernels::reference::dense_backward_input(Y(m->dy), W(m->w), m->dx_naive.view());
    CHECK(laws::same_bits(m->dx, m->dx_naive));
    CHECK(laws::padding_is_zero(m->dx));
}

/// What a sigmoid makes of a product is what it makes of each value.
template <class T, std::size_t B, std::size_t In, std::size_t Out>
void finish_is_naive() {
    INFO(sizeof(T) << " bytes, " << B << " x " << In << " -> " << Out);
    struct matrices {
        matrix<T, B, In> x;
        matrix<T, In, Out> w;
        vector<T, Out> b;
        matrix<T, B, Out> y, y_naive;
    };
    const auto m = std::make_unique<matrices>();
    laws::randomise(m->x, 1);
    laws::randomise(m->w, 2);
    laws::randomise(m->b, 3);
    laws::poison(m->y);
    const matrix_view<const T, B, In> x(m->x);
    const matrix_view<const T, In, Out> w(m->w);
    const matrix_view<const T, 1, Out> b(m->b);
    kernels::dense_forward(x, w, b, m->y.view(), sigmoid::finish_forward{});
    kernels::reference::dense_forward(x, w, b, m->y_naive.view(),
                                      [](T v) { return sigmoid::value(simd<T, 1>(v)).value; });
    CHECK(laws::same_bits(m->y, m->y_naive));
}

/// A rule with a root, a quotient and a moment.
struct dividing {
    static constexpr bool divides = true;

    template <class V>
    V operator()(V p, V g, const std::array<typename V::value_type*, 1>& moments) const {
        const V squares = V::fma(g, g, V::load(moments[0]));
        squares.store(moments[0]);
        return p - g / (square_root(squares) + V(typename V::value_type{1}));
    }
};

/// What a training step changes, and how it is changed by the pieces of a mini-batch.
template <class T, std::size_t In, std::size_t Out>
struct trained {
    matrix<T, In, Out> w, w_gradient{}, w_squares{};
    vector<T, Out> b, b_gradient{}, b_squares{};

    trained() {
        laws::randomise(w, 1);
        laws::randomise(b, 2);
    }

    template <class X, class Y>
    void step(X x, Y dy, batch_piece piece, share part) {
        const auto to = [&](auto& parameters, auto& gradient, auto& squares) {
            using view = decltype(parameters.view());
            return kernels::stepped<view, dividing, 1, batch_piece, share>{
                parameters.view(), gradient.view(), {squares.view()}, rule, piece, part};
        };
        kernels::dense_backward_parameters(x, dy, to(w, w_gradient, w_squares), to(b, b_gradient, b_squares));
    }
    /// What whoever divides the work does when a mini-batch is over.
    void clear_gradient() {
        w_gradient = {};
        b_gradient = {};
    }
    template <class X, class Y>
    void step_naively(X x, Y dy, bool complete) {
        kernels::reference::dense_backward_parameters(x, dy, w_gradient.view(), b_gradient.view());
        if (!complete)
            return;
        const auto all = [&](auto& parameters, auto& gradient, auto& squares) {
            for (std::size_t i = 0; i < parameters.flat().size(); ++i) {
                using V = simd<T, 1>;
                parameters.values[i] =
                    rule(V(parameters.values[i]), V(gradient.values[i]), std::array{squares.values + i}).value;
                gradient.values[i] = 0;
            }
        };
        all(w, w_gradient, w_squares);
        all(b, b_gradient, b_squares);
    }
    bool same_bits(const trained& other) const {
        return laws::same_bits(w, other.w) && laws::same_bits(w_gradient, other.w_gradient) &&
               laws::same_bits(w_squares, other.w_squares) && laws::same_bits(b, other.b) &&
               laws::padding_is_zero(w) && laws::padding_is_zero(w_squares);
    }

private:
    dividing rule;
};

/// Two mini-batches: one whole, one in two pieces; by one thread and by three.
template <class T, std::size_t B, std::size_t In, std::size_t Out>
void steps_are_naive() {
    INFO(sizeof(T) << " bytes, " << B << " x " << In << " -> " << Out);
    struct matrices {
        matrix<T, B, In> x;
        matrix<T, B, Out> dy;
        trained<T, In, Out> naive, one, three;
    };
    const auto m = std::make_unique<matrices>();
    for (std::size_t piece = 0; piece < 3; ++piece) {
        laws::randomise(m->x, 10 + piece);
        laws::randomise(m->dy, 20 + piece);
        const matrix_view<const T, B, In> x(m->x);
        const matrix_view<const T, B, Out> dy(m->dy);
        const batch_piece place{.is_first = piece != 2, .is_last = piece != 1};
        m->naive.step_naively(x, dy, place.is_last);
        m->one.step(x, dy, place, {0, 1});
        for (std::size_t i = 0; i < 3; ++i)
            m->three.step(x, dy, place, {i, 3});
        if (place.is_last) {
            m->one.clear_gradient();
            m->three.clear_gradient();
        }
        CHECK(m->one.same_bits(m->naive));
        CHECK(m->three.same_bits(m->naive));
    }
}

}

// Each size is compiled into products of its own, so there are few: smaller than a register, not a multiple of one, one
// row, several blocks in depth and in width with remainders.
TEST_CASE("products of dense layers equal the naive ones bit for bit", "[kernels]") {
    dense_is_naive<float, 1, 1, 1>();
    dense_is_naive<float, 4, 8, 1>();
    dense_is_naive<float, 5, 12, 1>();
    dense_is_naive<float, 33, 256, 1>();
    dense_is_naive<double, 9, 32, 1>();
    dense_is_naive<float, 3, 5, 7>();
    dense_is_naive<float, 1, 784, 64>();
    dense_is_naive<float, 25, 33, 17>();
    dense_is_naive<float, 130, 129, 200>();
}

TEST_CASE("products of a small batch and large weights equal the naive ones bit for bit", "[kernels]") {
    const auto is_naive = []<class T, std::size_t B, std::size_t In, std::size_t Out>() {
        CHECK((kernels::turned_results<T, B, In, Out>::is_worth_while || native_lanes<T> == 1));
        dense_is_naive<T, B, In, Out>();
    };
    is_naive.template operator()<float, 16, 70, 65>();
    is_naive.template operator()<float, 19, 330, 70>();
    is_naive.template operator()<double, 9, 40, 40>();
}

TEST_CASE("products in double equal the naive ones bit for bit", "[kernels]") {
    dense_is_naive<double, 3, 5, 7>();
    dense_is_naive<double, 7, 300, 70>();
}

// Tiles of two heights and two widths, fewer products than a tile has results and more, a single tile, no loop; a single
// output, with a loop and without.
TEST_CASE("steps of the parameters, one tile's during the next one's multiply-adds, equal the naive ones bit for bit",
          "[kernels]") {
    steps_are_naive<float, 31, 37, 70>();
    steps_are_naive<float, 9, 50, 20>();
    steps_are_naive<float, 40, 5, 70>();
    steps_are_naive<float, 3, 5, 7>();
    steps_are_naive<double, 26, 29, 19>();
    steps_are_naive<float, 33, 256, 1>();
    steps_are_naive<float, 5, 16, 1>();
}

// At once, by a loop, and a single column by registers: without loops around them and with.
TEST_CASE("an activation that takes dozens of instructions is the same however it is applied", "[kernels]") {
    finish_is_naive<float, 8, 3, 1>();
    finish_is_naive<float, 9, 3, 1>();
    finish_is_naive<float, 32, 8, 1>();
    finish_is_naive<float, 35, 16, 1>();
    finish_is_naive<double, 23, 70, 1>();
    finish_is_naive<float, 4, 3, 7>();
    finish_is_naive<float, 13, 3, 17>();
    finish_is_naive<float, 33, 20, 35>();
}

TEST_CASE("tiles and blocks cover the result once", "[kernels]") {
    const auto check = []<std::size_t Rows, std::size_t Columns, std::size_t Depth>(
                           std::integral_constant<std::size_t, Rows>, std::integral_constant<std::size_t, Columns>,
                           std::integral_constant<std::size_t, Depth>) {
        using cut = kernels::tiling<float, Rows, Columns, Depth>;
        CHECK(cut::taller * (cut::height + 1) + (cut::tiles - cut::taller) * cut::height == Rows);
        CHECK((cut::height + (cut::taller != 0)) * cut::width <= kernels::result_registers);
        CHECK((cut::blocks - 1) * cut::depth < Depth);
        CHECK(cut::blocks * cut::depth >= Depth);
        if (native_lanes<float> > 1) // elsewhere blocks are not cut in depth
            CHECK(cut::depth * cut::block_columns * sizeof(float) <= kernels::block_bytes);
    };
    check(index_constant<1>{}, index_constant<64>{}, index_constant<784>{});
    check(index_constant<128>{}, index_constant<64>{}, index_constant<784>{});
    check(index_constant<5>{}, index_constant<10>{}, index_constant<64>{});
    check(index_constant<37>{}, index_constant<1000>{}, index_constant<3>{});
    check(index_constant<784>{}, index_constant<1>{}, index_constant<4096>{});
}
