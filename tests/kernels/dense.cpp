#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <trilobite/core/unroll.hpp>
#include <trilobite/kernels/dense.hpp>
#include <trilobite/kernels/reference.hpp>
#include <trilobite/kernels/sink.hpp>

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

}

// Each size is compiled into products of its own, so there are few: smaller than a register, not a multiple of one, one
// row, several blocks in depth and in width with remainders.
TEST_CASE("products of dense layers equal the naive ones bit for bit", "[kernels]") {
    dense_is_naive<float, 1, 1, 1>();
    dense_is_naive<float, 4, 8, 1>();
    dense_is_naive<float, 3, 5, 7>();
    dense_is_naive<float, 1, 784, 64>();
    dense_is_naive<float, 25, 33, 17>();
    dense_is_naive<float, 130, 129, 200>();
}

TEST_CASE("products in double equal the naive ones bit for bit", "[kernels]") {
    dense_is_naive<double, 3, 5, 7>();
    dense_is_naive<double, 7, 300, 70>();
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
        CHECK(cut::depth * cut::block_columns * sizeof(float) <= kernels::block_bytes);
    };
    check(index_constant<1>{}, index_constant<64>{}, index_constant<784>{});
    check(index_constant<128>{}, index_constant<64>{}, index_constant<784>{});
    check(index_constant<5>{}, index_constant<10>{}, index_constant<64>{});
    check(index_constant<37>{}, index_constant<1000>{}, index_constant<3>{});
    check(index_constant<784>{}, index_constant<1>{}, index_constant<4096>{});
}
