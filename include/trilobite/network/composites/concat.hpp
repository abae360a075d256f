#pragma once
#include <trilobite/layers/channels.hpp>
#include <trilobite/network/composites/branches.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <type_traits>

namespace trilobite {

/// One of the lists of layers in a concat; branch<> is the identity.
template <class... Layers>
struct branch : detail::layer_list<Layers...> {};

/// Fails to compile: branch number Index of a concat, counted from 0, does not fit beside the first.
template <std::size_t Index, class Gives, class FirstGives>
struct concat_joins {
    static_assert(
        std::is_void_v<Gives>,
        "trilobite: the outputs of a concat's branches are joined along their last extent, and all the others "
        "must be equal; see concat_joins<Index, gives<...>, first_gives<...>> for the numbers");
};

namespace detail {

template <std::size_t... Extents>
struct gives;
template <std::size_t... Extents>
struct first_gives;

template <class>
inline constexpr bool is_branch = false;
template <class... Layers>
inline constexpr bool is_branch<branch<Layers...>> = true;

/// Whether all extents but the last are the same.
constexpr bool can_be_joined(shape a, const shape& b) {
    if (a.rank == 0 || b.rank == 0)
        return false;
    a.extents[a.rank - 1] = b.extents[b.rank - 1];
    return a == b;
}

}

/// The same input through every branch, and their outputs side by side, joined along the last extent: of pictures, the
/// channels.  (the Inception modules of Szegedy et al. 2015)
///
///     concat<branch<dense<8>, relu>, branch<dense<16>, relu, dense<4>>, branch<>>
///
/// y = [f0(x), f1(x), ...],  dx = df0/dx^T dy0 + df1/dx^T dy1 + ..., in this order.
/// branch<I>() holds the layers of branch I.
template <class... Branches>
struct concat {
    static_assert(sizeof...(Branches) > 1 && (detail::is_branch<Branches> && ...),
                  "trilobite: a concat is of at least 2 branches: concat<branch<dense<8>, relu>, branch<dense<4>>>");

    static constexpr std::size_t count = sizeof...(Branches);

    static constexpr std::array<shape, count> outputs(shape in) { return {Branches::output(in)...}; }

    /// The first branch that does not fit beside the first of all, or their number.
    static constexpr std::size_t first_misfit(const std::array<shape, count>& each) {
        const auto fits = [&](const shape& s) { return detail::can_be_joined(s, each[0]); };
        return static_cast<std::size_t>(std::find_if_not(each.begin(), each.end(), fits) - each.begin());
    }

    static constexpr inferred infer(shape in) {
        const auto each = outputs(in);
        shape all = each[0];
        for (std::size_t i = 1; i < first_misfit(each); ++i)
            all.extents[all.rank - 1] += each[i].extents[all.rank - 1];
        return {.output = all, .needed = in};
    }

    /// True, or the error about a branch that does not fit, where the layers inside of all do.
    template <shape In>
    static constexpr bool joins() {
        constexpr auto each = outputs(In);
        constexpr std::size_t misfit = first_misfit(each);
        if constexpr (misfit != count && (Branches::fits(In) && ...))
            return sizeof(
                       concat_joins<misfit, typename decltype(detail::spell_out<detail::gives, each[misfit]>())::type,
                                    typename decltype(detail::spell_out<detail::first_gives, each[0]>())::type>) != 0;
        else
            return true;
    }

    template <class T, shape In>
    struct layer : detail::branches<true, T, In, typename Branches::template chain_type<T, In>...> {
        template <std::size_t I>
        using branch_name = nth_type<I, Branches...>;
        static constexpr shape output = infer(In).output;
        static_assert(joins<In>());
        static constexpr operation_count operations = layer::branch_operations;

        template <class Pass, class X, class Y, class M>
        constexpr void forward(Pass p, X x, Y y, M& m) const {
            unroll<layer::branch_count>([&](auto i) {
                using part = part_of<i>;
                const auto out = this->template forward_branch<i>(p, x, m);
                for (std::size_t row = 0; row < Y::rows; ++row)
                    copy_runs<part, part::size, all::columns>(out.row(row), y.row(row) + part::begin);
            });
            for (std::size_t row = 0; row < Y::rows; ++row)
                std::fill(y.row(row) + Y::columns, y.row(row) + Y::stride, T{0});
        }

        template <class X, class Y, class M, class DX, class Finish = kernels::as_is>
        constexpr void backward_input(const training_pass& p, X x, Y, Y dy, M& m, DX dx, Finish finish = {}) const {
            constexpr bool wants_input = !std::is_same_v<DX, unwanted>;
            unroll<layer::branch_count>([&](auto i) {
                const auto target = layer::template input_delta_of_branch<i>(dx, m);
                if constexpr (!detail::is_identity<typename layer::template branch_type<i>>) {
                    take<i>(dy, at<i>(m).delta.view());
                    this->template backward_branch<i>(p, x, dy, m, target);
                } else if constexpr (wants_input) {
                    take<i>(dy, target);
                }
                if constexpr (wants_input && i + 1 == layer::branch_count)
                    detail::add_rows(dx, target, dx, finish);
                else if constexpr (wants_input && i != 0)
                    detail::add_rows(dx, target, dx, kernels::as_is{});
            });
        }

    private:
        using all = channels<T, output>;
        /// The channels that branch I gives: so many, from here on.
        template <std::size_t I>
        struct part_of {
            static constexpr std::array<std::size_t, count> sizes{channels<T, Branches::output(In)>::columns...};
            static constexpr std::size_t size = sizes[I];
            static constexpr std::size_t begin = std::accumulate(sizes.begin(), sizes.begin() + I, std::size_t{0});
        };

        /// A branch's channels at every position of a sample. (A copy of a constant size is a few moves of registers.)
        template <class Part, std::size_t FromStep, std::size_t ToStep>
        static constexpr void copy_runs(const T* from, T* to) {
            for (std::size_t position = 0; position < all::positions; ++position)
                std::copy_n(from + position * FromStep, Part::size, to + position * ToStep);
        }

        /// Branch I's part of dy.
        template <std::size_t I, class DY, class To>
        static constexpr void take(DY dy, To to) {
            using part = part_of<I>;
            for (std::size_t row = 0; row < DY::rows; ++row) {
                copy_runs<part, all::columns, part::size>(dy.row(row) + part::begin, to.row(row));
                std::fill(to.row(row) + To::columns, to.row(row) + To::stride, T{0});
            }
        }
    };
};

}
