// expect: a layer does not fit the shape that the layer before it offers
// expect: layer_accepts<3[ul]*, *trilobite::conv2d<8[ul]*, *4[ul]*.*>, *trilobite::detail::needs<4[ul]*, *4[ul]*,
// *8[ul]*>, *trilobite::detail::is_offered<3[ul]*, *3[ul]*, *8[ul]*> *>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<5, 5, 1>, conv2d<8, 3>, relu, conv2d<8, 3>> net;
#else
network<input<5, 5, 1>, conv2d<8, 3>, relu, conv2d<8, 4>> net;
#endif
