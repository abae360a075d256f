// expect: a layer does not fit the shape that the layer before it offers
// expect: layer_accepts<1.*global_max_pool2d, *.*needs<1[ul]*, *1[ul]*, *256[ul]*>.*is_offered<4[ul]*, *64[ul]*>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<4, 64, 1>, global_max_pool2d> net;
#else
network<input<4, 64>, global_max_pool2d> net;
#endif
