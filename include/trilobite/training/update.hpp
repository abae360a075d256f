#pragma once
#include <trilobite/core/members.hpp>
#include <trilobite/core/unroll.hpp>

#include <cstddef>

namespace trilobite {

/// Applies p = f(p, g, s...) to every trained value of a network, a register at a time, with the values that stand at
/// the same place in the gradient and in the optimizer's moments; f may write to s. What is untrained gets its change
/// added. The gradient is zero afterwards, ready for the next mini-batch.
template <class Net, class F, class... Moments>
void update_parameters(Net& net, Net& gradient, F&& f, Moments&... moments) {
    for_each_matrix(
        [&]<class M>(M& p, M& g, auto&... s) {
            using V = typename M::view_type::simd_type;
            using T = typename M::value_type;
            for (std::size_t i = 0; i < p.flat().size(); i += V::lanes) {
                const V value = V::load(p.values + i);
                const V change = V::load(g.values + i);
                if constexpr (is_untrained<M>)
                    (value + change).store(p.values + i);
                else
                    f(value, change, (s.values + i)...).store(p.values + i);
                V(T{0}).store(g.values + i);
            }
        },
        net, gradient, moments...);
}

}
