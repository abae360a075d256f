#pragma once

/// More pictures out of few: every epoch sees each of them distorted in another way.

#include <trilobite/core/random.hpp>
#include <trilobite/core/shape.hpp>
#include <trilobite/data/distortion.hpp>
#include <trilobite/training/data_view.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace trilobite::data {

/// How far pictures are distorted: each draw is uniform within these bounds, and for noise normal.
struct augmentation {
    float shift = 0;    ///< pixels to each side, and up and down
    float rotation = 0; ///< degrees to each side, at most 180
    float scale = 0;    ///< magnified by 1 - scale ... 1 + scale; less than 1
    float noise = 0;    ///< the standard deviation of what is added to each value
    bool flip = false;  ///< every other picture is mirrored left to right
    surroundings beyond = surroundings::zero;
};

namespace detail {

template <std::size_t PictureSize, std::size_t InputSize>
struct picture_is_input {
    static_assert(PictureSize == InputSize,
                  "trilobite: the pictures to augment have another size than the network's input; see "
                  "picture_is_input<PictureSize, InputSize> for the numbers");
    static constexpr bool value = true;
};

}

/// Other data's pictures, distorted: what sample i of epoch n looks like is drawn from (seed, n, i) alone. What `fit`
/// learns from it takes from `for_epoch`; by themselves these are the pictures of epoch 0. Nothing is stored; one
/// sample stands on the stack while it is copied.
template <shape Picture, class Data>
struct augmented {
    Data data;
    augmentation bounds;
    std::uint64_t seed = 0;
    std::size_t epoch = 0;

    static constexpr bool targets_are_classes = Data::targets_are_classes;

    template <class Net>
    constexpr std::size_t size() const {
        return data.template size<Net>();
    }
    template <class Net>
    constexpr bool fits() const {
        return detail::picture_is_input<Picture.size(), Net::input_size>::value && data.template fits<Net>();
    }
    template <class Net, class T>
    void copy(std::size_t i, T* x, T* y) const {
        data.template copy<Net>(i, x, y);
        const random_key key = random_key::from_seed(seed).derive(purpose::augmentation).derive(epoch).derive(i);
        distort<Picture>(x, draw(key), bounds.beyond);
        if (bounds.noise != 0)
            add_noise(x, key.derive(0));
    }
    /// The samples as they are in an epoch.
    auto for_epoch(std::size_t n) const {
        const auto& inner = data_of_epoch(data, n);
        return augmented<Picture, std::remove_cvref_t<decltype(inner)>>{inner, bounds, seed, n};
    }

private:
    constexpr distortion draw(random_key key) const {
        const auto around = [&](float middle, std::uint64_t number, float reach) {
            return uniform(key, number, middle - reach, middle + reach);
        };
        return {.right = around(0, 0, bounds.shift),
                .down = around(0, 1, bounds.shift),
                .rotation = around(0, 2, bounds.rotation),
                .zoom = around(1, 3, bounds.scale),
                .mirrored = bounds.flip && uniform<float>(key, 4) < 0.5f};
    }
    template <class T>
    void add_noise(T* x, random_key key) const {
        for (std::size_t j = 0; j < Picture.size(); ++j)
            x[j] = multiply_add(static_cast<T>(bounds.noise), normal<T>(key, j), x[j]);
    }
};

/// Data whose pictures of shape{Extents...} are augmented:
///
///     fit<128>(net, cost, adam{}, augment<28, 28>(data_view{pixels, labels}, {.shift = 2, .rotation = 10}, 1), ...);
template <std::size_t... Extents, class Data>
constexpr augmented<shape{Extents...}, Data> augment(const Data& data, const augmentation& bounds, std::uint64_t seed) {
    return {data, bounds, seed};
}

}
