#include <trilobite/trilobite.hpp>

using net = trilobite::network<trilobite::input<784>, trilobite::dense<64>, trilobite::sigmoid, trilobite::dense<10>,
                               trilobite::softmax>;
static_assert(net::parameter_count == 50'890);

int main() {
    return 0;
}
