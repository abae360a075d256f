#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <trilobite/kernels/convolution.hpp>
#include <trilobite/kernels/operands.hpp>
#include <trilobite/kernels/reference_convolution.hpp>

#include <memory>

using namespace trilobite;

namespace {

void check_bits(bool same, const char* what) {
    INFO(what);
    CHECK(same);
}

/// All three products of a convolution of this size have the bits of the naive ones.
template <class T, std::size_t H, std::size_t W, std::size_t C, std::size_t F, std::size_t K, std::size_t S>
void convolution_is_naive() {
    using fast = kernels::convolution<T, H, W, C, F, K, S>;
    using naive = kernels::reference::convolution<T, H, W, C, F, K, S>;
    struct matrices {
        vector<T, H * W * C> x, dx, dx_naive;
        vector<T, fast::down * fast::across * F> y, y_naive, dy;
        matrix<T, K * K * C, F> w, dw, dw_naive;
        vector<T, F> b, db, db_naive;
    };
    const auto m = std::make_unique<matrices>();
    laws::randomise(m->x, 1);
    laws::randomise(m->w, 2);
    laws::randomise(m->b, 3);
    laws::randomise(m->dy, 4);
    laws::randomise(m->dw, 5);
    m->dw_naive = m->dw;
    m->db = m->db_naive = m->b;
    laws::poison(m->y);
    laws::poison(m->dx);
    const auto w = std::as_const(m->w).view();
    const auto b = std::as_const(m->b).view();
    fast::forward(m->x.values, w, b, m->y.values, kernels::as_is{}, 0);
    naive::forward(m->x.values, w, b, m->y_naive.values);
    check_bits(laws::same_bits(m->y, m->y_naive), "y");
    fast::backward_parameters(m->x.values, m->dy.values, m->dw.view(), m->db.view());
    naive::backward_parameters(m->x.values, m->dy.values, m->dw_naive.view(), m->db_naive.view());
    check_bits(laws::same_bits(m->dw, m->dw_naive), "dw");
    check_bits(laws::same_bits(m->db, m->db_naive), "db");
    check_bits(laws::padding_is_zero(m->dw) && laws::padding_is_zero(m->db), "the padding of gradients");
    fast::backward_input(m->dy.values, w, m->dx.values);
    naive::backward_input(m->dy.values, w, m->dx_naive.values);
    check_bits(laws::same_bits(m->dx, m->dx_naive), "dx");
}

}

TEST_CASE("a convolution has the bits of the naive one", "[kernels][conv]") {
    convolution_is_naive<float, 28, 28, 1, 32, 3, 1>(); // one channel
    convolution_is_naive<float, 12, 13, 32, 48, 3, 1>();
    convolution_is_naive<float, 11, 9, 6, 10, 5, 2>(); // neither channels nor filters fill registers
    convolution_is_naive<float, 9, 9, 3, 16, 3, 2>();
    convolution_is_naive<float, 7, 8, 16, 1, 5, 1>();  // one filter
    convolution_is_naive<float, 12, 40, 8, 1, 5, 1>(); // several registers of windows, and rows that are left over
    convolution_is_naive<float, 9, 9, 3, 2, 3, 2>();
    convolution_is_naive<float, 20, 21, 8, 16, 5, 1>(); // what windows give back goes by parts
    convolution_is_naive<double, 6, 7, 8, 12, 2, 3>();
    convolution_is_naive<double, 4, 4, 5, 7, 1, 1>();
    convolution_is_naive<float, 3, 3, 2, 4, 3, 1>(); // one window, written out
}
