#pragma once
#include <trilobite/layers/contract.hpp>
#include <trilobite/layers/penalty.hpp>

namespace trilobite {

/// A layer whose weights, not its biases, a penalty keeps small: regularised<dense<64>, l2{0.001}>. The penalty is a
/// part of the cost and of the gradient. For the weights of a whole network add it to the cost: cross_entropy{} +
/// l2{0.001}.
template <class Spec, auto P>
struct regularised {
    static_assert(Penalty<std::remove_cv_t<decltype(P)>>,
                  "trilobite: what keeps weights small is a penalty: regularised<dense<64>, l2{0.001}>");

    static constexpr inferred infer(shape in) { return Spec::infer(in); }

    template <class T, shape In>
    struct layer : Spec::template layer<T, In> {
        using base = typename Spec::template layer<T, In>;
        static_assert(value_count<base> != 0, "trilobite: a layer without parameters has no weights to keep small");
        static constexpr auto penalty = [] {
            if constexpr (detail::Penalised<base>)
                return base::penalty + P;
            else
                return P;
        }();
    };
};

}
