// expect: a network begins with the shape of one sample: input<...>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<64>, dense<64>, sigmoid> net;
#else
network<dense<64>, sigmoid> net;
#endif
