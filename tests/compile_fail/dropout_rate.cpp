// expect: the rate of a dropout, the fraction of the values that it drops, is at least 0 and less than 1
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<2>, dropout<0.2>, dense<1>> net;
#else
network<input<2>, dropout<20>, dense<1>> net;
#endif
