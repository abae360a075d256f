#pragma once
#include <trilobite/training/initialisers.hpp>

#include <cstddef>
#include <cstdint>

namespace trilobite {

/// Columns, or in a matrix wider than tall rows, at right angles to each other and of length `gain`; every such matrix
/// is equally likely.  (Saxe, McClelland, Ganguli 2014) Q of the decomposition Q R of a matrix of normal numbers by
/// Gram and Schmidt. R's diagonal, lengths, is positive, as equal likelihood demands (Mezzadri 2007), so no sign needs
/// to be mended. What rounding leaves of the projections is taken away by a second round.  (Giraud, Langou, Rozloznik
/// 2005)
struct orthogonal {
    float gain = 1;

    template <class View>
    constexpr void operator()(View m, std::size_t, std::size_t, random_key key) const {
        using T = typename View::value_type;
        constexpr bool wide = View::rows < View::columns;
        constexpr std::size_t vectors = wide ? View::rows : View::columns;
        constexpr std::size_t length = wide ? View::columns : View::rows;
        const auto at = [m](std::size_t vector, std::size_t i) -> T& { return wide ? m(vector, i) : m(i, vector); };
        const auto product = [at](std::size_t a, std::size_t b) {
            T sum{0};
            for (std::size_t i = 0; i < length; ++i)
                sum = multiply_add(at(a, i), at(b, i), sum);
            return sum;
        };

        detail::fill_normal(m, 1, 1, key);
        for (std::size_t vector = 0; vector < vectors; ++vector) {
            for (int round = 0; round < 2; ++round)
                for (std::size_t before = 0; before < vector; ++before) {
                    const T part = -product(vector, before);
                    for (std::size_t i = 0; i < length; ++i)
                        at(vector, i) = multiply_add(part, at(before, i), at(vector, i));
                }
            const T one_over_length = T{1} / square_root(simd<T, 1>(product(vector, vector))).value;
            for (std::size_t i = 0; i < length; ++i)
                at(vector, i) *= one_over_length;
        }
        for (std::size_t vector = 0; vector < vectors; ++vector)
            for (std::size_t i = 0; i < length; ++i)
                at(vector, i) *= static_cast<T>(gain);
    }
};

}
