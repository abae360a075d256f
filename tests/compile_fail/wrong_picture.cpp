// expect: the pictures to augment have another size than the network's input
// expect: picture_is_input<80[ul]*, *100[ul]*>
#include <trilobite/data/augmentation.hpp>
#include <trilobite/layers/dense.hpp>

#include <vector>

using namespace trilobite;

using net = network<input<100>, dense<2>>;

bool fit_the_network(const std::vector<float>& pictures, const std::vector<float>& targets) {
#ifdef TRILOBITE_FIXED
    return data::augment<10, 10>(data_view{pictures, targets}, {.shift = 2}, 1).fits<net>();
#else
    return data::augment<10, 8>(data_view{pictures, targets}, {.shift = 2}, 1).fits<net>();
#endif
}
