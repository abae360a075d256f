// The arithmetic of windows: compiling this file is the test.
#include "../catch.hpp"

#include <trilobite/trilobite.hpp>

using namespace trilobite;

namespace {

// Thirteen places, windows of six, five apart, by TensorFlow's formulas: "VALID" leaves the last two out, "SAME" adds
// one before and two after.
constexpr windows valid{13, 6, 5}, same{13, 6, 5, padding::same};
static_assert(valid.count() == 2 && valid.before() == 0 && valid.are_whole());
static_assert(valid.first(0) == 0 && valid.last(0) == 6 && valid.first(1) == 5 && valid.last(1) == 11);
static_assert(valid.overlap() && !valid.cover() && valid.places() == 12);
static_assert(same.count() == 3 && same.before() == 1 && !same.are_whole());
static_assert(same.first(0) == 0 && same.last(0) == 5 && !same.is_whole(0));
static_assert(same.first(1) == 4 && same.last(1) == 10 && same.is_whole(1));
static_assert(same.first(2) == 9 && same.last(2) == 13 && !same.is_whole(2));
static_assert(same.overlap() && same.cover() && same.places() == 5 + 6 + 4);

// Windows side by side, which may leave a rest.
static_assert(windows{28, 2, 2}.count() == 14 && windows{28, 2, 2}.cover() && !windows{28, 2, 2}.overlap());
static_assert(windows{5, 2, 2}.count() == 2 && !windows{5, 2, 2}.cover());
static_assert(windows{5, 2, 2, padding::same}.count() == 3 && windows{5, 2, 2, padding::same}.before() == 0);
static_assert(windows{5, 2, 2, padding::same}.cover() && windows{5, 2, 2, padding::same}.last(2) == 5);

// AlexNet's pooling, and the first convolution of a residual network: (224 - 1) / 2 rounded down, five of padding.
static_assert(windows{54, 3, 2}.count() == 26 && windows{22, 3, 2}.count() == 10 && windows{6, 3, 2}.count() == 2);
static_assert(windows{224, 7, 2, padding::same}.count() == 112 && windows{224, 7, 2, padding::same}.before() == 2);
static_assert(windows{224, 7, 2, padding::same}.last(111) == 224 &&
              windows{224, 7, 2, padding::same}.first(111) == 220);

// Of an odd number of places the odd one comes after: here the first window is whole and the last is not.
static_assert(windows{6, 3, 2, padding::same}.before() == 0 && windows{6, 3, 2, padding::same}.is_whole(0));
static_assert(!windows{6, 3, 2, padding::same}.is_whole(2) && windows{6, 3, 2, padding::same}.last(2) == 6);

// Farther apart than they are large: some places are in no window. Larger than the image: all places are in each.
static_assert(windows{7, 2, 3}.count() == 2 && !windows{7, 2, 3}.cover() && !windows{7, 2, 3}.overlap());
static_assert(windows{2, 5, 1, padding::same}.count() == 2 && windows{2, 5, 1, padding::same}.before() == 2);
static_assert(windows{2, 5, 1, padding::same}.places() == 4);
static_assert(windows{9, 9, 1}.count() == 1 && windows{9, 9, 1}.cover() && !windows{9, 9, 1}.overlap());
static_assert(windows{4, 5, 1}.count() == 0 && windows{4, 5, 1}.least() == 5);
static_assert(windows{4, 5, 1, padding::same}.least() == 1);

// Shapes.
using pooled = network<input<28, 28, 1>, max_pool2d<2>, average_pool2d<3, 2>, upsample2d<3>,
                       max_pool2d<3, 2, padding::same>, reshape<9, 9, 1>, spatial_dropout<0.5>, global_max_pool2d>;
static_assert(pooled::chain_type::shapes[1] == shape{14, 14, 1} && pooled::chain_type::shapes[2] == shape{6, 6, 1});
static_assert(pooled::chain_type::shapes[3] == shape{18, 18, 1} && pooled::chain_type::shapes[4] == shape{9, 9, 1});
static_assert(pooled::output_shape == shape{1} && pooled::parameter_count == 0);
static_assert(network<input<7, 5, 64>, global_average_pool2d>::output_shape == shape{64});
static_assert(network<input<400, 50>, spatial_dropout<0.2>>::output_shape == shape{400, 50});

// Three comparisons for each maximum of four values; fewer at an edge.
static_assert(network<input<4, 4, 3>, max_pool2d<2>>::inference_flops == 3 * 4 * 3);
static_assert(network<input<3, 3, 1>, max_pool2d<2, 2, padding::same>>::inference_flops == 3 + 1 + 1);
static_assert(network<input<3, 3, 1>, average_pool2d<2, 2, padding::same>>::inference_flops == 9);

// The place of a maximum among four takes two bits; inference needs none, nor do means.
template <class Name, shape In>
constexpr std::size_t memory_bytes = sizeof(memory_of<typename Name::template layer<float, In>, 1, true>);
static_assert(memory_bytes<max_pool2d<2>, shape{24, 24, 64}> == 12 * 12 * 64 * 2 / 8);
static_assert(memory_bytes<max_pool2d<3, 2>, shape{9, 9, 16}> == 4 * 4 * 16 * 4 / 8);
static_assert(memory_bytes<spatial_dropout<0.5>, shape{400, 64}> == 64 / 8);
static_assert(std::is_empty_v<memory_of<max_pool2d<2>::layer<float, shape{4, 4, 1}>, 1, false>>);

// A reshape stands in the place of the layer before it, and so does an activation after pooling.
static_assert(network<input<4, 4, 8>, max_pool2d<2>, reshape<32>>::joined[1]);
static_assert(network<input<4, 4, 8>, average_pool2d<2>, relu>::joined[1]);
static_assert(network<input<4, 4, 8>, upsample2d<2>, relu>::joined[1]);
static_assert(network<input<4, 8>, spatial_dropout<0.5>, relu>::joined[1]);

// What pooling gives back has been through the derivative of the activation below: by max_pool2d always, by the others
// where registers are aligned and each place gets something but once.
template <class Pooling, std::size_t Channels>
constexpr bool undoes_activation =
    detail::backward_plan<typename network<input<4, 4, Channels>, dropout<0.5>, relu, Pooling>::chain_type, 2,
                          from::output>::template undone_by_next<1>();
static_assert(undoes_activation<max_pool2d<2>, 16> && undoes_activation<average_pool2d<2>, 8>);
static_assert(undoes_activation<upsample2d<2>, 16> && undoes_activation<spatial_dropout<0.5>, 16>);
static_assert(undoes_activation<max_pool2d<3, 1>, 16> && !undoes_activation<average_pool2d<3, 1>, 16>);

}
