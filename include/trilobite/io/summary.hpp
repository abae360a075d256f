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
#include <utility>
#include <vector>

namespace trilobite {

/// "(None, 28, 28, 1)": None stands for the number of samples, which is open.
inline std::string batch_shape_text(const shape& s) {
    std::string written = "(None,";
    for (std::size_t axis = 0; axis < s.rank; ++axis)
        written += (axis == 0 ? " " : ", ") + std::to_string(s[axis]);
    return written + ")";
}

/// What is said of a layer.
struct summary_row {
    std::string name, output, parameters;
};

namespace detail {

class summary_rows {
public:
    /// Returns its number.
    std::size_t begin(std::size_t depth, std::string_view name, const shape& output, std::size_t parameters) {
        rows_.push_back(
            {std::string(2 * depth, ' ') + std::string(name), batch_shape_text(output), text::grouped(parameters)});
        return rows_.size() - 1;
    }
    /// What the rows under a row say need not be spelled out in its name too.
    void end(std::size_t number) {
        std::string& name = rows_[number].name;
        if (const std::size_t list = name.find('<'); rows_.size() > number + 1 && list != name.npos)
            name = name.substr(0, list) + "<...>";
    }
    std::vector<summary_row> rows() && { return std::move(rows_); }

private:
    std::vector<summary_row> rows_;
};

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
void add_part_rows(summary_rows& rows, std::size_t depth);
template <class Chain>
void add_summary_rows(summary_rows& rows, std::size_t depth) {
    unroll<Chain::depth>([&](auto i) {
        using layer = typename Chain::template layer_type<i>;
        const std::size_t row =
            rows.begin(depth, type_name<typename Chain::template name<i>>, layer::output, value_count<layer>);
        add_part_rows<layer>(rows, depth + 1);
        rows.end(row);
    });
}
template <class Layer>
void add_part_rows(summary_rows& rows, std::size_t depth) {
    if constexpr (Composite<Layer>)
        unroll<Layer::branch_count>([&](auto i) {
            using list = typename Layer::template branch_name<i>;
            using chain = typename Layer::template branch_type<i>;
            if constexpr (list_has_row<list>) {
                const std::size_t row = rows.begin(depth, type_name<list>, chain::output_shape, value_count<chain>);
                add_summary_rows<chain>(rows, depth + 1);
                rows.end(row);
            } else
                add_summary_rows<chain>(rows, depth);
        });
    else if constexpr (Listed<Layer>)
        for_each_member_type<Layer>([&]<class Member>(std::type_identity<Member>) {
            if constexpr (Composite<Member>)
                add_summary_rows<Member>(rows, depth);
        });
}

}

/// What there is to say of a network, of whatever type: to show it is compiled once for all of them.
struct network_summary {
    std::vector<summary_row> rows; ///< the input, then layer by layer
    std::size_t parameters, trained_parameters;
};

/// Layers by the names that a network type's list gives them, those inside composite layers indented. (Their parameters
/// are counted in the composite's row already.)
template <class Net>
network_summary summary_of() {
    detail::summary_rows rows;
    rows.begin(0, "input", Net::input_shape, 0);
    detail::add_summary_rows<typename Net::chain_type>(rows, 0);
    return {std::move(rows).rows(), Net::parameter_count, Net::trained_parameter_count};
}

/// The table that Keras prints of a model.
inline std::string summary_table(const network_summary& network) {
    std::vector<summary_row> rows{{"Layer (type)", "Output Shape", "Param #"}};
    rows.insert(rows.end(), network.rows.begin(), network.rows.end());
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
    table += "Total params: " + text::grouped(network.parameters) + "\n";
    table += "Trainable params: " + text::grouped(network.trained_parameters) + "\n";
    table += "Non-trainable params: " + text::grouped(network.parameters - network.trained_parameters) + "\n";
    return table + line + "\n";
}

/// The same for a network type.
template <class Net>
std::string summary() {
    return summary_table(summary_of<Net>());
}

}
