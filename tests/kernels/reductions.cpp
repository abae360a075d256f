#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <trilobite/kernels/reductions.hpp>

#include <algorithm>
#include <limits>

using namespace trilobite;

namespace {

/// As many lanes as row_lanes, each a chain over every 16th value, added in halves: written naively.
template <class M>
typename M::value_type naive_sum(const M& m, std::size_t row) {
    using T = typename M::value_type;
    T lanes[kernels::row_lanes]{};
    for (std::size_t i = 0; i < M::columns; ++i)
        lanes[i % kernels::row_lanes] += m(row, i);
    for (std::size_t half = kernels::row_lanes / 2; half > 0; half /= 2)
        for (std::size_t i = 0; i < half; ++i)
            lanes[i] += lanes[i + half];
    return lanes[0];
}

template <class T, std::size_t N>
void reductions_are_naive() {
    INFO(sizeof(T) << " bytes, " << N);
    matrix<T, 9, N> m;
    using view = typename decltype(m)::const_view_type;
    using V = typename view::simd_type;
    laws::randomise(m, N, std::numeric_limits<T>::quiet_NaN()); // what stands in the padding does not count
    for (std::size_t i = 0; i < N; i += 3)
        m(8, i) = T(2); // equal largest ones: the first counts
    for (std::size_t row = 0; row < 9; ++row) {
        const view v = m;
        const T sum = kernels::sum_over_row<view>([&](V all, std::size_t column) {
            return all + kernels::where_real<N>(V::load(v.row(row) + column), column, T{0});
        });
        CHECK(sum == naive_sum(m, row));
        const auto* first = v.row(row);
        CHECK(kernels::largest_in_row(v, row) == static_cast<std::size_t>(std::max_element(first, first + N) - first));
    }
}

}

TEST_CASE("sums over rows and the place of the largest value equal the naive ones", "[kernels]") {
    reductions_are_naive<float, 17>();
    reductions_are_naive<float, 64>();
    reductions_are_naive<float, 75>();
    reductions_are_naive<double, 41>();
}
