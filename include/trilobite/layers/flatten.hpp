#pragma once
#include <trilobite/layers/linear.hpp>

namespace trilobite {

/// A sample of any shape as a vector of the same values: what stands before a dense layer.
struct flatten : elementwise<linear> {
    static constexpr inferred infer(shape in) { return {.output = {in.size()}, .needed = in}; }

    template <class T, shape In>
    struct layer : elementwise<linear>::layer<T, In> {
        static constexpr shape output{In.size()};
        static constexpr operation_count operations{};
    };
};

}
