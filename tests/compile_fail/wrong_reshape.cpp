// expect: a layer does not fit the shape that the layer before it offers
// expect: layer_accepts<2.*reshape<7, *7, *64>.*needs<7[ul]*, *7[ul]*, *64[ul]*>.*is_offered<3135[ul]*>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<2>, dense<3136>, reshape<7, 7, 64>> net;
#else
network<input<2>, dense<3135>, reshape<7, 7, 64>> net;
#endif
