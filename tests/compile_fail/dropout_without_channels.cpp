// expect: a layer does not fit the shape that the layer before it offers
// expect: layer_accepts<1.*spatial_dropout<.*needs<1[ul]*, *64[ul]*>.*is_offered<64[ul]*>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<1, 64>, spatial_dropout<0.2>> net;
#else
network<input<64>, spatial_dropout<0.2>> net;
#endif
