// What is known at compile time: compiling this file is the test.
#include "../catch.hpp"
#include "../laws/toy_layers.hpp"

using namespace trilobite;

namespace {

using shallow = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;
static_assert(shallow::layer_type<0>::output == shape{64});
static_assert(value_count<shallow::layer_type<0>> == 784 * 64 + 64);
static_assert(value_count<shallow::layer_type<0>> == 50'240);
static_assert(value_count<shallow::layer_type<2>> == 650);
static_assert(shallow::parameter_count == 50'890);
static_assert(shallow::trained_parameter_count == shallow::parameter_count);
static_assert(shallow::input_size == 784 && shallow::output_size == 10);
static_assert(shallow::parameter_bytes == sizeof(shallow));
static_assert(shallow::inference_flops == 2 * (784 * 64 + 64 * 10) + 64 + 4 * 10);

using intermediate = network<input<784>, dense<64>, relu, dense<64>, relu, dense<10>, softmax>;
static_assert(intermediate::parameter_count == 50'240 + 4'160 + 650);
static_assert(intermediate::parameter_count == 55'050);

using deep = network<input<784>, dense<64>, relu, batch_norm<>, dense<64>, relu, batch_norm<>, dense<64>, relu,
                     batch_norm<>, dropout<0.2>, dense<10>, softmax>;
static_assert(value_count<deep::layer_type<2>> == 4 * 64);
static_assert(deep::parameter_count == 59'978 && deep::trained_parameter_count == 59'594);
static_assert(deep::couples_samples);

// The networks of the book that need dense layers only.
static_assert(network<input<784>, dense<256>, sigmoid>::parameter_count == 200'960);
static_assert(network<input<784>, dense<100>, sigmoid, dense<10>, softmax>::parameter_count == 79'510);
static_assert(network<input<4>, dense<32>, relu, dense<32>, relu, dense<2>, linear>::parameter_count == 1'282);
static_assert(network<input<784>, dense<30>, sigmoid, dense<30>, sigmoid, dense<30>, sigmoid, dense<30>, sigmoid,
                      dense<30>, sigmoid, dense<30>, sigmoid, dense<10>, softmax>::parameter_count ==
              784 * 30 + 30 + 5 * (30 * 30 + 30) + 30 * 10 + 10);

// A network is an aggregate of its parameters, in float unless said otherwise, and copied as bytes.
static_assert(std::is_trivially_copyable_v<shallow>);
static_assert(std::is_same_v<shallow::value_type, float>);
static_assert(sizeof(basic_network<double, input<16>, dense<16>>) == 8 * (16 * 16 + 16));
static_assert(sizeof(network<input<16>, dense<16>, relu>) == sizeof(network<input<16>, dense<16>>));

// Activations share the place of the layer before them, unless that one needs its output.
static_assert(intermediate::joined[1] && intermediate::joined[3] && !intermediate::joined[5]);
static_assert(!network<input<4>, softmax, relu>::joined[1]);
static_assert(!network<input<4>, relu, sigmoid>::joined[1]);
static_assert(network<input<4>, dense<4>, elu<>>::joined[1] && network<input<4>, batch_norm<>, relu>::joined[1]);
static_assert(!network<input<4>, dense<4>, gelu>::joined[1] && network<input<4>, gelu, relu>::joined[1]);

// What a dense layer stores backward has been through the derivative of the activation below.
using plan = detail::backward_plan<intermediate::chain_type, 32, from::before_activation>;
static_assert(plan::undone_by_next<1>() && plan::undone_by_next<3>());
static_assert(!detail::backward_plan<network<input<4>, dense<4>, relu, softmax>::chain_type, 32,
                                     from::before_activation>::undone_by_next<1>());

// Inference keeps two outputs, training all of them.
static_assert(sizeof(tape<intermediate::chain_type, 1, false>::values) <=
              sizeof(tape<intermediate::chain_type, 1, true>::values));
static_assert(intermediate::training_bytes<128> > intermediate::training_bytes<64>);

// Micro-batches: all at once where that fits, a half, a quarter, ... where it does not, all where samples are coupled.
static_assert(micro_batch<intermediate, 32, default_stack_budget, true>() == 32);
static_assert(micro_batch<intermediate, 128, intermediate::training_bytes<64>, true>() == 64);
static_assert(micro_batch<intermediate, 128, intermediate::training_bytes<64> - 1, true>() == 32);
static_assert(micro_batch<intermediate, 100, intermediate::training_bytes<25>, true>() == 25);
static_assert(micro_batch<network<input<4>, toys::centre, dense<2>>, 128, default_stack_budget, true>() == 128);

// A whole mini-batch is told from a piece, unless pieces of its size make larger ones.
template <std::size_t Batch, std::size_t StackBudget>
using kind_of = piece_kind<intermediate, Batch, StackBudget>;
static_assert(std::same_as<kind_of<32, 2 * intermediate::training_bytes<32>>, whole_batch>);
static_assert(std::same_as<kind_of<32, 2 * intermediate::training_bytes<32> - 1>, batch_piece>);
static_assert(std::same_as<kind_of<128, intermediate::training_bytes<64>>, batch_piece>);
static_assert(std::same_as<kind_of<128, on_heap>, whole_batch>);

// Shapes of any rank pass through.
using over_time = network<input<4, 2>, toys::recurrent<3>, toys::drop_half, toys::recurrent<5>>;
static_assert(over_time::output_shape == shape{4, 5});
static_assert(over_time::parameter_count == (2 * 3 + 3 * 3 + 3) + (3 * 5 + 5 * 5 + 5));
static_assert(network<input<3, 2, 2, 1, 2>, relu>::output_size == 24);

// Normalisation has parameters for each channel, wherever it stands.
static_assert(network<input<7, 7, 16>, batch_norm<>>::parameter_count == 4 * 16);
static_assert(network<input<7, 7, 16>, layer_norm<>>::parameter_count == 2 * 16);

// A value that may be dropped costs a bit, and in inference nothing.
static_assert(sizeof(memory_of<dropout<0.2>::layer<float, shape{64}>, 128, true>) == 128 * 64 / 8);
static_assert(std::is_empty_v<memory_of<dropout<0.2>::layer<float, shape{64}>, 128, false>>);

// State that is not trained is counted apart.
static_assert(network<input<4>, toys::centre>::parameter_count == 8);
static_assert(network<input<4>, toys::centre>::trained_parameter_count == 4);
static_assert(network<input<4>, toys::centre>::couples_samples);
static_assert(network<input<4>, toys::shortcut<toys::centre>>::couples_samples);
static_assert(!over_time::couples_samples);

// ceil(60000 / 128) = 469 (eq. 8.4).
static_assert(batch_count(60'000, 128) == 469 && 60'000 - 468 * 128 == 96);
static_assert(batch_count(25'000, 128) == 196 && 25'000 - 195 * 128 == 40);
static_assert(batch_count(404, 8) == 51 && 404 - 50 * 8 == 4);

}

TEST_CASE("what is static is checked by compiling", "[static]") {
    SUCCEED();
}
