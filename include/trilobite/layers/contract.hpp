#pragma once
/// What a layer is. Everything that the network asks of one goes through the functions below.
///
/// A name in a network's list, such as `dense<64>`, says what it adds:
///
///     static constexpr inferred infer(shape in);       the output's shape, or the input's shape that it needs
///     template <class T, shape In> struct layer;       the layer itself, once its input is known
///
/// `layer<T, In>` is an aggregate that holds its parameters, listed by BOOST_HANA_DEFINE_STRUCT where it has any, and
///
///     static constexpr shape output;
///     static constexpr operation_count operations;     per sample
///
///     void forward(pass, x, y, memory) const;                          y  = f(x)
///     void backward_parameters(pass, x, y, dy, memory, gradient) const; gradient += df/dp^T dy   if it has parameters
///     void backward_input(pass, x, y, dy, memory, dx) const;            dx = df/dx^T dy
///
/// where x, dx: B x In and y, dy: B x output are matrix_views, `gradient` is a layer<T, In>, and B is deduced.
/// Rows are padded (core/matrix.hpp). What stands in the padding of x is finite, and forward must write the padding of
/// y so too; that of dy is zero, and backward must make that of dx zero. Rows from pass.rows on have dy = 0, and must
/// have dx = 0.
///
/// A layer may say more:
///     template <std::size_t B, bool Training> struct memory;   what forward leaves for backward
///     static constexpr bool memory_is_room = true;             ... is only room to work in: nothing is left there
///     static constexpr bool couples_samples = true;            its mini-batch must be worked through in one piece
///     static constexpr bool backward_reads_output = false;     an activation may overwrite its output
///     static constexpr bool ignores_pass = true;               forward asks nothing of its pass, so that training and
///                                                              inference may share its code: it can be a no_pass
///     static constexpr bool takes_sample_rows = true;          x may be of any type of core/sample_rows.hpp: neither
///                                                              aligned nor padded
///     void initialise(initialiser, key);                       random values before training
///     forward(..., finish), backward_input(..., finish)        applies finish(register, row, column) to what it stores
///     void backward(pass, x, y, dy, memory, gradient, dx)      both halves at once, where they share work; gradient or
///                                                              dx may be `unwanted`; where they are needed apart, it is
///                                                              called twice, so it leaves memory as it is
///     static constexpr bool inputs_come_first = true;          backward_input is always called, with `unwanted` for a
///                                                              dx that is not needed: it leaves in memory what
///                                                              backward_parameters then reads there
///     backward_parameters(..., descent) const                  also takes a `descent` for a gradient, and applies the
///                                                              optimizer's rule to what it would add (`sink`)
///     static constexpr stack_arrays arrays{...};               what its passes keep on the stack beside registers, for
///                                                              network/stack.hpp; {} is nothing. A layer that is products
///                                                              says instead how they are cut:
///     template <std::size_t B> using forward_tiling = ...;     that of its forward pass; and, if it convolves,
///     using kernel = kernels::convolution<...>;                with what
/// Where its functions are constexpr (TRILOBITE_INLINE says so too), networks with it can be used in constant
/// expressions, as those of the library's own layers, costs and optimizers can. Members of type untrained<...> are not
/// changed by their gradient: what stands there is added to them (a running statistic leaves its change). Members of
/// type unpenalised<...> are left alone by penalties (layers/penalty.hpp).

#include <trilobite/core/members.hpp>
#include <trilobite/core/sample_rows.hpp>
#include <trilobite/core/shape.hpp>
#include <trilobite/layers/descent.hpp>
#include <trilobite/layers/pass.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace trilobite {

/// The answer to "what do you make of this shape?": when `needed` differs from the shape offered, it does not fit.
struct inferred {
    shape output;
    shape needed;
};

/// Floating-point operations for one sample; a multiply-add counts as two.
struct operation_count {
    std::size_t forward = 0;
    std::size_t backward_parameters = 0;
    std::size_t backward_input = 0;
    std::size_t backward_shared = 0; ///< of backward_input, what backward_parameters needs too (inputs_come_first)

    friend constexpr operation_count operator+(operation_count a, operation_count b) {
        return {a.forward + b.forward, a.backward_parameters + b.backward_parameters,
                a.backward_input + b.backward_input, a.backward_shared + b.backward_shared};
    }
};

/// The bytes of the arrays that a layer's passes keep on the stack.
struct stack_arrays {
    std::size_t forward = 0;
    std::size_t backward = 0;
};

/// Stands where a gradient is not wanted.
struct unwanted {};

/// The memory of a layer that leaves nothing for its backward pass.
struct no_memory {};

namespace detail {

template <class L, std::size_t B, bool Training>
struct memory_type {
    using type = no_memory;
};
template <class L, std::size_t B, bool Training>
requires requires {
    typename L::template memory<B, Training>;
}
struct memory_type<L, B, Training> {
    using type = typename L::template memory<B, Training>;
};

}

