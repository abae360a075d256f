// expect: a network has at least one layer after its input
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<64>, relu> net;
#else
network<input<64>> net;
#endif
