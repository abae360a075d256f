#pragma once
/// A tensor by name: the values of a network's matrix in another order than they stand in.

#include <trilobite/core/shape.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace trilobite {

/// Where the values of a vector stand: order[i] is the place of the one that others count as their i-th. Empty: i
/// itself.
using value_order = std::vector<std::size_t>;

/// The places of a picture's values, or of any sample's whose last extent are its channels, for those who put the
/// channels first: H x W x C here, C x H x W there.
inline value_order channels_first(const shape& s) {
    const std::size_t channels = s.rank == 0 ? 1 : s[s.rank - 1], positions = s.size() / channels;
    value_order order;
    if (channels == 1 || positions == 1)
        return order;
    order.reserve(s.size());
    for (std::size_t channel = 0; channel < channels; ++channel)
        for (std::size_t position = 0; position < positions; ++position)
            order.push_back(position * channels + channel);
    return order;
}

/// One index of a tensor: it runs up to `extent`, and a step of it is one of `stride` values in memory.
struct tensor_axis {
    std::size_t extent;
    std::size_t stride;
    value_order order{};

    std::size_t offset(std::size_t i) const { return (order.empty() ? i : order[i]) * stride; }
};

/// Values of a network under a name, in the shape and in the order that files have them in, row by row: tensor[i] is a
/// reference to where the i-th stands in the network, which must outlive it.
template <class T>
struct named_tensor {
    std::string name;
    T* values;
    std::vector<tensor_axis> axes;

    std::vector<std::size_t> shape() const {
        std::vector<std::size_t> extents;
        for (const tensor_axis& axis : axes)
            extents.push_back(axis.extent);
        return extents;
    }

    std::size_t size() const {
        std::size_t product = 1;
        for (const tensor_axis& axis : axes)
            product *= axis.extent;
        return product;
    }

    T& operator[](std::size_t i) const {
        T* at = values;
        for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
            at += axis->offset(i % axis->extent);
            i /= axis->extent;
        }
        return *at;
    }

    /// f(value) for all of them, in the order of their indices.
    template <class F>
    void for_each(F f) const {
        walk(f, 0, values);
    }

private:
    template <class F>
    void walk(F& f, std::size_t axis, T* at) const {
        for (std::size_t i = 0; i < axes[axis].extent; ++i)
            if (axis + 1 == axes.size())
                f(at[axes[axis].offset(i)]);
            else
                walk(f, axis + 1, at + axes[axis].offset(i));
    }
};

/// "64 x 784".
inline std::string shape_text(const std::vector<std::size_t>& extents) {
    std::string text;
    for (const std::size_t extent : extents)
        text += (text.empty() ? "" : " x ") + std::to_string(extent);
    return extents.empty() ? "a single value" : text;
}

}
