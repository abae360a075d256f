#pragma once
#include <trilobite/layers/contract.hpp>

namespace trilobite {

/// A layer with an initialiser of its own, whatever the network's is: initialised<dense<64>, he_normal>. The
/// initialiser's constants are those that it has by default.
template <class Spec, class Initialiser>
struct initialised {
    static constexpr inferred infer(shape in) { return Spec::infer(in); }

    template <class T, shape In>
    struct layer : Spec::template layer<T, In> {
        static_assert(value_count<typename Spec::template layer<T, In>> != 0,
                      "trilobite: a layer without parameters needs no initialiser");
        constexpr void initialise(const auto&, random_key key) {
            Spec::template layer<T, In>::initialise(Initialiser{}, key);
        }
    };
};

}
