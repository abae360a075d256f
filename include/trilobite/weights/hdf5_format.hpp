#pragma once
/// The structures of HDF5 files, by their bytes: what the headers of objects say, and the links of groups. We read what
/// every version of HDF5 can, which is what it writes unless told otherwise, and h5py too: headers, B-trees and heaps
/// of their first version, addresses of 8 bytes.  (HDF5 File Format Specification 2.0: III.A.1, III.C, III.D, IV.A.1.a)

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace trilobite::detail {

/// The bytes of a file, in which one place leads to another. A forged file may lead in circles, or to one place from
/// everywhere: so there is a number of looks after which nothing but zeros is seen.
class hdf5_bytes {
public:
    explicit hdf5_bytes(std::string_view file) : file_(file), looks_left_(4096 + 16 * file.size()) {}

    std::size_t size() const { return file_.size(); }

    /// Whether there were too many looks for a sound file: what was seen last is not to be trusted.
    bool is_exhausted() const { return looks_left_ == 0; }

    /// So many of them; none where the file ends before.
    std::string_view bytes(std::uint64_t at, std::uint64_t size) const {
        if (looks_left_ == 0)
            return {};
        --looks_left_;
        return at <= file_.size() && size <= file_.size() - at ? file_.substr(at, size) : std::string_view();
    }

    /// An unsigned number of so many bytes, the lowest first; 0 where the file ends before.
    std::uint64_t number(std::uint64_t at, unsigned size) const {
        const std::string_view digits = bytes(at, size);
        std::uint64_t value = 0;
        for (std::size_t i = digits.size(); i-- > 0;)
            value = value << 8 | static_cast<unsigned char>(digits[i]);
        return value;
    }

private:
    std::string_view file_;
    mutable std::size_t looks_left_;
};

/// A part of an object's header, and where its contents are.
struct hdf5_message {
    enum kind : unsigned {
        dataspace = 0x01,
        datatype = 0x03,
        external_files = 0x07,
        layout = 0x08,
        attribute = 0x0C,
        continuation = 0x10,
        symbol_table = 0x11
    };
    unsigned type;
    bool is_elsewhere; ///< with other objects that share it
    std::uint64_t at, size;
};

/// f(message) for each part of the header that stands there; false where it breaks off, or is none of version 1.
template <class F>
bool for_each_message(const hdf5_bytes& file, std::uint64_t header, F f) {
    constexpr std::uint64_t prefix = 8;
    struct block {
        std::uint64_t at, size;
    };
    if (file.number(header, 1) != 1)
        return false;
    std::uint64_t left = file.number(header + 2, 2);
    std::vector<block> blocks{{header + 16, file.number(header + 8, 4)}};
    const std::size_t most_blocks = 1 + file.size() / (prefix + 16);
    for (std::size_t i = 0; i < blocks.size(); ++i)
        for (auto [at, size] = blocks[i]; left > 0 && size >= prefix; --left) {
            const hdf5_message message{static_cast<unsigned>(file.number(at, 2)), (file.number(at + 4, 1) & 2) != 0,
                                       at + prefix, file.number(at + 2, 2)};
            if (file.bytes(at, prefix).empty() || message.size > size - prefix)
                return false;
            if (message.type != hdf5_message::continuation)
                f(message);
            else if (blocks.size() < most_blocks)
                blocks.push_back({file.number(message.at, 8), file.number(message.at + 8, 8)});
            else
                return false;
            at = message.at + message.size;
            size -= prefix + message.size;
        }
    return true;
}

/// The first part of that kind.
inline std::optional<hdf5_message> message_of(const hdf5_bytes& file, std::uint64_t header, hdf5_message::kind kind) {
    std::optional<hdf5_message> found;
    for_each_message(file, header, [&](const hdf5_message& message) {
        if (message.type == kind && !found)
            found = message;
    });
    return found;
}

/// f(name, header) -> bool for the objects in a group, whose symbol table that is; those that are found by a path are
/// left out. Goes on while f is true. False where f is, or the tree or its heap of names is not sound.
template <class F>
class hdf5_links {
public:
    hdf5_links(const hdf5_bytes& file, F f) : file_(file), f_(f) {}

    bool operator()(const hdf5_message& symbol_table) {
        const std::uint64_t heap = file_.number(symbol_table.at + 8, 8);
        names_ = file_.bytes(file_.number(heap + 24, 8), file_.number(heap + 8, 8));
        constexpr std::uint64_t more_than_any = 256;
        return file_.bytes(heap, 4) == "HEAP" && below(file_.number(symbol_table.at, 8), more_than_any);
    }

private:
    /// Trees have levels, which end at 0: so none leads back to its root.
    bool below(std::uint64_t node, std::uint64_t level_above) {
        const std::uint64_t level = file_.number(node + 5, 1), children = file_.number(node + 6, 2);
        constexpr std::uint64_t of_groups = 0, prefix = 24, key = 8, step = 16;
        if (file_.bytes(node, 4) != "TREE" || file_.number(node + 4, 1) != of_groups || level >= level_above)
            return false;
        for (std::uint64_t i = 0; i < children; ++i) {
            const std::uint64_t child = file_.number(node + prefix + key + step * i, 8);
            if (!(level == 0 ? leaf(child) : below(child, level)))
                return false;
        }
        return true;
    }

    bool leaf(std::uint64_t node) {
        constexpr std::uint64_t prefix = 8, entry = 40, symbolic_link = 2;
        if (file_.bytes(node, 4) != "SNOD")
            return false;
        const std::uint64_t entries = file_.number(node + 6, 2);
        for (std::uint64_t i = 0, at = node + prefix; i < entries; ++i, at += entry) {
            const std::uint64_t name = file_.number(at, 8);
            if (file_.bytes(at, entry).empty() || name >= names_.size())
                return false;
            const std::string_view rest = names_.substr(name);
            if (file_.number(at + 16, 4) != symbolic_link &&
                !f_(rest.substr(0, rest.find('\0')), file_.number(at + 8, 8)))
                return false;
        }
        return true;
    }

    const hdf5_bytes& file_;
    F f_;
    std::string_view names_;
};

}
