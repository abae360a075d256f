#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <trilobite/core/sample_rows.hpp>
#include <trilobite/kernels/class_of.hpp>
#include <trilobite/kernels/reductions.hpp>
#include <trilobite/kernels/short_rows.hpp>

#include <algorithm>
#include <array>
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

/// Of values that are often equal, infinite or NaN.
template <class T, std::size_t N>
void classes_are_naive() {
    INFO(sizeof(T) << " bytes, " << N);
    constexpr T limit = std::numeric_limits<T>::infinity(), none = std::numeric_limits<T>::quiet_NaN();
    constexpr std::array values{T{0}, T{1}, T{2}, T{3}, limit, -limit, none};
    constexpr std::size_t rows = 96;
    matrix<T, rows, N> a, b;
    std::size_t at = N;
    for (auto* m : {&a, &b})
        for (T& value : m->values)
            value = values[(at = at * 1664525 + 1013904223) / 65536 % values.size()];
    const typename decltype(a)::const_view_type va = a, vb = b;
    using V = typename decltype(va)::simd_type;
    std::size_t all = 0;
    for (std::size_t row = 0; row < rows; row += V::lanes) {
        const auto some = rows_from<V::lanes>(va, row), others = rows_from<V::lanes>(vb, row);
        alignas(V) T got[V::lanes];
        kernels::find_classes(some, got);
        std::size_t same = 0;
        for (std::size_t i = 0; i < V::lanes; ++i) {
            CHECK(got[i] == static_cast<T>(class_of<N>(some.row(i))));
            same += class_of<N>(some.row(i)) == class_of<N>(others.row(i)) ? 1 : 0;
        }
        CHECK(kernels::count_same_class(some, others) == same);
        all += same;
    }
    CHECK(all > 0);
}

}

TEST_CASE("sums over rows and the place of the largest value equal the naive ones", "[kernels]") {
    reductions_are_naive<float, 17>();
    reductions_are_naive<float, 64>();
    reductions_are_naive<float, 75>();
    reductions_are_naive<double, 41>();
}

TEST_CASE("the classes of several rows at once are those of each", "[kernels]") {
    classes_are_naive<float, 5>();
    classes_are_naive<float, 8>();
    classes_are_naive<float, 10>();
    classes_are_naive<float, 16>();
    classes_are_naive<double, 10>();
}
