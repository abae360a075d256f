// expect: the outputs of a concat's branches are joined along their last extent, and all the others must be equal
// expect: concat_joins<2.*gives<36[ul]*>.*first_gives<4[ul]*, 3[ul]*, 3[ul]*>
#include <trilobite/trilobite.hpp>

using namespace trilobite;

#ifdef TRILOBITE_FIXED
network<input<4, 3, 3>, concat<branch<relu>, branch<>, branch<batch_norm<>>>> net;
#else
network<input<4, 3, 3>, concat<branch<relu>, branch<>, branch<flatten>>> net;
#endif
