#pragma once
/// A network as a table: its layers, the shapes of what they give, and how many parameters they hold.

#include <trilobite/core/type_name.hpp>
#include <trilobite/io/text.hpp>
#include <trilobite/network/composites/residual.hpp>
#include <trilobite/network/network.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace trilobite {

/// "(None, 28, 28, 1)": None stands for the number of samples, which is open.
inline std::string batch_shape_text(const shape& s) {
    std::string written = "(None,";
    for (std::size_t axis = 0; axis < s.rank; ++axis)
        written += (axis == 0 ? " " : ", ") + std::to_string(s[axis]);
    return written + ")";
}

namespace detail {

struct summary_row {
    std::string name, output, parameters;
};

/// A row, and under it those that append_parts() appends; what they say need not be spelled out in its name too.
template <class F>
void append_summary_row(std::vector<summary_row>& rows, std::size_t depth, std::string_view name, const shape& output,
                        std::size_t parameters, F append_parts) {
    const std::size_t own_row = rows.size();
    const std::string indent(2 * depth, ' ');
    rows.push_back({indent + std::string(name), batch_shape_text(output), text::grouped(parameters)});
    append_parts();
    if (rows.size() > own_row + 1 && name.find('<') != name.npos)
        rows[own_row].name = indent + std::string(name.substr(0, name.find('<'))) + "<...>";
}

/// Whether a list of layers has a row of its own above theirs: a branch or a projection has, the layers of a residual
/// have not, nor has a shortcut on which there are none.
template <class List>
inline constexpr bool list_has_row = true;
template <class... Layers>
inline constexpr bool list_has_row<layer_list<Layers...>> = false;
template <>
inline constexpr bool list_has_row<projection<>> = false;

/// A row for each layer of a chain; under a layer that holds chains of its own, theirs, two columns further in.
template <class Layer>
void append_part_rows(std::vector<summary_row>& rows, std::size_t depth);
template <class Chain>
void append_summary_rows(std::vector<summary_row>& rows, std::size_t depth) {
    unroll<Chain::depth>([&](auto i) {
        using layer = typename Chain::template layer_type<i>;
        append_summary_row(rows, depth, type_name<typename Chain::template name<i>>, layer::output, value_count<layer>,
                           [&] { append_part_rows<layer>(rows, depth + 1); });
    });
}
template <class Layer>
void append_part_rows(std::vector<summary_row>& rows, std::size_t depth) {
    if constexpr (Composite<Layer>)
        unroll<Layer::branch_count>([&](auto i) {
            using list = typename Layer::template branch_name<i>;
            using chain = typename Layer::template branch_type<i>;
            if constexpr (list_has_row<list>)
                append_summary_row(rows, depth, type_name<list>, chain::output_shape, value_count<chain>,
                                   [&] { append_summary_rows<chain>(rows, depth + 1); });
            else
                append_summary_rows<chain>(rows, depth);
        });
    else if constexpr (Listed<Layer>)
        for_each_member_type<Layer>([&]<class Member>(std::type_identity<Member>) {
            if constexpr (Composite<Member>)
                append_summary_rows<Member>(rows, depth);
        });
}

}

/// The table that Keras prints of a model, for a network type: layers by the names that its list gives them, those
/// inside composite layers indented (their parameters are counted in the composite's row already).
template <class Net>
std::string summary() {
    std::vector<detail::summary_row> rows{{"Layer (type)", "Output Shape", "Param #"}};
    rows.push_back({"input", batch_shape_text(Net::input_shape), "0"});
    detail::append_summary_rows<typename Net::chain_type>(rows, 0);

    std::size_t name_width = 27, output_width = 24;
    for (const auto& row : rows) {
        name_width = std::max(name_width, row.name.size());
        output_width = std::max(output_width, row.output.size());
    }
    const std::string line(name_width + 2 + output_width + 2 + 12, '_');
    const std::string double_line(line.size(), '=');

    std::string table = line + "\n";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        table += text::left(rows[i].name, name_width + 2) + text::left(rows[i].output, output_width + 2);
        table += text::right(rows[i].parameters, 12) + "\n";
        table += (i == 0 || i + 1 == rows.size() ? double_line : line) + "\n";
    }
    table += "Total params: " + text::grouped(Net::parameter_count) + "\n";
    table += "Trainable params: " + text::grouped(Net::trained_parameter_count) + "\n";
    table += "Non-trainable params: " + text::grouped(Net::parameter_count - Net::trained_parameter_count) + "\n";
    return table + line + "\n";
}

}
