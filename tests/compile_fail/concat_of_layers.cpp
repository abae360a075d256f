// expect: a concat is of at least 2 branches: concat<branch<dense<8>, relu>, branch<dense<4>>>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<4>, concat<branch<dense<8>>, branch<dense<4>>>> net;
#else
network<input<4>, concat<dense<8>, dense<4>>> net;
#endif
