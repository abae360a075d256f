// expect: a layer does not fit the shape that the layer before it offers
// expect: layer_accepts<2.*dense<10, *32>.*needs<32[ul]*>.*is_offered<64[ul]*>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<784>, dense<64>, dense<10, 64>> net;
#else
network<input<784>, dense<64>, dense<10, 32>> net;
#endif
