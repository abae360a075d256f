// Networks over images are trained as any other: whatever the pieces of a mini-batch, whoever does them, the same bits.
// The images are so large that the early layers take a mini-batch piece by piece where they may (network/stages.hpp).
#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <trilobite/trilobite.hpp>

#include <algorithm>
#include <iterator>
#include <memory>
#include <vector>

using namespace trilobite;

namespace {

constexpr std::size_t height = 34, width = 33;
using net_type = network<input<height, width, 1>, conv2d<8, 3>, relu, spatial_dropout<0.1>,
                         conv2d<4, 3, 1, padding::same>, trilobite::tanh, max_pool2d<2>, conv2d_transposed<3, 2>, relu,
                         flatten, dropout<0.25>, dense<96>, relu, dense<2>, softmax>;
using chain_type = net_type::chain_type;
static_assert(stages<chain_type, 16, true>::early == net_type::depth - 4 && stages<chain_type, 16, true>::piece == 4);
static_assert(stages<chain_type, 4, true>::early == 0 && stages<chain_type, 16, false>::early == 0);

/// Stripes that lie or stand.
struct stripes {
    static constexpr std::size_t count = 30;
    std::vector<float> pixels = std::vector<float>(count * height * width);
    std::vector<int> labels = std::vector<int>(count);
    stripes() {
        for (std::size_t i = 0; i < count; ++i) {
            labels[i] = static_cast<int>(i % 2);
            for (std::size_t row = 0; row < height; ++row)
                for (std::size_t column = 0; column < width; ++column)
                    pixels[(i * height + row) * width + column] =
                        ((i % 2 == 0 ? row : column) + i / 2) % 3 == 0
                            ? 1.0f
                            : uniform<float>(random_key::from_seed(1), (i * height + row) * width + column, 0, 0.5f);
        }
    }
};

template <std::size_t Threads, std::size_t Budget>
history<float> train(net_type& net, std::size_t epochs) {
    static const stripes data;
    return fit<16, Threads, Budget>(net, cross_entropy{}, adam{.learning_rate = 0.01f},
                                    data_view{data.pixels, data.labels}, no_validation{},
                                    {.epochs = epochs, .seed = 2});
}

}

TEST_CASE("a network over images learns", "[network][conv]") {
    const auto net = std::make_unique<net_type>();
    initialise(*net, 1);
    const auto past = train<1, default_stack_budget>(*net, 8);
    CHECK(past.epochs.back().training.cost < 0.5f * past.epochs.front().training.cost);
    CHECK(past.epochs.back().training.accuracy > 0.9f);
}

TEST_CASE("a network over images learns the same bits by pieces and by threads", "[network][conv]") {
    const auto trained = []<std::size_t Threads, std::size_t Budget>() {
        auto net = std::make_unique<net_type>();
        initialise(*net, 1);
        train<Threads, Budget>(*net, 1);
        return net;
    };
    const auto whole = trained.operator()<1, default_stack_budget>();
    const auto same = [&](const auto& other) {
        bool equal = true;
        for_each_matrix([&](const auto& a, const auto& b) { equal = equal && laws::same_bits(a, b); }, *whole, *other);
        return equal;
    };
    CHECK(same(trained.operator()<1, net_type::training_bytes<5>>()));
    CHECK(same(trained.operator()<2, default_stack_budget>()));
    CHECK(same(trained.operator()<1, on_heap>()));
    CHECK(same(trained.operator()<2, on_heap>()));
}

namespace {

/// What a backward pass over some of 16 samples gives.
template <bool Staged, class Net>
struct gradients {
    using chain = typename Net::chain_type;
    Net parameters;
    matrix<float, 16, Net::input_size> x, dx;
    tape<chain, 16, true, Staged> record;
    backward_room<chain, 16, false, Staged> room;
    Net with_dx, without;

    gradients() {
        const training_pass p{.rows = 11, .first_row = 16, .seed = 1};
        initialise(parameters, 3);
        laws::randomise(x, 4);
        forward(parameters, p, std::as_const(x).view(), record);
        const auto begin = [&] {
            std::fill_n(room.output_values, std::size(room.output_values), 0.0f);
            for (std::size_t row = 0; row < p.rows; ++row)
                for (std::size_t i = 0; i < Net::output_size; ++i)
                    room.output_delta()(row, i) = uniform<float>(random_key::from_seed(5), 16 * row + i, -1, 1);
        };
        begin();
        backward(parameters, p, std::as_const(x).view(), record, room, with_dx, dx.view());
        begin();
        backward(parameters, p, std::as_const(x).view(), record, room, without);
    }
};

template <class Net>
void stages_make_no_difference() {
    const auto whole = std::make_unique<gradients<false, Net>>();
    const auto pieces = std::make_unique<gradients<true, Net>>();
    const auto same = [](const auto& a, const auto& b) { CHECK(laws::same_bits(a, b)); };
    for_each_matrix(same, whole->with_dx, pieces->with_dx);
    for_each_matrix(same, whole->without, pieces->without);
    for_each_matrix(same, whole->without, whole->with_dx);
    same(whole->dx, pieces->dx);
    CHECK(std::any_of(whole->dx.values, std::end(whole->dx.values), [](float v) { return v != 0; }));
}

}

TEST_CASE("a backward pass by pieces gives the bits of one over all samples", "[network][conv]") {
    stages_make_no_difference<net_type>();
    // All layers are early ones; the first is frozen; the last is no activation.
    using early = network<input<height, width, 2>, frozen<conv2d<8, 3>>, relu, conv2d<8, 3>, trilobite::tanh,
                          max_pool2d<2>, flatten, dense<2>>;
    static_assert(stages<early::chain_type, 16, true>::early == early::depth);
    stages_make_no_difference<early>();
}
