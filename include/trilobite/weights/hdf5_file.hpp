#pragma once
/// What we read of HDF5 files: the names in a group, texts, arrays of floating-point numbers. By ourselves, from their
/// bytes: HDF5's own library is made for sound files, and takes whatever memory a forged one speaks of.

#include <trilobite/io/result.hpp>
#include <trilobite/weights/hdf5_array.hpp>
#include <trilobite/weights/hdf5_format.hpp>
#include <trilobite/weights/hdf5_texts.hpp>
#include <trilobite/weights/stored_tensor.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite::detail {

/// What HDF5 files begin with.  (HDF5 File Format Specification 2.0, II.A)
inline constexpr std::string_view hdf5_signature{"\x89HDF\r\n\x1a\n"};

class hdf5_file {
public:
    /// The file whose bytes these are, and stay.
    static result<hdf5_file> open(std::string_view bytes) {
        hdf5_file file(bytes);
        const std::uint64_t version = file.bytes_.number(8, 1);
        if (!bytes.starts_with(hdf5_signature))
            return failure{not_whole};
        if (version > 1)
            return failure{
                "expected an HDF5 file as every version of HDF5 reads it, found one for newer versions alone "
                "(superblock " +
                std::to_string(version) + "): write it without libver"};
        // Its version 1 has four bytes more in front of the addresses.
        const std::uint64_t addresses = version == 0 ? 24 : 28, offset_size = file.bytes_.number(13, 1),
                            length_size = file.bytes_.number(14, 1);
        if (offset_size != 8 || length_size != 8 || file.bytes_.number(addresses, 8) != 0 ||
            file.bytes_.number(addresses + 16, 8) > bytes.size())
            return failure{not_whole};
        std::size_t room = file.longest_list();
        const std::uint64_t root = file.bytes_.number(addresses + 40, 8);
        file.objects_.emplace("", object{root, true});
        if (const std::string complaint = file.find_objects(root, "", 0, room); !complaint.empty())
            return failure{complaint};
        return file;
    }

    /// Whether it leads from place to place as no sound file does: what was found is not to be trusted.
    bool leads_in_circles() const { return bytes_.is_exhausted(); }

    /// Whether there is a group of that path, each part of which stands in this file itself.
    bool has_group(const std::string& path) const {
        const auto found = objects_.find(path);
        return found != objects_.end() && found->second.is_group;
    }

    /// All arrays below a group, in the order of their names.
    std::vector<stored_tensor> arrays_below(const std::string& group) const {
        std::vector<stored_tensor> arrays;
        const std::string prefix = group + "/";
        for (auto at = objects_.lower_bound(prefix); at != objects_.end() && at->first.starts_with(prefix); ++at)
            if (auto one = array(at->first))
                arrays.push_back(*std::move(one));
        return arrays;
    }

    /// How many bytes it has.
    std::size_t size() const { return bytes_.size(); }

    /// How many bytes a list of objects may take. A group may hold itself, so that there is no end of them; in a sound
    /// file an object takes more room than its name in a list does.
    std::size_t longest_list() const { return 2 * size(); }

    /// What an object takes of a list.
    static std::size_t size_in_list(std::string_view path) { return sizeof(stored_tensor) + path.size(); }

    /// The array of that path, if there is one.
    std::optional<stored_tensor> array(const std::string& path) const {
        const auto found = objects_.find(path);
        if (found == objects_.end() || found->second.is_group)
            return std::nullopt;
        return hdf5_array(bytes_, found->second.header, path);
    }

    using text_list = std::optional<std::vector<std::string_view>>;

    /// The texts of an attribute of a group, the root being the empty path, in the bytes of the file; nothing where
    /// there is none of that name. Fails where it holds something else.
    result<text_list> texts(const std::string& path, std::string_view name) const {
        const auto found = objects_.find(path);
        const auto attribute =
            found == objects_.end() ? std::nullopt : attribute_of(bytes_, found->second.header, name);
        if (!attribute)
            return text_list();
        if (auto read = hdf5_texts(bytes_, *attribute))
            return text_list(*std::move(read));
        return failure{"expected " + path + (path.empty() ? "" : "/") + std::string(name) +
                       " to be texts, found something else"};
    }

private:
    static constexpr int deepest = 32; ///< groups within groups
    static constexpr const char* not_whole = "expected an HDF5 file, found something else, or a part of one";

    struct object {
        std::uint64_t header;
        bool is_group;
    };

    explicit hdf5_file(std::string_view bytes) : bytes_(bytes) {}

    /// What is wrong with a group and those below it, if anything. room: for what is still to be found.
    std::string find_objects(std::uint64_t group, const std::string& path, int depth, std::size_t& room) {
        std::string complaint;
        const auto take = [&](std::string_view name, std::uint64_t header) {
            const std::string whole = path + (path.empty() ? "" : "/") + std::string(name);
            bool is_group = false;
            const bool is_sound = for_each_message(bytes_, header, [&](const hdf5_message& message) {
                is_group = is_group || message.type == hdf5_message::symbol_table;
            });
            const std::size_t size = size_in_list(whole);
            if (!is_sound)
                complaint = "expected a header of version 1 for " + whole + ", found another, or a part of one";
            else if (size > room || !objects_.emplace(whole, object{header, is_group}).second)
                complaint = "expected each object once, found more of them than the file can hold";
            else if (room -= size; is_group)
                complaint = find_objects(header, whole, depth + 1, room);
            return complaint.empty();
        };
        const auto table = message_of(bytes_, group, hdf5_message::symbol_table);
        if (depth > deepest)
            return "expected at most " + std::to_string(deepest) + " groups within groups, found more: " + path;
        if ((!table || !hdf5_links(bytes_, take)(*table)) && complaint.empty())
            return "expected a group at /" + path + ", found something else, or a part of one";
        return complaint;
    }

    hdf5_bytes bytes_;
    std::map<std::string, object> objects_; ///< by their paths from the root
};

}