template <class L, std::size_t B, bool Training>
using memory_of = typename detail::memory_type<L, B, Training>::type;

/// Whether what a layer calls its memory is only room to work in.
template <class L>
concept MemoryIsRoom = requires {
    requires L::memory_is_room;
};

template <class L>
constexpr bool couples_samples() {
    if constexpr (requires { L::couples_samples; })
        return L::couples_samples;
    else
        return false;
}

template <class L>
constexpr bool backward_reads_output() {
    if constexpr (requires { L::backward_reads_output; })
        return L::backward_reads_output;
    else
        return true;
}

template <class L>
constexpr bool takes_sample_rows() {
    if constexpr (requires { L::takes_sample_rows; })
        return L::takes_sample_rows;
    else
        return false;
}

/// Whether the layer applies `finish` to what its forward pass stores.
template <class L, class Pass, class X, class Y, class M, class Finish>
concept FinishesForward = requires(const L& layer, Pass p, X x, Y y, M& m, Finish f) {
    layer.forward(p, x, y, m, f);
};

/// Whether the layer applies `finish` to what its backward pass stores.
template <class L, class Pass, class X, class Y, class M, class DX, class Finish>
concept FinishesBackward = requires(const L& layer, Pass p, X x, Y y, M& m, DX dx, Finish f) {
    layer.backward_input(p, x, y, y, m, dx, f);
}
&&!requires(const L& layer, Pass p, X x, Y y, M& m, L& g, DX dx) {
    layer.backward(p, x, y, y, m, g, dx);
};

/// Whether a layer's forward pass is the same in training and in inference.
template <class L>
concept IgnoresPass = requires {
    requires L::ignores_pass;
};

/// What says that a layer's parameters are to take their step in the pass that makes their gradient
/// (layers/descent.hpp).
template <class Gradient>
concept Descent = requires {
    requires Gradient::is_descent;
};

/// Whether a layer does both halves of its backward pass in one function.
template <class L, class Pass, class X, class Y, class M, class Gradient, class DX>
concept BackwardInOne = requires(const L& layer, Pass p, X x, Y y, M& m, Gradient& g, DX dx) {
    layer.backward(p, x, y, y, m, g, dx);
};

/// Whether what backward_parameters reads in memory is left there by backward_input.
template <class L>
concept InputsComeFirst = requires {
    requires L::inputs_come_first;
};

/// The half of a layer's backward pass that makes the gradient with respect to its parameters, where it has any; the
/// one for the inputs came before. gradient: a layer's or a `descent`. A layer that has no use for a descent adds to
/// the gradient, and the parameters take their step when it is complete.
template <class L, class Pass, class X, class Y, class M, class Gradient>
TRILOBITE_INLINE void backward_to_parameters(const L& layer, Pass p, X x, Y y, Y dy, M& memory, Gradient& gradient) {
    if constexpr (value_count<L> == 0 || Frozen<L>) {
        return;
    } else if constexpr (Descent<Gradient> && !requires { layer.backward_parameters(p, x, y, dy, memory, gradient); }) {
        if (gradient.whole_is_mine) {
            backward_to_parameters(layer, p, x, y, dy, memory, gradient.gradient);
            gradient.step_if_complete();
        }
    } else if constexpr (BackwardInOne<L, Pass, X, Y, M, Gradient, unwanted>) {
        layer.backward(p, x, y, dy, memory, gradient, unwanted{});
    } else {
        layer.backward_parameters(p, x, y, dy, memory, gradient);
    }
}

/// Both halves of a layer's backward pass, as far as they are wanted: gradient and dx may be `unwanted`.
/// The inputs come first: their gradient is one with respect to what the parameters were in the forward pass.
template <class L, class Pass, class X, class Y, class M, class Gradient, class DX, class... Finish>
TRILOBITE_INLINE void backward_layer(const L& layer, Pass p, X x, Y y, Y dy, M& memory, Gradient& gradient, DX dx,
                                     Finish... finish) {
    if constexpr (BackwardInOne<L, Pass, X, Y, M, Gradient, DX> && !std::is_same_v<DX, unwanted>) {
        if constexpr (Frozen<L>) {
            unwanted nothing;
            layer.backward(p, x, y, dy, memory, nothing, dx);
        } else if constexpr (Descent<Gradient>) {
            layer.backward(p, x, y, dy, memory, gradient.gradient, dx);
            gradient.step_if_complete();
        } else {
            layer.backward(p, x, y, dy, memory, gradient, dx);
        }
    } else {
        if constexpr (!std::is_same_v<DX, unwanted> || (InputsComeFirst<L> && !Frozen<L>))
            layer.backward_input(p, x, y, dy, memory, dx, finish...);
        if constexpr (!std::is_same_v<Gradient, unwanted>)
            backward_to_parameters(layer, p, x, y, dy, memory, gradient);
    }
}

}
