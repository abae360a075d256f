// A layer that does not fit inside a composite is an error about that layer, not about what is around it.
// expect: a layer does not fit the shape that the layer before it offers
// expect: layer_accepts<1.*dense<64, *32>.*needs<32[ul]*>.*is_offered<16[ul]*>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<64>, residual<dense<16>, dense<64, 16>>, dense<10, 64>> net;
#else
network<input<64>, residual<dense<16>, dense<64, 32>>, dense<10, 64>> net;
#endif
