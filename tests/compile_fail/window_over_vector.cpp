// expect: a layer does not fit the shape that the layer before it offers
// expect: layer_accepts<1.*average_pool2d<2.*needs<2[ul]*, *2[ul]*, *1[ul]*>.*is_offered<784[ul]*>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<784>, reshape<28, 28, 1>, average_pool2d<2>> net;
#else
network<input<784>, average_pool2d<2>> net;
#endif
