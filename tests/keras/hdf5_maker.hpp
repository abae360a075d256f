#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include <hdf5.h>

/// Makes an HDF5 file as others make theirs, by HDF5's own functions and nothing of the library's. Ends the program where
/// HDF5 cannot.
class hdf5_maker {
public:
    explicit hdf5_maker(const std::string& path)
        : file_(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)), links_(H5Pcreate(H5P_LINK_CREATE)) {
        must(file_ >= 0);
        H5Pset_create_intermediate_group(links_, 1);
    }
    ~hdf5_maker() {
        H5Pclose(links_);
        H5Fclose(file_);
    }
    hdf5_maker(const hdf5_maker&) = delete;
    hdf5_maker& operator=(const hdf5_maker&) = delete;

    hid_t file() const { return file_; }

    void group(const std::string& path) const {
        H5Gclose(H5Gcreate2(file_, path.c_str(), links_, H5P_DEFAULT, H5P_DEFAULT));
    }

    /// values: of the type `from`, stored as `type`; none are written where there are none.
    template <class T>
    void array(const std::string& path, const std::vector<hsize_t>& shape, const std::vector<T>& values, hid_t type,
               hid_t from, hid_t how = H5P_DEFAULT) const {
        const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
        const hid_t made = H5Dcreate2(file_, path.c_str(), type, space, links_, how, H5P_DEFAULT);
        must(made >= 0);
        if (!values.empty())
            must(H5Dwrite(made, from, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
        H5Dclose(made);
        H5Sclose(space);
    }
    void floats(const std::string& path, const std::vector<hsize_t>& shape, const std::vector<float>& values) const {
        array(path, shape, values, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT);
    }

    /// A list of texts of one length, as h5py makes it of bytes.
    void list(const std::string& group, const std::string& name, const std::vector<std::string>& texts) const {
        std::size_t size = 1;
        for (const std::string& text : texts)
            size = std::max(size, text.size());
        std::string characters;
        for (const std::string& text : texts)
            characters += text + std::string(size - text.size(), '\0');
        add_list(group, name, size, texts.size(), characters.data());
    }

    /// The same as h5py makes it of a list of str: each has a length of its own, and a place in the file.
    void list_of_any_length(const std::string& group, const std::string& name,
                            const std::vector<std::string>& texts) const {
        std::vector<const char*> pointers;
        for (const std::string& text : texts)
            pointers.push_back(text.c_str());
        add_list(group, name, H5T_VARIABLE, texts.size(), pointers.data());
    }

private:
    void add_list(const std::string& group, const std::string& name, std::size_t size, hsize_t count,
                  const void* texts) const {
        const hid_t owner = H5Oopen(file_, group.c_str(), H5P_DEFAULT), type = H5Tcopy(H5T_C_S1);
        const hid_t space = H5Screate_simple(1, &count, nullptr);
        H5Tset_size(type, size);
        H5Tset_strpad(type, H5T_STR_NULLPAD);
        const hid_t made = H5Acreate2(owner, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT);
        must(made >= 0 && (count == 0 || H5Awrite(made, type, texts) >= 0));
        H5Aclose(made);
        H5Sclose(space);
        H5Tclose(type);
        H5Oclose(owner);
    }

    static void must(bool done) {
        if (!done)
            std::abort();
    }

    hid_t file_, links_;
};
