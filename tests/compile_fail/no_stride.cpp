// expect: the windows of a max_pool2d have a size and a stride of at least 1
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<4, 4, 1>, max_pool2d<2, 1>> net;
#else
network<input<4, 4, 1>, max_pool2d<2, 0>> net;
#endif
