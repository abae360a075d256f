#pragma once
#include <trilobite/network/composites/branches.hpp>

#include <cstddef>
#include <type_traits>

namespace trilobite {

/// The first in the list of a residual: the layers on its shortcut, where its input has another shape than its output.
/// projection<dense<32>>: what He et al. call a projection shortcut.
template <class... Layers>
struct projection : detail::layer_list<Layers...> {};

/// Fails to compile, unless the layers of a residual and its shortcut give the same shape.
template <class Layers, class Shortcut>
struct residual_adds {
    static_assert(
        std::is_void_v<Layers>,
        "trilobite: a residual adds what its layers give to what its shortcut gives, and these have different "
        "shapes; see residual_adds<layers_give<...>, shortcut_gives<...>> for the numbers; "
        "residual<projection<dense<N>>, ...> has a shortcut that changes the shape");
};

namespace detail {

template <std::size_t... Extents>
struct layers_give;
template <std::size_t... Extents>
struct shortcut_gives;

}
template <std::size_t... Extents>
struct residual_adds<detail::layers_give<Extents...>, detail::shortcut_gives<Extents...>> {};

namespace detail {

template <class Layers, class Shortcut>
struct basic_residual {
    static_assert(Layers::length > 0, "trilobite: a residual has at least 1 layer");

    static constexpr inferred infer(shape in) { return {.output = Layers::output(in), .needed = in}; }

    template <class T, shape In>
    struct layer : branches<false, T, In, typename Layers::template chain_type<T, In>,
                            typename Shortcut::template chain_type<T, In>> {
        template <std::size_t I>
        using branch_name = nth_type<I, Layers, Shortcut>;
        static constexpr shape output = Layers::output(In);
        static_assert(
            !Layers::fits(In) || !Shortcut::fits(In) ||
            sizeof(residual_adds<typename decltype(spell_out<layers_give, output>())::type,
                                 typename decltype(spell_out<shortcut_gives, Shortcut::output(In)>())::type>));
        static constexpr operation_count operations =
            layer::branch_operations + operation_count{output.size(), 0, In.size()};

        template <class Pass, class X, class Y, class M, class Finish = kernels::as_is>
        constexpr void forward(Pass p, X x, Y y, M& m, Finish finish = {}) const {
            const auto residue = this->template forward_branch<0>(p, x, m);
            add_rows(residue, this->template forward_branch<1>(p, x, m), y, finish);
        }

        template <class X, class Y, class M, class DX, class Finish = kernels::as_is>
        constexpr void backward_input(const training_pass& p, X x, Y, Y dy, M& m, DX dx, Finish finish = {}) const {
            this->template backward_branch<0>(p, x, dy, m, dx);
            const auto past = [&] {
                if constexpr (is_identity<typename layer::template branch_type<1>>) {
                    return dy;
                } else {
                    const auto place = layer::template input_delta_of_branch<1>(dx, m);
                    this->template backward_branch<1>(p, x, dy, m, place);
                    return place;
                }
            }();
            if constexpr (!std::is_same_v<DX, unwanted>)
                add_rows(dx, past, dx, finish);
        }
    };
};

}

/// y = x + f(x), f the layers one after the other: they learn what is to be added to x.  (He, Zhang, Ren, Sun 2016)
/// dx = dy + df/dx^T dy.
///
///     residual<dense<64>, relu, dense<64>>                              f keeps the shape
///     residual<projection<dense<32>>, dense<32>, relu, dense<32>>       y = g(x) + f(x), g a projection<...>
///
/// branch<0>() holds the layers, branch<1>() those of the projection.
template <class... Layers>
struct residual : detail::basic_residual<detail::layer_list<Layers...>, projection<>> {};
template <class... Shortcut, class... Layers>
struct residual<projection<Shortcut...>, Layers...>
    : detail::basic_residual<detail::layer_list<Layers...>, projection<Shortcut...>> {};

}
