#pragma once
/// The parameters of a network as a list of named tensors, as PyTorch's state_dict has those of an nn.Sequential.

#include <trilobite/layers/linear.hpp>
#include <trilobite/network/composites/concat.hpp>
#include <trilobite/network/composites/residual.hpp>
#include <trilobite/network/network.hpp>
#include <trilobite/weights/torch_layout.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace trilobite {

namespace detail {

template <class Spec>
inline constexpr bool is_dense = false;
template <std::size_t Out, std::size_t In>
inline constexpr bool is_dense<dense<Out, In>> = true;

template <class Layer>
concept HasBranches = requires {
    Layer::branch_count;
};
template <class Layer>
inline constexpr bool is_concat = is_branch<typename Layer::template branch_name<0>>;

/// How a layer treats the order of its input's values, where it is a vector or becomes one.
enum class order_rule {
    keep,    ///< each value stays in its place
    unroll,  ///< a picture becomes a vector
    roll_up, ///< a vector becomes a picture
    join,    ///< vectors become one
    make,    ///< the values are new, and in whatever order is wanted
    reset    ///< the values are new, and in the order that they have
};

template <class Spec, shape In, class Layer>
constexpr order_rule rule_of() {
    constexpr bool from_picture = In.rank > 1, to_picture = Layer::output.rank > 1;
    if constexpr (std::is_base_of_v<elementwise<linear>, Spec>)
        return from_picture == to_picture ? order_rule::keep : from_picture ? order_rule::unroll : order_rule::roll_up;
    else if constexpr (is_dense<Spec>)
        return order_rule::make;
    else if constexpr (to_picture)
        return order_rule::reset;
    else if constexpr (HasBranches<Layer>)
        return is_concat<Layer>                                       ? order_rule::join
               : is_identity<typename Layer::template branch_type<1>> ? order_rule::keep
                                                                      : order_rule::make;
    else
        return Layer::output == In ? order_rule::keep : order_rule::reset;
}

template <class Chain, std::size_t I>
using bare_name = typename bare_layer<typename Chain::template name<I>>::type;
template <class Chain, std::size_t I>
inline constexpr order_rule
    rule_at = rule_of<bare_name<Chain, I>, Chain::shapes[I], typename Chain::template layer_type<I>>();

/// The orders in which the layers of a chain want their inputs, and what comes behind them their output.
template <class Chain>
std::array<value_order, Chain::depth + 1> wanted_orders(const value_order& behind) {
    std::array<value_order, Chain::depth + 1> wanted;
    wanted[Chain::depth] = behind;
    unroll<Chain::depth>([&](auto from_behind) {
        constexpr std::size_t i = Chain::depth - 1 - from_behind;
        if constexpr (rule_at<Chain, i> == order_rule::keep)
            wanted[i] = wanted[i + 1];
        else if constexpr (rule_at<Chain, i> == order_rule::roll_up)
            wanted[i] = channels_first(Chain::shapes[i + 1]);
    });
    return wanted;
}

/// Lists the tensors of layers one after the other. The orders go with the values: from where a picture is unrolled to
/// the layers behind, from where one is rolled up to the layers before, and around a shortcut to the layers beside it.
template <class T>
struct tensor_lister {
    std::vector<named_tensor<T>> found;

