#include "../laws/layer_laws.hpp"

#include <trilobite/layers/layer_norm.hpp>

#include <initializer_list>

using namespace trilobite;

TEST_CASE("layer_norm obeys the laws of layers", "[layers]") {
    laws::check_layer<layer_norm<>, shape{5}, 3>();
    laws::check_layer<layer_norm<>, shape{37}, 2>();
    laws::check_layer<layer_norm<1e-2>, shape{3, 1, 12}, 2>(); // a row ends in padding
    laws::check_layer<layer_norm<1e-2>, shape{2, 3}, 2>();     // places do not begin with registers
}

TEST_CASE("layer_norm at a known point", "[layers]") {
    using layer_type = layer_norm<>::layer<double, shape{3}>;
    using sample = vector<double, 3>;
    using view = sample::const_view_type;
    const auto make = [](std::initializer_list<double> values) {
        sample made;
        std::copy(values.begin(), values.end(), made.values);
        return made;
    };
    layer_type layer{}, gradient{};
    layer.scale = {make({0.5, 2, -1})};
    layer.shift = {make({0.25, 0, 1})};
    const sample x = make({1, -2, 4}), dy = make({1, 0.5, -0.25});
    sample y, dx;
    layer_type::memory<1, true> memory;
    const training_pass p{.rows = 1};
    layer.forward(p, view(x), y.view(), memory);
    layer.backward_input(p, view(x), view(y), view(dy), memory, dx.view());
    layer.backward_parameters(p, view(x), view(y), view(dy), memory, gradient);

    // Computed in Python, in float64: the formulas of the paper, and the chain of derivatives of batch normalisation.
    const sample known_y = make({0.25, -2.449285644149921, -0.22464282207496056});
    const sample known_dx = make({-0.03401785616874892, 0.017034437224977578, 0.016983418943771283});
    const sample known_scale = make({0, -0.6123214110374803, -0.30616070551874014});
    for (std::size_t i = 0; i < 3; ++i) {
        CAPTURE(i);
        CHECK(y(0, i) == Approx(known_y(0, i)).epsilon(1e-12));
        CHECK(dx(0, i) == Approx(known_dx(0, i)).epsilon(1e-10));
        CHECK(gradient.scale(0, i) == Approx(known_scale(0, i)).epsilon(1e-12).margin(1e-15));
        CHECK(gradient.shift(0, i) == dy(0, i));
    }
}
