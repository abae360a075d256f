#pragma once
/// What we read of HDF5 files, through HDF5's own C library: the names in a group, texts, arrays of floating-point
/// numbers. An array takes the memory that its shape says: values that are compressed are not inflated, nor chunks read
/// that are much larger. Lists of arrays and texts take no more than a few times the file. What HDF5 itself takes for
/// its own tables, of groups and their like, where a file is forged, is not bounded.

#include <trilobite/io/result.hpp>
#include <trilobite/weights/element.hpp>
#include <trilobite/weights/hdf5_id.hpp>
#include <trilobite/weights/hdf5_texts.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilobite::detail {

/// An array of a file, by its path from the root.
struct hdf5_array {
    std::string path;
    std::string type_name;
    std::optional<element_type> type; ///< that of the values as they are read; nothing where they cannot be
    std::vector<std::size_t> shape;

    static std::size_t size_in_list(const std::string& path) { return sizeof(hdf5_array) + path.size(); }
};

class hdf5_file {
public:
    /// The file whose bytes these are, and stay. HDF5 keeps a copy of them.
    static result<hdf5_file> open(std::span<const std::byte> bytes) {
        hdf5_file opened(bytes);
        if (!opened.file_)
            return failure{"expected an HDF5 file, found something else, or a part of one"};
        return opened;
    }

    /// Whether there is a group of that path, each part of which stands in this file itself.
    bool has_group(const std::string& path) const { return !path.empty() && type_of(path) == H5I_GROUP; }

    /// All arrays below a group, in the order of their names.
    result<std::vector<hdf5_array>> arrays_below(const std::string& group) const {
        std::vector<hdf5_array> found;
        std::size_t room = longest_list();
        if (!list(group, 0, room, found))
            return failure{"the group " + group + " cannot be read"};
        return found;
    }

    /// How many bytes it has.
    std::size_t size() const { return image_.size(); }

    /// How many bytes a list of arrays may take. A group may hold itself, so that there is no end of them; in a sound
    /// file an array takes more room than its name in a list does.
    std::size_t longest_list() const { return 2 * size(); }

    /// The array of that path, if there is one.
    std::optional<hdf5_array> array(const std::string& path) const {
        return type_of(path) == H5I_DATASET ? described(path) : std::nullopt;
    }

