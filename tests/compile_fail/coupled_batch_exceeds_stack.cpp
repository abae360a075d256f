// expect: a network that couples the samples of a mini-batch is worked through in one piece
// expect: micro_batch_fits<4096[ul]*, *[0-9]+[ul]*, *2097152[ul]*>
#include "../laws/toy_layers.hpp"

using namespace trilobite;

using net = network<input<784>, toys::centre, dense<10>>;

#ifdef TRILOBITE_FIXED
constexpr std::size_t rows = micro_batch<net, 32, default_stack_budget, true>();
#else
constexpr std::size_t rows = micro_batch<net, 4096, default_stack_budget, true>();
#endif
