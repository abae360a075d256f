#pragma once
/// What all activations share that act on each value by itself.

#include <trilobite/kernels/rows.hpp>
#include <trilobite/layers/contract.hpp>

#include <type_traits>

namespace trilobite {

namespace detail {

/// The half of an activation's layer that does not know its derivative: y = value(x).
template <class Activation, class T, shape In>
struct elementwise_forward {
    static constexpr shape output = In;
    static constexpr operation_count operations{In.size(), 0, 2 * In.size()};
    static constexpr bool ignores_pass = true;
    static constexpr stack_arrays arrays{};

    template <class X, class Y>
    constexpr void forward(auto, X x, Y y, no_memory&) const {
        using V = typename Y::simd_type;
        kernels::for_each_register<Y>(Y::rows, [&](std::size_t row, std::size_t column) TRILOBITE_INLINE_LAMBDA {
            Activation::value(V::load(x.row(row) + column)).store(y.row(row) + column);
        });
    }
};

/// dx = dy * derivative(at).
template <class Activation, class At>
struct elementwise_backward {
    At at;
    template <class V>
    TRILOBITE_INLINE static V undone(V dy, V at) {
        return dy * Activation::derivative(at);
    }
    template <class V>
    TRILOBITE_INLINE V operator()(V dy, std::size_t row, std::size_t column) const {
        return undone(dy, V::load(at.row(row) + column));
    }

    template <class DY, class DX>
    TRILOBITE_INLINE void run(DY dy, DX dx) const {
        using V = typename DY::simd_type;
        kernels::for_each_register<DY>(DY::rows, [&](std::size_t row, std::size_t column) TRILOBITE_INLINE_LAMBDA {
            (*this)(V::load(dy.row(row) + column), row, column).store(dx.row(row) + column);
        });
    }
};

}

/// An activation y = value(x) whose derivative is a function of y: it needs no memory of its own, may overwrite its
/// input, and is applied by the layer before it while its results are still in registers. Derive from it and define
///
///     template <class V> static V value(V x);
///     template <class V> static V derivative(V y);
///
/// over V, a register of any width; and, if value takes dozens of instructions, static constexpr bool is_long = true.
template <class Activation>
struct elementwise {
    static constexpr bool is_elementwise = true;
    static constexpr inferred infer(shape in) { return {.output = in, .needed = in}; }

    /// y = value(x), applied to what a layer is about to store.
    struct finish_forward {
        static constexpr bool is_long = kernels::is_long<Activation>;

        template <class V>
        TRILOBITE_INLINE V operator()(V v, std::size_t, std::size_t) const {
            return Activation::value(v);
        }
    };

    /// dx = dy * derivative(y), applied to dy when it is about to be stored.
    template <class Y>
    using finish_backward = detail::elementwise_backward<Activation, Y>;

    template <class T, shape In>
    struct layer : detail::elementwise_forward<Activation, T, In> {
        template <class X, class Y, class DX>
        constexpr void backward_input(auto, X, Y y, Y dy, no_memory&, DX dx) const {
            finish_backward<Y>{y}.run(dy, dx);
        }
    };
};

/// An activation y = value(x) whose derivative is a function of x: it stands in a place of its own, so that x is kept.
/// Derive from it and define
///
///     template <class V> static V value(V x);
///     template <class V> static V derivative(V x);
template <class Activation>
struct elementwise_of_input {
    static constexpr inferred infer(shape in) { return {.output = in, .needed = in}; }

    template <class T, shape In>
    struct layer : detail::elementwise_forward<Activation, T, In> {
        static constexpr bool backward_reads_output = false;

        template <class X, class Y, class DX>
        constexpr void backward_input(auto, X x, Y, Y dy, no_memory&, DX dx) const {
            detail::elementwise_backward<Activation, X>{x}.run(dy, dx);
        }
    };
};

template <class Spec>
concept Elementwise = requires {
    requires Spec::is_elementwise;
};
template <class Spec>
concept ElementwiseOfInput = std::is_base_of_v<elementwise_of_input<Spec>, Spec>;

}