    /// The values of an array that has a type, row by row, in this machine's order of bytes.
    result<std::vector<std::byte>> values(const hdf5_array& array) const {
        const std::string cannot = array.path + " cannot be read";
        const hdf5_id opened(H5Dopen2(file_, array.path.c_str(), H5P_DEFAULT), H5Dclose);
        const hdf5_id made(opened ? H5Dget_create_plist(opened) : -1, H5Pclose);
        const hdf5_id stored(opened ? H5Dget_type(opened) : -1, H5Tclose);
        if (const std::string filter = growing_filter(made); !filter.empty())
            return failure{cannot + ": expected values that are not compressed, found the filter " + filter +
                           ": write them without compression, as Keras does"};
        std::size_t count = 1;
        for (const std::size_t extent : array.shape)
            count *= extent;
        if (const std::size_t chunk = chunk_size(made); chunk > std::max(count, std::size_t{1} << 16))
            return failure{cannot + ": expected chunks of at most its " + std::to_string(count) + " values, found " +
                           std::to_string(chunk)};
        std::vector<std::byte> bytes(count * size_of(*array.type));
        const hid_t wanted = *array.type == element_type::float64   ? H5T_NATIVE_DOUBLE
                             : *array.type == element_type::float32 ? H5T_NATIVE_FLOAT
                                                                    : hid_t{stored};
        if (!made || !stored || H5Dread(opened, wanted, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0)
            return failure{cannot};
        return bytes;
    }

    using text_list = std::optional<std::vector<std::string>>;

    /// The texts of an attribute of a group, the root being the empty path; nothing where there is none of that name,
    /// or it holds something else. (One without any texts may be of any type: Keras writes empty lists as
    /// floating-point numbers.) Fails where they are of variable length and not what hdf5_texts reads.
    result<text_list> texts(const std::string& path, const std::string& name) const {
        const hdf5_id owner(H5Oopen(file_, path.empty() ? "/" : path.c_str(), H5P_DEFAULT), H5Oclose);
        if (!owner || H5Aexists(owner, name.c_str()) <= 0)
            return text_list();
        const hdf5_id attribute(H5Aopen(owner, name.c_str(), H5P_DEFAULT), H5Aclose);
        const hdf5_id space(attribute ? H5Aget_space(attribute) : -1, H5Sclose);
        const hdf5_id stored(attribute ? H5Aget_type(attribute) : -1, H5Tclose);
        if (!space || !stored)
            return text_list();
        const hssize_t count = H5Sget_simple_extent_npoints(space);
        if (count <= 0)
            return text_list(std::in_place);
        if (H5Tget_class(stored) != H5T_STRING)
            return text_list();
        const auto wanted = static_cast<std::size_t>(count);
        if (H5Tis_variable_str(stored) <= 0)
            return short_texts(attribute, stored, wanted);
        if (auto found = long_texts(owner, attribute, name, wanted))
            return found;
        return failure{
            "the texts " + path + (path.empty() ? "" : "/") + name +
            " cannot be read: expected them as HDF5 stores them unless told otherwise, and together no longer "
            "than the file"};
    }

private:
    static constexpr int deepest = 32; ///< groups within groups

    explicit hdf5_file(std::span<const std::byte> bytes)
        : image_(reinterpret_cast<const char*>(bytes.data()), bytes.size()), quiet_(std::make_unique<quiet_hdf5>()),
          file_(open_image(bytes), H5Fclose) {}

    static hid_t open_image(std::span<const std::byte> bytes) {
        constexpr std::size_t growth = 4096; // there is none
        const hdf5_id in_memory(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
        H5Pset_fapl_core(in_memory, growth, false);
        if (H5Pset_file_image(in_memory, const_cast<std::byte*>(bytes.data()), bytes.size()) < 0)
            return -1;
        // Files of one name would be one file.
        const std::string name = std::to_string(reinterpret_cast<std::uintptr_t>(bytes.data()));
        return H5Fopen(name.c_str(), H5F_ACC_RDONLY, in_memory);
    }

    /// What stands at a path; H5I_BADID where nothing does, or where a part of the path leads elsewhere.
    H5I_type_t type_of(const std::string& path) const {
        for (std::size_t end = path.find('/'); end != path.npos; end = path.find('/', end + 1))
            if (type_in(file_, path.substr(0, end)) != H5I_GROUP)
                return H5I_BADID;
        return type_in(file_, path);
    }
    static H5I_type_t type_in(hid_t group, const std::string& name) {
        H5L_info_t link;
        if (H5Lexists(group, name.c_str(), H5P_DEFAULT) <= 0 ||
            H5Lget_info(group, name.c_str(), &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_HARD)
            return H5I_BADID;
        const hdf5_id object(H5Oopen(group, name.c_str(), H5P_DEFAULT), H5Oclose);
        return object ? H5Iget_type(object) : H5I_BADID;
    }

    /// room: for what is still to be found.
    bool list(const std::string& group, int depth, std::size_t& room, std::vector<hdf5_array>& found) const {
        const hdf5_id opened(H5Gopen2(file_, group.c_str(), H5P_DEFAULT), H5Gclose);
        H5G_info_t info;
        if (!opened || depth > deepest || H5Gget_info(opened, &info) < 0)
            return false;
        for (hsize_t i = 0; i < info.nlinks; ++i) {
            const auto name_at = [&](char* to, std::size_t size) {
                return H5Lget_name_by_idx(opened, ".", H5_INDEX_NAME, H5_ITER_INC, i, to, size, H5P_DEFAULT);
            };
            const auto length = name_at(nullptr, 0);
            if (length < 0)
                return false;
            std::string name(static_cast<std::size_t>(length), '\0');
            name_at(name.data(), name.size() + 1);
            const std::string path = group + "/" + name;
            const std::size_t size = hdf5_array::size_in_list(path);
            if (size > room)
                return false;
            room -= size;
            const H5I_type_t type = type_in(opened, name);
            if (type == H5I_GROUP && !list(path, depth + 1, room, found))
                return false;
            if (type == H5I_DATASET)
                if (auto one = described(path))
                    found.push_back(*std::move(one));
        }
        return true;
    }

    std::optional<hdf5_array> described(const std::string& path) const {
        const hdf5_id opened(H5Dopen2(file_, path.c_str(), H5P_DEFAULT), H5Dclose);
        const hdf5_id space(opened ? H5Dget_space(opened) : -1, H5Sclose);
        const int rank = space ? H5Sget_simple_extent_ndims(space) : -1;
        if (rank < 0)
            return std::nullopt;
        std::array<hsize_t, H5S_MAX_RANK> extents{};
        H5Sget_simple_extent_dims(space, extents.data(), nullptr);
        auto [type_name, type] = type_of_values(opened);
        return hdf5_array{path, std::move(type_name), type, {extents.begin(), extents.begin() + rank}};
    }

    /// The type of an array's values by name, and what they are read as: halves as floats, which HDF5 can make of them.
    static std::pair<std::string, std::optional<element_type>> type_of_values(hid_t array) {
        const hdf5_id made(H5Dget_create_plist(array), H5Pclose);
        if (!made || H5Pget_external_count(made) != 0 || H5Pget_layout(made) == H5D_VIRTUAL)
            return {"values that stand in other files", std::nullopt};
        const hdf5_id type(H5Dget_type(array), H5Tclose);
        const std::size_t size = type ? H5Tget_size(type) : 0;
        if (H5Tget_class(type) == H5T_OPAQUE && size == 2)
            return {"bfloat16", element_type::bfloat16}; // as Keras stores it
        if (H5Tget_class(type) != H5T_FLOAT)
            return {H5Tget_class(type) == H5T_INTEGER ? "integers" : "values that are no numbers", std::nullopt};
        for (const auto& [name, read_as, fields] : standard_types)
            if (fields_of(type) == fields)
                return {name, read_as};
        return {"floating-point numbers of " + std::to_string(size) + " bytes", std::nullopt};
    }

    /// The first filter that may make more of a chunk than is stored, as shuffle and fletcher32 do not; empty without
    /// one.
    static std::string growing_filter(hid_t made) {
        for (int i = 0; i < H5Pget_nfilters(made); ++i) {
            std::array<char, 64> name{};
            const H5Z_filter_t filter = H5Pget_filter2(made, static_cast<unsigned>(i), nullptr, nullptr, nullptr,
                                                       name.size() - 1, name.data(), nullptr);
            if (filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_FLETCHER32)
                return name[0] == '\0' ? std::to_string(filter) : name.data();
        }
        return {};
    }

    /// How many values HDF5 reads at once, whatever is wanted; 0 where that is for it to choose.
    static std::size_t chunk_size(hid_t made) {
        std::array<hsize_t, H5S_MAX_RANK> extents{};
        const int rank = H5Pget_chunk(made, H5S_MAX_RANK, extents.data());
        std::size_t size = rank > 0 ? 1 : 0; // HDF5 has seen to it that it can be counted
        for (int axis = 0; axis < rank; ++axis)
            size *= extents[static_cast<std::size_t>(axis)];
        return size;
    }

    /// Where sign, exponent and fraction stand, how long the latter are, and the exponent of 1.
    using float_fields = std::array<std::size_t, 6>;
    struct standard_type {
        const char* name;
        element_type read_as;
        float_fields fields;
    };
    static constexpr standard_type standard_types[]{{"float16", element_type::float32, {15, 10, 5, 0, 10, 15}},
                                                    {"float32", element_type::float32, {31, 23, 8, 0, 23, 127}},
                                                    {"float64", element_type::float64, {63, 52, 11, 0, 52, 1023}}};
    static float_fields fields_of(hid_t type) {
        float_fields f{};
        H5Tget_fields(type, &f[0], &f[1], &f[2], &f[3], &f[4]);
        f[5] = H5Tget_ebias(type);
        return f;
    }

    text_list short_texts(hid_t attribute, hid_t type, std::size_t count) const {
        const std::size_t size = H5Tget_size(type);
        if (size == 0 || size > image_.size() / count || H5Aget_storage_size(attribute) != count * size)
            return std::nullopt;
        std::vector<char> characters(count * size);
        if (H5Aread(attribute, type, characters.data()) < 0)
            return std::nullopt;
        std::vector<std::string> found;
        for (std::size_t i = 0; i < count; ++i) {
            const char* const text = characters.data() + i * size;
            found.emplace_back(text, std::find(text, text + size, '\0'));
        }
        return found;
    }

    text_list long_texts(hid_t owner, hid_t attribute, const std::string& name, std::size_t count) const {
        H5G_stat_t info;
        if (H5Aget_storage_size(attribute) != count * hdf5_texts::reference_size ||
            H5Gget_objinfo(owner, ".", false, &info) < 0)
            return std::nullopt;
        return hdf5_texts(image_).of(info.objno[0], name, count);
    }

    std::string_view image_;
    std::unique_ptr<quiet_hdf5> quiet_;
    hdf5_id file_;
};

}
