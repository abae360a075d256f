#pragma once
/// The values of a network one after the other, the same on every machine: the matrices in the order in which layers
/// list them, row by row, without the padding, which is as wide as a machine's registers ask for.

#include <trilobite/core/members.hpp>

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
///
/// Of more than half a million values g++ makes a constant only with a larger -fconstexpr-ops-limit.
template <class Net>
constexpr Net from_values(std::span<const typename Net::value_type, value_count<Net>> values) {
    Net net{};
    const auto* from = values.data();
    for_each_row(net, [&](auto row) {
#if defined(__clang__) // counts the steps of a constant expression, of which this is one
        __builtin_memcpy(row.data(), from, row.size_bytes());
#else
        auto* const to = row.data(); // fewer steps than std::copy_n
        for (std::size_t i = 0, n = row.size(); i < n; ++i)
            to[i] = from[i];
#endif
        from += row.size();
    });
    return net;
}

}
