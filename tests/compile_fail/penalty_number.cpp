// expect: what keeps weights small is a penalty: regularised<dense<64>, l2\{0.001\}>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<2>, regularised<dense<1>, l2{1}>> net;
#else
network<input<2>, regularised<dense<1>, 1>> net;
#endif
