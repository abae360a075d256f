// Networks over images are trained as any other: whatever the pieces of a mini-batch, whoever does them, the same bits.
#include "../catch.hpp"
#include "../laws/random_matrix.hpp"

#include <trilobite/trilobite.hpp>

#include <memory>
#include <vector>

using namespace trilobite;

namespace {

using net_type = network<input<9, 8, 1>, conv2d<8, 3>, relu, conv2d<4, 3, 1, padding::same>, trilobite::tanh,
                         max_pool2d<2>, conv2d_transposed<3, 2>, relu, flatten, dropout<0.25>, dense<2>, softmax>;

/// Stripes that lie or stand.
struct stripes {
    static constexpr std::size_t count = 60;
    std::vector<float> pixels = std::vector<float>(count * 72);
    std::vector<int> labels = std::vector<int>(count);
    stripes() {
        for (std::size_t i = 0; i < count; ++i) {
            labels[i] = static_cast<int>(i % 2);
            for (std::size_t row = 0; row < 9; ++row)
                for (std::size_t column = 0; column < 8; ++column)
                    pixels[i * 72 + row * 8 + column] =
                        ((i % 2 == 0 ? row : column) + i / 2) % 3 == 0
                            ? 1.0f
                            : uniform<float>(random_key::from_seed(1), i * 72 + row * 8 + column, 0, 0.5f);
        }
    }
};

template <std::size_t Threads, std::size_t Budget>
std::unique_ptr<net_type> trained(history<float>& past) {
    static const stripes data;
    auto net = std::make_unique<net_type>();
    initialise(*net, 1);
    past = fit<16, Threads, Budget>(*net, cross_entropy{}, adam{.learning_rate = 0.01f},
                                    data_view{data.pixels, data.labels}, no_validation{}, {.epochs = 8, .seed = 2});
    return net;
}

}

TEST_CASE("a network over images learns, to the same bits by pieces and by threads", "[network][conv]") {
    history<float> past;
    const auto whole = trained<1, default_stack_budget>(past);
    CHECK(past.epochs.back().training.cost < 0.5f * past.epochs.front().training.cost);
    CHECK(past.epochs.back().training.accuracy > 0.9f);
    const auto same = [&](const net_type& other) {
        bool equal = true;
        for_each_matrix([&](const auto& a, const auto& b) { equal = equal && laws::same_bits(a, b); }, *whole, other);
        return equal;
    };
    CHECK(same(*trained<1, net_type::training_bytes<5>>(past)));
    CHECK(same(*trained<2, default_stack_budget>(past)));
}
