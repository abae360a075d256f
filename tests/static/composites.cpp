// What is known of composites at compile time: compiling this file is the test.
#include <trilobite/trilobite.hpp>

using namespace trilobite;

namespace {

using block = residual<dense<64>, relu, dense<64>>;

// Their parameters, with those of a projection, and what of them is trained.
static_assert(network<input<64>, block>::parameter_count == 2 * (64 * 64 + 64));
static_assert(network<input<64>, residual<projection<dense<32>>, dense<16>, relu, dense<32>>>::parameter_count ==
              (64 * 16 + 16) + (16 * 32 + 32) + (64 * 32 + 32));
using mixed = network<input<4>, concat<branch<frozen<dense<3>>>, branch<batch_norm<>>, branch<>>>;
static_assert(mixed::parameter_count == (4 * 3 + 3) + 4 * 4 && mixed::trained_parameter_count == 2 * 4);

// Shapes.
static_assert(mixed::output_shape == shape{3 + 4 + 4});
static_assert(network<input<7, 7, 16>, concat<branch<relu>, branch<>, branch<batch_norm<>>>>::output_shape ==
              shape{7, 7, 48});
static_assert(network<input<5>, residual<projection<dense<2>>, concat<branch<dense<1>>, branch<dense<1>>>>,
                      dense<3, 2>>::output_shape == shape{3});

// Floating-point operations: two products, two activations and a sum; backward, the products of the weights, and of the
// inputs where they are wanted.
constexpr std::size_t product = 2 * 64 * 64;
using first = network<input<64>, block, relu>;
static_assert(first::inference_flops == 2 * product + 64 + 64 + 64);
static_assert(first::training_flops == first::inference_flops + 3 * product + 2 * 64 + 2 * 64);
using second = network<input<64>, dense<64>, block>;
static_assert(second::inference_flops == 3 * product + 64 + 64);
static_assert(second::training_flops == second::inference_flops + 5 * product + 2 * 64 + 64);
using kept = network<input<64>, dense<64>, frozen<block>>;
static_assert(kept::training_flops == kept::inference_flops + 3 * product + 2 * 64 + 64);
static_assert(network<input<4>, residual<frozen<dense<4>>>, dense<2>>::first_trained == 1);
static_assert(network<input<4>, concat<branch<dense<2>>, branch<dense<3>>>>::training_flops == 2 * 2 * (4 * 2 + 4 * 3));

// Memory: in training the outputs of all layers, where activations share the place of the layer before them, and the
// gradients with respect to all but the last; in inference two outputs that take turns.
template <class Spec, std::size_t In, bool Training>
constexpr std::size_t
    outputs_in_memory = sizeof(memory_of<typename Spec::template layer<float, shape{In}>, 32, Training>) /
                        sizeof(matrix<float, 32, In>);
static_assert(outputs_in_memory<block, 64, true> == 2 + 1);
static_assert(outputs_in_memory<block, 64, false> == 2);
using deep = residual<dense<64>, relu, dense<64>, relu, dense<64>, relu, dense<64>>;
static_assert(outputs_in_memory<deep, 64, true> == 4 + 3);
static_assert(outputs_in_memory<deep, 64, false> == 2);
static_assert(std::is_empty_v<memory_of<concat<branch<>, branch<>>::layer<float, shape{64}>, 32, false>>);

// Whether they couple samples, and whether they read samples where they stand.
static_assert(network<input<4>, residual<residual<batch_norm<>>>>::couples_samples && !second::couples_samples);
using data = data_view<float, float>;
static_assert(reads_in_place<network<input<4>, concat<branch<dense<2>>, branch<dense<3>>>>, data>);
static_assert(reads_in_place<network<input<4>, residual<projection<dense<3>>, dense<3>>>, data>);
static_assert(!reads_in_place<network<input<4>, concat<branch<dense<2>>, branch<>>>, data>);
static_assert(!reads_in_place<network<input<4>, residual<dense<4>>>, data>);

// The activation after a composite shares its place; a composite undoes the one before it.
static_assert(first::joined[1] && network<input<4>, concat<branch<>, branch<>>, relu>::joined[1]);
template <class... Layers>
constexpr bool undoes_relu = detail::backward_plan<typename network<input<4>, dense<4>, relu, Layers...>::chain_type, 8,
                                                   from::output>::template undone_by_next<1>();
static_assert(undoes_relu<residual<dense<4>>> && undoes_relu<residual<projection<dense<2>>, dense<2>>>);
static_assert(undoes_relu<concat<branch<>, branch<dense<4>>>> && undoes_relu<batch_norm<>>);

}
