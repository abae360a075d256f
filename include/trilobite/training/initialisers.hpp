#pragma once
/// Random values before training. Each is called as initialiser(view, fan_in, fan_out, key) on a matrix.

#include <trilobite/network/initialise.hpp>
#include <trilobite/network/network.hpp>

#include <cstddef>
#include <cstdint>

namespace trilobite {

namespace detail {

/// m(row, column) = draw(row * columns + column)
template <class View, class F>
constexpr void fill(View m, F draw) {
    for (std::size_t row = 0; row < View::rows; ++row)
        for (std::size_t column = 0; column < View::columns; ++column)
            m(row, column) = draw(row * View::columns + column);
}

template <class T>
constexpr T root_of_ratio(std::size_t over, std::size_t under) {
    return square_root(simd<T, 1>(static_cast<T>(over) / static_cast<T>(under))).value;
}

/// Uniform on +-sqrt(over / under).
template <class View>
constexpr void fill_uniform(View m, std::size_t over, std::size_t under, random_key key) {
    using T = typename View::value_type;
    const T limit = root_of_ratio<T>(over, under);
    fill(m, [=](std::uint64_t i) { return uniform<T>(key, i, -limit, limit); });
}

/// Normal with standard deviation sqrt(over / under).
template <class View>
constexpr void fill_normal(View m, std::size_t over, std::size_t under, random_key key) {
    using T = typename View::value_type;
    const T deviation = root_of_ratio<T>(over, under);
    fill(m, [=](std::uint64_t i) { return deviation * normal<T>(key, i); });
}

}

/// Uniform on +-sqrt(6 / (fan_in + fan_out)).  (Glorot, Bengio 2010)
struct glorot_uniform {
    template <class View>
    constexpr void operator()(View m, std::size_t fan_in, std::size_t fan_out, random_key key) const {
        detail::fill_uniform(m, 6, fan_in + fan_out, key);
    }
};

/// Normal with standard deviation sqrt(2 / (fan_in + fan_out)).  (Glorot, Bengio 2010)
struct glorot_normal {
    template <class View>
    constexpr void operator()(View m, std::size_t fan_in, std::size_t fan_out, random_key key) const {
        detail::fill_normal(m, 2, fan_in + fan_out, key);
    }
};

/// Uniform on +-sqrt(6 / fan_in), for relu.  (He, Zhang, Ren, Sun 2015)
struct he_uniform {
    template <class View>
    constexpr void operator()(View m, std::size_t fan_in, std::size_t, random_key key) const {
        detail::fill_uniform(m, 6, fan_in, key);
    }
};

/// Normal with standard deviation sqrt(2 / fan_in), for relu.  (He, Zhang, Ren, Sun 2015)
struct he_normal {
    template <class View>
    constexpr void operator()(View m, std::size_t fan_in, std::size_t, random_key key) const {
        detail::fill_normal(m, 2, fan_in, key);
    }
};

/// Uniform on +-sqrt(3 / fan_in): standard deviation sqrt(1 / fan_in).  (LeCun, Bottou, Orr, Mueller 1998)
struct lecun_uniform {
    template <class View>
    constexpr void operator()(View m, std::size_t fan_in, std::size_t, random_key key) const {
        detail::fill_uniform(m, 3, fan_in, key);
    }
};

/// Normal with standard deviation sqrt(1 / fan_in).  (LeCun, Bottou, Orr, Mueller 1998)
struct lecun_normal {
    template <class View>
    constexpr void operator()(View m, std::size_t fan_in, std::size_t, random_key key) const {
        detail::fill_normal(m, 1, fan_in, key);
    }
};

/// N(0, 1): what saturates a layer of sigmoids, shown by the book before it shows what helps.
struct standard_normal {
    template <class View>
    constexpr void operator()(View m, std::size_t, std::size_t, random_key key) const {
        detail::fill_normal(m, 1, 1, key);
    }
};

/// Normal, without what is further from zero than two deviations, so that its own standard deviation is 0.8796 of
/// `deviation`. The quantiles of numbers that are uniform between the ends.  (the default deviation is Keras')
struct truncated_normal {
    float deviation = 0.05f;

    template <class View>
    constexpr void operator()(View m, std::size_t, std::size_t, random_key key) const {
        using T = typename View::value_type;
        constexpr T end = T(0.47724986805182079); // of the normal distribution between 0 and 2
        const T scale = static_cast<T>(deviation);
        detail::fill(m, [=](std::uint64_t i) { return scale * normal_quantile(uniform<T>(key, i, -end, end)); });
    }
};

/// Zero everywhere: units that start alike stay alike.
struct zeros {
    template <class View>
    constexpr void operator()(View m, std::size_t, std::size_t, random_key) const {
        detail::fill(m, [](std::uint64_t) { return typename View::value_type{0}; });
    }
};

/// Gives a network its values before training; equal seeds give equal values. Biases are zero.
template <class T, class... Layers, class Initialiser = glorot_uniform>
constexpr void initialise(basic_network<T, Layers...>& net, std::uint64_t seed, const Initialiser& initialiser = {}) {
    initialise(net, initialiser, random_key::from_seed(seed).derive(purpose::weights));
}

}
