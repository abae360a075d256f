// expect: not even the smallest micro-batch fits the stack budget
// expect: micro_batch_fits<1[ul]*, *[0-9]+[ul]*, *1000[ul]*>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

using net = network<input<784>, dense<64>, sigmoid, dense<10>, softmax>;

#ifdef TRILOBITE_FIXED
constexpr std::size_t rows = micro_batch<net, 128, 100'000, true>();
#else
constexpr std::size_t rows = micro_batch<net, 128, 1'000, true>();
#endif
