#pragma once
/// An HDF5 file that is made in memory, so that it is on disk whole or not at all.

#include <trilobite/io/result.hpp>
#include <trilobite/weights/hdf5_id.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace trilobite::detail {

class hdf5_image {
public:
    hdf5_image()
        : file_(make()), links_(H5Pcreate(H5P_LINK_CREATE), H5Pclose),
          arrays_(H5Pcreate(H5P_DATASET_CREATE), H5Pclose) {
        H5Pset_create_intermediate_group(links_, 1);
        H5Pset_obj_track_times(arrays_, false); // the same values are the same bytes
        sound_ = file_ && links_ && arrays_;
    }

    void add_group(const std::string& path) {
        const hdf5_id made(H5Gcreate2(file_, path.c_str(), links_, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
        sound_ = sound_ && made;
    }

    /// values: shape's product of them, row by row.
    template <class T>
    void add_array(const std::string& path, const std::vector<std::size_t>& shape, const std::vector<T>& values) {
        constexpr bool is_double = std::is_same_v<T, double>;
        const std::vector<hsize_t> extents(shape.begin(), shape.end());
        const hdf5_id space(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr), H5Sclose);
        const hdf5_id made(H5Dcreate2(file_, path.c_str(), is_double ? H5T_IEEE_F64LE : H5T_IEEE_F32LE, space, links_,
                                      arrays_, H5P_DEFAULT),
                           H5Dclose);
        sound_ = sound_ && made &&
                 H5Dwrite(made, is_double ? H5T_NATIVE_DOUBLE : H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                          values.data()) >= 0;
    }

    /// A text as an attribute of the root.
    void add_text(const std::string& name, const std::string& text) {
        const hdf5_id type(H5Tcopy(H5T_C_S1), H5Tclose);
        const hdf5_id space(H5Screate(H5S_SCALAR), H5Sclose);
        sound_ = sound_ && H5Tset_size(type, text.size() + 1) >= 0;
        const hdf5_id made(H5Acreate2(file_, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
        sound_ = sound_ && made && H5Awrite(made, type, text.c_str()) >= 0;
    }

    result<std::string> bytes() const {
        const auto size = sound_ && H5Fflush(file_, H5F_SCOPE_LOCAL) >= 0 ? H5Fget_file_image(file_, nullptr, 0) : -1;
        if (size < 0)
            return failure{"HDF5 could not make the file"};
        std::string image(static_cast<std::size_t>(size), '\0');
        if (H5Fget_file_image(file_, image.data(), image.size()) != size)
            return failure{"HDF5 could not make the file"};
        return image;
    }

private:
    hdf5_id make() const {
        constexpr std::size_t growth = std::size_t{1} << 16;
        const hdf5_id in_memory(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
        H5Pset_fapl_core(in_memory, growth, false);
        const std::string name = std::to_string(reinterpret_cast<std::uintptr_t>(this));
        return {H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, in_memory), H5Fclose};
    }

    quiet_hdf5 quiet_;
    hdf5_id file_, links_, arrays_;
    bool sound_ = false;
};

}
