#pragma once
/// What an HDF5 file says of an array.  (HDF5 File Format Specification 2.0: IV.A.2.b dataspaces, IV.A.2.d datatypes,
/// IV.A.2.i layouts)

#include <trilobite/weights/element.hpp>
#include <trilobite/weights/hdf5_format.hpp>
#include <trilobite/weights/stored_tensor.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite::detail {

/// Lengths along the axes, of what is spread over a dataspace; nothing where it is not sound.
inline std::optional<std::vector<std::size_t>> hdf5_shape(const hdf5_bytes& file, std::uint64_t at) {
    constexpr std::uint64_t most_axes = 32, nothing_at_all = 2;
    const std::uint64_t version = file.number(at, 1), rank = file.number(at + 1, 1);
    if ((version != 1 && version != 2) || rank > most_axes)
        return std::nullopt;
    if (version == 2 && file.number(at + 3, 1) == nothing_at_all)
        return std::vector<std::size_t>{0};
    std::vector<std::size_t> shape;
    for (std::uint64_t axis = 0; axis < rank; ++axis)
        shape.push_back(file.number(at + (version == 1 ? 8 : 4) + 8 * axis, 8));
    return shape;
}

/// How many values that are; the greatest number of all where they cannot be counted.
inline std::size_t hdf5_count(const std::vector<std::size_t>& shape) {
    constexpr std::size_t uncountable = std::numeric_limits<std::size_t>::max();
    std::size_t count = 1;
    for (const std::size_t extent : shape)
        count = extent != 0 && count > (uncountable - 1) / extent ? uncountable : count * extent;
    return count;
}

/// Classes of types, as their first four bits have them.
enum class hdf5_class : unsigned { integer = 0, floating_point = 1, text = 3, opaque = 5, variable_length = 9 };

inline hdf5_class hdf5_class_of(const hdf5_bytes& file, std::uint64_t type) {
    return static_cast<hdf5_class>(file.number(type, 1) & 0x0F);
}
inline std::size_t hdf5_size_of(const hdf5_bytes& file, std::uint64_t type) {
    return file.number(type + 4, 4);
}

/// Sets the type of a tensor, or says in words what it has instead.
inline void describe_type(const hdf5_bytes& file, std::uint64_t at, stored_tensor& tensor) {
    // The sign's place; where the bits begin, how many they are; place and size of exponent and fraction; exponent of
    // 1.
    using fields = std::array<std::uint64_t, 8>;
    struct standard_type {
        element_type type;
        fields places;
    };
    constexpr standard_type standard_types[]{{element_type::float16, {15, 0, 16, 10, 5, 0, 10, 15}},
                                             {element_type::float32, {31, 0, 32, 23, 8, 0, 23, 127}},
                                             {element_type::float64, {63, 0, 64, 52, 11, 0, 52, 1023}}};
    const std::size_t size = hdf5_size_of(file, at);
    switch (hdf5_class_of(file, at)) {
    case hdf5_class::floating_point: {
        const fields found{file.number(at + 2, 1),  file.number(at + 8, 2),  file.number(at + 10, 2),
                           file.number(at + 12, 1), file.number(at + 13, 1), file.number(at + 14, 1),
                           file.number(at + 15, 1), file.number(at + 16, 4)};
        constexpr std::uint64_t of_order = 0x41, of_normalisation = 0x30, first_bit_is_implied = 0x20;
        const std::uint64_t how = file.number(at + 1, 1), order = how & of_order;
        tensor.type_name = "floating-point numbers of " + std::to_string(size) + " bytes";
        for (const auto& [type, places] : standard_types)
            if (found == places && size == size_of(type) && order <= 1 &&
                (how & of_normalisation) == first_bit_is_implied) {
                tensor.type = type;
                tensor.type_name = name_of(type);
                tensor.order = order == 0 ? std::endian::little : std::endian::big;
            }
        return;
    }
    case hdf5_class::opaque:
        if (size == size_of(element_type::bfloat16)) { // as Keras stores it
            tensor.type = element_type::bfloat16;
            tensor.type_name = name_of(element_type::bfloat16);
            return;
        }
        break;
    case hdf5_class::integer:
        tensor.type_name = "integers";
        return;
    default:
        break;
    }
    tensor.type_name = "values that are no numbers";
}

/// Where the values are, in the file; or in words why they cannot be read.
inline std::string find_values(const hdf5_bytes& file, const hdf5_message& layout, stored_tensor& tensor) {
    enum storage : std::uint64_t { in_the_header, in_one_piece, in_chunks };
    constexpr std::uint64_t nowhere = std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t version = file.number(layout.at, 1), storage = file.number(layout.at + 1, 1);
    if (version != 3 || storage > in_one_piece)
        return storage == in_chunks ? "values in chunks: write them in one piece and as they are, as Keras does"
                                    : "values that are stored as only newer versions of HDF5 do";
    const std::size_t count = hdf5_count(tensor.shape);
    if (count == 0)
        return {};
    const bool is_near = storage == in_the_header;
    const std::uint64_t at = is_near ? layout.at + 4 : file.number(layout.at + 2, 8),
                        size = is_near ? file.number(layout.at + 2, 2) : file.number(layout.at + 10, 8);
    if (at == nowhere)
        return "values that were never written";
    const std::string_view bytes = file.bytes(at, size);
    if (bytes.empty() || size % count != 0 || size / count != size_of(*tensor.type))
        return "values that do not all stand in the file";
    tensor.bytes = std::as_bytes(std::span(bytes));
    return {};
}

/// The array whose header stands there; nothing where that is not sound. Its type is none where its values cannot be
/// read, and type_name says why. Its bytes stay the file's.
inline std::optional<stored_tensor> hdf5_array(const hdf5_bytes& file, std::uint64_t header, const std::string& path) {
    const auto space = message_of(file, header, hdf5_message::dataspace),
               type = message_of(file, header, hdf5_message::datatype),
               layout = message_of(file, header, hdf5_message::layout);
    if (!space || !type || !layout)
        return std::nullopt;
    auto shape = hdf5_shape(file, space->at);
    if (!shape)
        return std::nullopt;
    stored_tensor tensor{path, {}, {}, *std::move(shape), {}, std::endian::little};
    if (type->is_elsewhere)
        tensor.type_name = "a type that other arrays share";
    else if (message_of(file, header, hdf5_message::external_files))
        tensor.type_name = "values that stand in other files";
    else
        describe_type(file, type->at, tensor);
    if (tensor.type)
        if (std::string why = find_values(file, *layout, tensor); !why.empty()) {
            tensor.type.reset();
            tensor.type_name = std::move(why);
        }
    return tensor;
}

}