    /// order: of the input's values, behind: that in which the output's are wanted. Returns that in which they are.
    template <class Chain>
    value_order list_chain(Chain& layers, const std::string& path, value_order order, const value_order& behind) {
        const auto wanted = wanted_orders<std::remove_const_t<Chain>>(behind);
        unroll<Chain::depth>([&](auto i) {
            constexpr order_rule rule = rule_at<std::remove_const_t<Chain>, i>;
            const value_order& out = rule == order_rule::keep ? order : wanted[i + 1];
            value_order joined =
                list_layer<bare_name<Chain, i>>(layers.template layer<i>(), path + std::to_string(i) + ".", order, out);
            if constexpr (rule == order_rule::unroll)
                order = channels_first(Chain::shapes[i]);
            else if constexpr (rule == order_rule::join)
                order = std::move(joined);
            else if constexpr (rule == order_rule::make)
                order = wanted[i + 1];
            else if constexpr (rule != order_rule::keep)
                order = {};
        });
        return order;
    }

private:
    template <class Spec, class Layer>
    value_order list_layer(Layer& layer, const std::string& path, const value_order& in, const value_order& out) {
        const auto add = [&](const char* name, auto& matrix, std::vector<tensor_axis> axes) {
            found.push_back({path + name, matrix.values, std::move(axes)});
        };
        if constexpr (requires { torch_layout<Spec>::list(layer, in, out, add); })
            torch_layout<Spec>::list(layer, in, out, add);
        else if constexpr (HasBranches<Layer>)
            return list_branches(layer, path, in, out);
        else if constexpr (Listed<Layer>)
            list_members(layer, path);
        return {};
    }

    /// The layers of a residual stand under its own path, those of its projection under "shortcut"; the branches of a
    /// concat under their numbers. Returns the order of what a concat joins.
    template <class Layer>
    value_order list_branches(Layer& layer, const std::string& path, const value_order& in, const value_order& out) {
        value_order all;
        bool any_order = false;
        unroll<Layer::branch_count>([&](auto i) {
            auto& branch = layer.template branch<i>();
            if constexpr (!is_concat<Layer>) {
                list_chain(branch, path + (i == 0 ? "" : "shortcut."), in, out);
            } else {
                const value_order one = list_chain(branch, path + std::to_string(i) + ".", in, {});
                constexpr shape output = std::remove_cvref_t<decltype(branch)>::output_shape;
                any_order = any_order || !one.empty();
                for (std::size_t before = all.size(), value = 0; output.rank < 2 && value < output.size(); ++value)
                    all.push_back(before + (one.empty() ? value : one[value]));
            }
        });
        return any_order ? all : value_order{};
    }

    /// The members of a layer of the user's own by their names, as they stand.
    template <Listed Struct>
    void list_members(Struct& s, const std::string& path) {
        for_each_named_member(
            [&]<class Member>(const char* name, Member& member) {
                using plain = std::remove_cv_t<Member>;
                if constexpr (Matrix<plain>) {
                    std::vector<tensor_axis> axes;
                    if constexpr (plain::rows != 1)
                        axes.push_back({plain::rows, plain::stride});
                    axes.push_back({plain::columns, 1});
                    found.push_back({path + name, member.values, std::move(axes)});
                } else if constexpr (Composite<plain>) {
                    list_chain(member, path + name + ".", {}, {});
                } else if constexpr (Listed<plain>) {
                    list_members(member, path + name + ".");
                }
            },
            s);
    }
};

}

/// What a network, a gradient or anything else of a network's type holds, tensor by tensor, under the names and in the
/// shapes that PyTorch's state_dict gives an nn.Sequential of the same modules: "0.weight", "0.bias", ...; the layers
/// are counted from 0, activations among them.
///
///     dense                        weight [out][in], bias
///     conv2d                       weight [out][in][height][width], bias; conv2d_transposed: [in][out][height][width]
///     depthwise_conv2d             weight [channel][1][height][width], bias
///     batch_norm, layer_norm       weight, bias (scale and shift); running_mean, running_var
///     residual                     "3.0.weight": its layers; "3.shortcut.0.weight": those of its projection
///     concat                       "4.1.0.weight": those of its branch 1
///     a layer of one's own         its members by their names, in the order of their values
///
/// Pictures have their channels last here, and first in PyTorch. Where one is flattened, the weights of the layers
/// behind are listed in the order that PyTorch's flatten gives; where a vector is reshaped to a picture, so are those
/// of the layers before. (From one picture to another, reshape is not PyTorch's.)
template <class Net>
auto tensors_of(Net& net) {
    using value_type = typename Net::value_type;
    detail::tensor_lister<std::conditional_t<std::is_const_v<Net>, const value_type, value_type>> lister;
    lister.list_chain(net, "", detail::wanted_orders<std::remove_const_t<Net>>({})[0], {});
    return std::move(lister.found);
}

}
