#pragma once
#include <trilobite/layers/contract.hpp>

namespace trilobite {

/// A layer that training leaves as it is: frozen<dense<64>>. Its parameters are initialised, counted and saved, but not
/// trained, and cost no backward work; nor do the layers before the first that is trained. Its forward pass in training
/// is that of training: a batch normalisation uses the statistics of the mini-batch, and keeps its own. Takes the
/// values of a layer that was trained: net.layer<0>() = other.layer<0>().
template <class Spec>
struct frozen {
    static constexpr inferred infer(shape in) { return Spec::infer(in); }

    template <class T, shape In>
    struct layer : Spec::template layer<T, In> {
        using thawed = typename Spec::template layer<T, In>;
        static constexpr bool is_frozen = true;
        static constexpr operation_count operations{thawed::operations.forward, 0, thawed::operations.backward_input};

        constexpr layer& operator=(const thawed& other) {
            static_cast<thawed&>(*this) = other;
            return *this;
        }
    };
};

}
