#include "../laws/layer_laws.hpp"

#include <trilobite/layers/dropout.hpp>

using namespace trilobite;

namespace {

using bench = laws::bench_of<float, dropout<0.2>, shape{70}, 200>;

/// How often a value is kept where another is, of all those that stand `rows` and `columns` apart from each other.
double kept_together(const bench::y_type& y, std::size_t rows, std::size_t columns) {
    std::size_t both = 0;
    for (std::size_t row = 0; row < 200 - rows; ++row)
        for (std::size_t i = 0; i < 70 - columns; ++i)
            both += y(row, i) != 0 && y(row + rows, i + columns) != 0;
    return static_cast<double>(both) / static_cast<double>((200 - rows) * (70 - columns));
}

}

TEST_CASE("dropout obeys the laws of layers", "[layers]") {
    laws::check_layer<dropout<0.2>, shape{5}, 4>();
    laws::check_layer<dropout<0.5>, shape{37}, 3>();
    laws::check_layer<dropout<0>, shape{2, 3}, 2>();
}

TEST_CASE("dropout drops a fraction, and multiplies the rest by what makes up for it", "[layers]") {
    bench b(1);
    b.forward();
    const bench::y_type y = b.y;
    b.backward();
    for (std::size_t row = 0; row < 200; ++row)
        for (std::size_t i = 0; i < 70; ++i) {
            const float factor = y(row, i) == 0 ? 0 : 1.25f;
            const bool holds = y(row, i) == factor * b.x(row, i) && b.dx(row, i) == factor * b.dy(row, i);
            if (!holds) {
                CAPTURE(row, i, b.x(row, i), y(row, i), b.dx(row, i));
                CHECK(holds);
            }
        }
    // Five standard deviations of 14,000 tosses; and values near each other are kept independently.
    CHECK(kept_together(y, 0, 0) == Approx(0.8).margin(0.017));
    for (const auto& [rows, columns] : {std::pair{0, 1}, {0, 2}, {0, 8}, {0, 32}, {1, 0}, {1, 1}, {32, 0}})
        CHECK(kept_together(y, static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)) ==
              Approx(0.64).margin(0.03));
}

TEST_CASE("dropout draws anew in each step and at each place in the network", "[layers]") {
    bench a(1), b(1);
    a.forward();
    b.forward();
    CHECK(laws::same_bits(a.y, b.y));
    ++b.p.step;
    b.forward();
    CHECK_FALSE(laws::same_bits(a.y, b.y));
    b.p = a.p;
    b.p.place = 2;
    b.forward();
    CHECK_FALSE(laws::same_bits(a.y, b.y));
}

TEST_CASE("dropout is the identity in inference, and with rate 0", "[layers]") {
    bench b(1);
    b.infer();
    CHECK(laws::same_bits(b.y, b.x));
    laws::bench_of<float, dropout<0>, shape{7}, 3> none(1);
    none.forward();
    CHECK(laws::same_bits(none.y, none.x));
}
