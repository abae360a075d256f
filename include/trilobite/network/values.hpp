#pragma once
/// The values of a network one after the other, the same on every machine: the matrices in the order in which layers list
/// them, row by row, without the padding, which is as wide as a machine's registers ask for.

#include <trilobite/core/members.hpp>

#include <algorithm>
#include <cstddef>
#include <span>

namespace trilobite {

/// f(row) for each row, a std::span, of all matrices of a network, or of what else is made of matrices.
template <class Net, class F>
constexpr void for_each_row(Net& net, F&& f) {
    for_each_matrix(
        [&]<class M>(M& m) {
            for (std::size_t row = 0; row < M::rows; ++row)
                f(std::span(&m(row, 0), M::columns));
        },
        net);
}

/// A network of these values, in a constant expression too:
///
///     constexpr std::array<float, net_type::parameter_count> values{...};
///     constexpr net_type net = from_values<net_type>(values);
template <class Net>
constexpr Net from_values(std::span<const typename Net::value_type, value_count<Net>> values) {
    Net net{};
    std::size_t done = 0;
    for_each_row(net, [&](auto row) {
        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(done), row.size(), row.begin());
        done += row.size();
    });
    return net;
}

}
