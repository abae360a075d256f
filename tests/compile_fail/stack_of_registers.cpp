// expect: how much stack is taken is known of networks of floats where registers are single values
#undef TRILOBITE_NO_SIMD
#include <trilobite/network/stack.hpp>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

// On one lane it is known of these layers. Elsewhere working memory is.
using net = network<input<4>, dense<8>, relu, dense<2>>;
#ifdef TRILOBITE_FIXED
constexpr std::size_t bytes = net::inference_bytes<1>;
#else
constexpr std::size_t bytes = inference_stack_bytes<net>;
#endif
