// expect: a layer does not fit the shape that the layer before it offers
// expect: layer_accepts<1.*softmax.*needs<784[ul]*>.*is_offered<28[ul]*, *28[ul]*>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<784>, softmax> net;
#else
network<input<28, 28>, softmax> net;
#endif
