#pragma once
/// What HDF5 has opened, and what it says when it cannot. The only header that includes hdf5.h.

#include <utility>

#include <hdf5.h>

namespace trilobite::detail {

/// Something that HDF5 has opened, and that is closed with it. Negative: HDF5 could not.
class hdf5_id {
public:
    hdf5_id(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
    hdf5_id(hdf5_id&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    hdf5_id& operator=(hdf5_id&&) = delete;
    ~hdf5_id() {
        if (id_ >= 0)
            close_(id_);
    }
    explicit operator bool() const { return id_ >= 0; }
    operator hid_t() const { return id_; }

private:
    hid_t id_;
    herr_t (*close_)(hid_t);
};

/// While it lives, HDF5 does not write to standard error what it cannot do.
class quiet_hdf5 {
public:
    quiet_hdf5() {
        H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
        H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    }
    ~quiet_hdf5() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }
    quiet_hdf5(const quiet_hdf5&) = delete;
    quiet_hdf5& operator=(const quiet_hdf5&) = delete;

private:
    H5E_auto2_t function_ = nullptr;
    void* data_ = nullptr;
};

}
