// expect: an input's extents are at least 1
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<1>, dense<3>> net;
#else
network<input<0>, dense<3>> net;
#endif
