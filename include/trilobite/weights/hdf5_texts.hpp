#pragma once
/// Texts of variable length in the attributes of HDF5 files. HDF5 itself takes the memory for any length that a file
/// claims, and again for each time that a list names a text: so they are read here, from the bytes of the file. (HDF5
/// File Format Specification 2.0: IV.A.1.a object headers, IV.A.2.m attributes, III.E global heaps.)

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trilobite::detail {

class hdf5_texts {
public:
    static constexpr std::size_t reference_size = 16;

    explicit hdf5_texts(std::string_view file) : file_(file) {}

    /// The texts of the attribute of that name of the object whose header stands there. Nothing where they are together
    /// longer than the file, or not stored as HDF5 does it unless told otherwise: in a header of version 1, by
    /// addresses of 8 bytes.
    std::optional<std::vector<std::string>> of(std::uint64_t header, std::string_view name, std::size_t count) const {
        const auto references = values_of(header, name);
        if (!references)
            return std::nullopt;
        std::vector<std::string> texts;
        std::size_t room = file_.size();
        for (std::uint64_t at = *references; count-- > 0; at += reference_size) {
            const auto text = text_at(at);
            if (!text || text->size() > room || bytes(at, reference_size).empty())
                return std::nullopt;
            room -= text->size();
            texts.emplace_back(text->substr(0, text->find('\0')));
        }
        return texts;
    }

private:
    /// Of so many bytes, the lowest first; 0 where the file ends before.
    std::uint64_t number(std::uint64_t at, unsigned size) const {
        std::uint64_t value = 0;
        for (unsigned i = size; i-- > 0;)
            value = value << 8 |
                    (at < file_.size() && i < file_.size() - at ? static_cast<unsigned char>(file_[at + i]) : 0u);
        return value;
    }
    /// Empty where the file ends before.
    std::string_view bytes(std::uint64_t at, std::uint64_t size) const {
        return at <= file_.size() && size <= file_.size() - at ? file_.substr(at, size) : std::string_view();
    }
    static std::uint64_t padded(std::uint64_t size) { return (size + 7) / 8 * 8; }

    /// Where the values of an attribute stand.
    std::optional<std::uint64_t> values_of(std::uint64_t header, std::string_view name) const {
        constexpr std::uint64_t prefix = 8, attribute = 0x0C, continuation = 0x10;
        struct block {
            std::uint64_t at, size;
        };
        if (number(header, 1) != 1)
            return std::nullopt;
        const std::size_t most_blocks = file_.size() / prefix; // one may lead to itself
        std::uint64_t messages = number(header + 2, 2);
        std::vector<block> blocks{{header + 16, number(header + 8, 4)}};
        for (std::size_t i = 0; i < blocks.size(); ++i)
            for (block rest = blocks[i]; messages > 0 && rest.size >= prefix; --messages) {
                const std::uint64_t type = number(rest.at, 2), size = number(rest.at + 2, 2), body = rest.at + prefix;
                if (size > rest.size - prefix)
                    return std::nullopt;
                if (type == continuation && blocks.size() < most_blocks)
                    blocks.push_back({number(body, 8), number(body + 8, 8)});
                if (type == attribute)
                    if (const auto values = values_in(body, name))
                        return values;
                rest = {body + size, rest.size - prefix - size};
            }
        return std::nullopt;
    }

    /// The same in an attribute's message, if it is that of this name: behind name, type and shape.
    std::optional<std::uint64_t> values_in(std::uint64_t message, std::string_view name) const {
        const std::uint64_t version = number(message, 1);
        std::uint64_t at = message + (version == 3 ? 9 : 8);
        if (bytes(at, number(message + 2, 2)) != std::string(name) + '\0')
            return std::nullopt;
        for (const unsigned field : {2u, 4u, 6u}) {
            const std::uint64_t size = number(message + field, 2);
            at += version == 1 ? padded(size) : size;
        }
        return at;
    }

    /// A text by its length and its place, which is a number in a heap.
    std::optional<std::string_view> text_at(std::uint64_t reference) const {
        constexpr std::uint64_t prefix = 16, most = 65'536;
        const std::uint64_t length = number(reference, 4), heap = number(reference + 4, 8),
                            wanted = number(reference + 12, 4);
        if (length == 0)
            return std::string_view();
        if (bytes(heap, 4) != "GCOL")
            return std::nullopt;
        std::uint64_t at = heap + prefix;
        for (std::uint64_t i = 0; i < most; ++i) {
            const std::uint64_t found = number(at, 2), size = number(at + 8, 8);
            if (found == wanted || found == 0) {
                const std::string_view text = bytes(at + prefix, length);
                return found != 0 && length <= size && !text.empty() ? std::optional(text) : std::nullopt;
            }
            at += prefix + padded(size);
        }
        return std::nullopt;
    }

    std::string_view file_;
};

}
