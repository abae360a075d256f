// expect: a layer does not fit the shape that the layer before it offers
// expect: layer_accepts<2.*max_pool2d<5.*needs<5[ul]*, *6[ul]*, *3[ul]*>.*is_offered<4[ul]*, *6[ul]*, *3[ul]*>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<8, 12, 3>, average_pool2d<2>, max_pool2d<4>> net;
#else
network<input<8, 12, 3>, average_pool2d<2>, max_pool2d<5>> net;
#endif
