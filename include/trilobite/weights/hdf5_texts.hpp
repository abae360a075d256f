#pragma once
/// Texts in the attributes of HDF5 files.  (HDF5 File Format Specification 2.0: IV.A.2.m attributes, III.E global
/// heaps)

#include <trilobite/weights/hdf5_array.hpp>
#include <trilobite/weights/hdf5_format.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace trilobite::detail {

/// Places of an attribute's type, shape and values, and where it ends.
struct hdf5_attribute {
    std::uint64_t type, space, values, end;
};

/// The attribute of that name of the object whose header stands there; nothing where there is none, or it shares its
/// type with others.
inline std::optional<hdf5_attribute> attribute_of(const hdf5_bytes& file, std::uint64_t header, std::string_view name) {
    std::optional<hdf5_attribute> found;
    for_each_message(file, header, [&](const hdf5_message& message) {
        if (message.type != hdf5_message::attribute || message.is_elsewhere || found)
            return;
        const std::uint64_t version = file.number(message.at, 1), name_at = message.at + (version == 3 ? 9 : 8);
        const std::string_view whole = file.bytes(name_at, file.number(message.at + 2, 2));
        if (whole.substr(0, whole.find('\0')) != name || version > 3 || (version > 1 && file.number(message.at + 1, 1)))
            return;
        const auto behind = [&](std::uint64_t at, std::uint64_t size) {
            return at + (version == 1 ? (size + 7) / 8 * 8 : size);
        };
        const std::uint64_t type = behind(name_at, whole.size()), space = behind(type, file.number(message.at + 4, 2)),
                            values = behind(space, file.number(message.at + 6, 2));
        if (const std::uint64_t end = message.at + message.size; values <= end)
            found = {type, space, values, end};
    });
    return found;
}

/// A text by its length and its place, which is a number in a heap.
inline std::optional<std::string_view> text_in_heap(const hdf5_bytes& file, std::uint64_t reference) {
    constexpr std::uint64_t prefix = 16;
    const std::uint64_t length = file.number(reference, 4), heap = file.number(reference + 4, 8),
                        wanted = file.number(reference + 12, 4);
    if (length == 0)
        return std::string_view();
    if (file.bytes(heap, 4) != "GCOL" || wanted == 0)
        return std::nullopt;
    for (std::uint64_t at = heap + prefix;;) {
        const std::uint64_t found = file.number(at, 2), size = file.number(at + 8, 8);
        const std::string_view text = file.bytes(at + prefix, size);
        if (found == 0 || text.size() != size || size == 0)
            return std::nullopt;
        if (found == wanted)
            return length <= size ? std::optional(text.substr(0, length)) : std::nullopt;
        at += prefix + (size + 7) / 8 * 8;
    }
}

/// The texts of an attribute, up to the zeros that end them; nothing where it holds something else, or is not sound.
/// (One without any texts may be of any type: Keras writes empty lists as floating-point numbers.) They stay the
/// file's.
inline std::optional<std::vector<std::string_view>> hdf5_texts(const hdf5_bytes& file,
                                                               const hdf5_attribute& attribute) {
    constexpr std::size_t reference = 16;
    constexpr std::uint64_t of_texts = 1;
    const auto shape = hdf5_shape(file, attribute.space);
    const std::size_t count = shape ? hdf5_count(*shape) : 0;
    if (shape && count == 0)
        return std::vector<std::string_view>();
    const hdf5_class kind = hdf5_class_of(file, attribute.type);
    const bool in_heaps =
        kind == hdf5_class::variable_length && (file.number(attribute.type + 1, 1) & 0x0F) == of_texts;
    const std::size_t size = in_heaps ? reference : hdf5_size_of(file, attribute.type);
    const std::string_view values = file.bytes(attribute.values, attribute.end - attribute.values);
    if (!shape || (!in_heaps && kind != hdf5_class::text) || size == 0 || count > values.size() / size)
        return std::nullopt;
    std::vector<std::string_view> texts;
    texts.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto text = in_heaps ? text_in_heap(file, attribute.values + i * size) : values.substr(i * size, size);
        if (!text)
            return std::nullopt;
        texts.push_back(text->substr(0, text->find('\0')));
    }
    return texts;
}

}
