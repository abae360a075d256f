// A step over the members of a struct: by Hana's list of them, or, with BY_HAND, by their names.
#include <trilobite/core/members.hpp>

using namespace trilobite;

struct parameters {
    BOOST_HANA_DEFINE_STRUCT(parameters, (matrix<float, 5, 3>, weights), (vector<float, 3>, biases),
                             (vector<float, 7>, scale), (untrained<vector<float, 7>>, statistics));
};

namespace {

template <class M>
void step(M& m, const M& gradient) {
    for (std::size_t i = 0; i < m.flat().size(); ++i)
        m.flat()[i] -= 0.5f * gradient.flat()[i];
}

}

void step(parameters& p, const parameters& gradient) {
#if defined(BY_HAND)
    step(p.weights, gradient.weights);
    step(p.biases, gradient.biases);
    step(p.scale, gradient.scale);
    step(p.statistics, gradient.statistics);
#else
    for_each_matrix([](auto& m, const auto& g) { step(m, g); }, p, gradient);
#endif
}
