// expect: a residual adds what its layers give to what its shortcut gives, and these have different shapes
// expect: residual_adds<.*layers_give<48[ul]*>.*shortcut_gives<64[ul]*>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<784>, dense<64>, residual<projection<dense<48>>, dense<32>, relu, dense<48>>, dense<10>> net;
#else
network<input<784>, dense<64>, residual<dense<32>, relu, dense<48>>, dense<10>> net;
#endif
