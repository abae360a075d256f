#pragma once
/// Registers: `simd<T, Lanes>`, a thin value type over xsimd, and the same thing with one lane (core/one_lane.hpp) for
/// targets on which xsimd has no architecture (microcontrollers) or where TRILOBITE_NO_SIMD is defined. Every operation
/// is elementwise and correctly rounded, so a lane computes what the scalar type computes. Constant expressions know no
/// registers: in them it does so by itself.

#include <trilobite/core/one_lane.hpp>
#include <trilobite/core/xsimd.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <type_traits>

namespace trilobite {

#if defined(TRILOBITE_NO_SIMD)

/// The lanes of the widest register of this target.
template <class T>
inline constexpr std::size_t native_lanes = 1;

template <class T>
constexpr bool has_lanes(std::size_t lanes) {
    return lanes == 1;
}

#else

template <class T>
inline constexpr std::size_t native_lanes = xsimd::batch<T>::size;

/// Whether a register of that many lanes exists.
template <class T>
constexpr bool has_lanes(std::size_t lanes) {
    const auto exists = []<std::size_t L>(std::integral_constant<std::size_t, L>) {
        return !std::is_void_v<xsimd::make_sized_batch_t<T, L>>;
    };
    switch (lanes) {
    case 1:
        return true;
    case 2:
        return exists(std::integral_constant<std::size_t, 2>{});
    case 4:
        return exists(std::integral_constant<std::size_t, 4>{});
    case 8:
        return exists(std::integral_constant<std::size_t, 8>{});
    case 16:
        return exists(std::integral_constant<std::size_t, 16>{});
    default:
        return false;
    }
}

namespace detail {

/// Says that a register's lanes are to be values by themselves, as constant expressions need them.
struct apart {};

/// In which lanes a condition holds, in the form that the register has for it.
template <class Register, std::size_t Lanes>
struct mask {
    static constexpr std::size_t lanes = Lanes;

    union {
        Register value;
        bool each[Lanes]; ///< in constant expressions
    };

    TRILOBITE_INLINE explicit mask(Register v) : value(v) {}
    TRILOBITE_INLINE explicit mask(apart) : each{} {}
};

/// f(lane i of each) in lane i: what an operation is in constant expressions.
template <class Result, class F, class... Operands>
constexpr Result by_lanes(F f, const Operands&... operands) {
    Result result(apart{});
    for (std::size_t i = 0; i < Result::lanes; ++i)
        result.each[i] = f(operands.each[i]...);
    return result;
}

}

template <class T, std::size_t Lanes>
requires(Lanes > 1) struct simd<T, Lanes> {
    using batch_type = xsimd::make_sized_batch_t<T, Lanes>;
    using value_type = T;
    using bits_type = simd<bits_of<T>, Lanes>;
    using mask_type = detail::mask<typename batch_type::batch_bool_type, Lanes>;
    using lane_type = simd<T, 1>;
    static constexpr std::size_t lanes = Lanes;

    /// g++ copies a union through memory where it cannot see through it: of hot code, look at the assembly where a
    /// named register is returned from one of several places, or made by std::bit_cast.
    union {
        batch_type value;
        lane_type each[Lanes]; ///< in constant expressions
    };

    simd() = default;
    TRILOBITE_INLINE simd(T v) {
        if (__builtin_is_constant_evaluated())
            *this = detail::by_lanes<simd>([v](lane_type) { return lane_type(v); }, simd(detail::apart{}));
        else
            value = batch_type(v);
    }
    TRILOBITE_INLINE explicit simd(batch_type v) : value(v) {}
    TRILOBITE_INLINE explicit simd(detail::apart) : each{} {}

    TRILOBITE_INLINE static simd load(const T* from) {
        if (__builtin_is_constant_evaluated())
            return lanes_from(from);
        return simd(batch_type::load_aligned(from));
    }
    TRILOBITE_INLINE static simd load_unaligned(const T* from) {
        if (__builtin_is_constant_evaluated())
            return lanes_from(from);
        return simd(batch_type::load_unaligned(from));
    }
    /// What was loaded stays in its register, where g++ would load it anew for each of two or three uses.
    TRILOBITE_INLINE void stay() {
#if defined(__x86_64__) && defined(__OPTIMIZE__) && !defined(__clang__)
        if (!__builtin_is_constant_evaluated())
            __asm__("" : "+v"(value.data));
#endif
    }
    TRILOBITE_INLINE void store(T* to) const {
        if (__builtin_is_constant_evaluated())
            lanes_to(to);
        else
            value.store_aligned(to);
    }
    TRILOBITE_INLINE void store_unaligned(T* to) const {
        if (__builtin_is_constant_evaluated())
            lanes_to(to);
        else
            value.store_unaligned(to);
    }
    TRILOBITE_INLINE bits_type bits() const {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<bits_type>([](lane_type x) { return x.bits(); }, *this);
        return bits_type(std::bit_cast<typename bits_type::batch_type>(value));
    }
    TRILOBITE_INLINE static simd from_bits(bits_type b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](typename lane_type::bits_type x) { return lane_type::from_bits(x); }, b);
        return simd(std::bit_cast<batch_type>(b.value));
    }

    TRILOBITE_INLINE friend simd operator+(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](lane_type x, lane_type y) { return x + y; }, a, b);
        return simd(a.value + b.value);
    }
    TRILOBITE_INLINE friend simd operator-(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](lane_type x, lane_type y) { return x - y; }, a, b);
        return simd(a.value - b.value);
    }
    TRILOBITE_INLINE friend simd operator*(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](lane_type x, lane_type y) { return x * y; }, a, b);
        return simd(a.value * b.value);
    }
    TRILOBITE_INLINE friend simd operator/(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](lane_type x, lane_type y) { return x / y; }, a, b);
        return simd(detail::quotient(a.value, b.value));
    }
    TRILOBITE_INLINE friend simd operator-(simd a) requires std::is_floating_point_v<T> {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](lane_type x) { return -x; }, a);
        return simd(batch_type(-a.value.data)); // xsimd's own is 0 - a on AVX-512, which makes -0 from no zero
    }
    TRILOBITE_INLINE friend simd operator&(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](lane_type x, lane_type y) { return x & y; }, a, b);
        return simd(a.value & b.value);
    }
    TRILOBITE_INLINE friend simd operator|(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](lane_type x, lane_type y) { return x | y; }, a, b);
        return simd(a.value | b.value);
    }
    TRILOBITE_INLINE friend simd operator<<(simd a, int n) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([n](lane_type x) { return x << n; }, a);
        return simd(a.value << n);
    }
    TRILOBITE_INLINE friend simd operator>>(simd a, int n) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([n](lane_type x) { return x >> n; }, a);
        return simd(a.value >> n);
    }
    TRILOBITE_INLINE friend mask_type operator<(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<mask_type>([](lane_type x, lane_type y) { return x < y; }, a, b);
        return mask_type(a.value < b.value);
    }
    TRILOBITE_INLINE friend mask_type operator>(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<mask_type>([](lane_type x, lane_type y) { return x > y; }, a, b);
        return mask_type(a.value > b.value);
    }
    TRILOBITE_INLINE friend mask_type operator==(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<mask_type>([](lane_type x, lane_type y) { return x == y; }, a, b);
        return mask_type(a.value == b.value);
    }

    /// What a matrix is turned with: a register in pieces of 16 bytes, within which it is cheap to move values about.
    static constexpr std::size_t piece = std::min(16 / sizeof(T), Lanes);

    /// Piece after piece, each `stride` behind the one before it.
    TRILOBITE_INLINE static simd load_pieces(const T* from, std::size_t stride) {
        if (__builtin_is_constant_evaluated()) {
            simd all(detail::apart{});
            for (std::size_t i = 0; i < Lanes; ++i)
                all.each[i] = lane_type(from[i / piece * stride + i % piece]);
            return all;
        }
        return simd(batch_type(detail::load_pieces<piece, Lanes / piece>(from, stride)));
    }
    /// Of each piece the lower half of a's lanes and of b's by turns; the upper half.
    TRILOBITE_INLINE static simd interleave_low(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return interleaved(0, a, b);
        return simd(detail::interleave<0, piece>(a.value, b.value));
    }
    TRILOBITE_INLINE static simd interleave_high(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return interleaved(piece / 2, a, b);
        return simd(detail::interleave<piece / 2, piece>(a.value, b.value));
    }
    TRILOBITE_INLINE static simd select(mask_type mask, simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](bool m, lane_type x, lane_type y) { return lane_type::select(m, x, y); },
                                          mask, a, b);
        return simd(xsimd::select(mask.value, a.value, b.value));
    }
    TRILOBITE_INLINE static simd fma(simd a, simd b, simd c) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](lane_type x, lane_type y, lane_type z) { return lane_type::fma(x, y, z); },
                                          a, b, c);
        return simd(detail::fused(a.value, b.value, c.value));
    }
    TRILOBITE_INLINE static simd larger(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](lane_type x, lane_type y) { return lane_type::larger(x, y); }, a, b);
        return simd(detail::larger(a.value, b.value));
    }
    TRILOBITE_INLINE static simd smaller(simd a, simd b) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](lane_type x, lane_type y) { return lane_type::smaller(x, y); }, a, b);
        return simd(detail::smaller(a.value, b.value));
    }
    TRILOBITE_INLINE friend simd square_root(simd a) {
        if (__builtin_is_constant_evaluated())
            return detail::by_lanes<simd>([](lane_type x) { return square_root(x); }, a);
        return simd(detail::rounded_square_root(a.value));
    }

private:
    static constexpr simd lanes_from(const T* from) {
        simd all(detail::apart{});
        for (std::size_t i = 0; i < Lanes; ++i)
            all.each[i] = from[i];
        return all;
    }
    constexpr void lanes_to(T* to) const {
        for (std::size_t i = 0; i < Lanes; ++i)
            each[i].store(to + i);
    }
    /// Of each piece the lanes first, first + 1, ... of a and b by turns.
    static constexpr simd interleaved(std::size_t first, simd a, simd b) {
        simd all(detail::apart{});
        for (std::size_t i = 0; i < Lanes; ++i)
            all.each[i] = (i % 2 == 0 ? a : b).each[i / piece * piece + first + i % piece / 2];
        return all;
    }
};

#endif

/// The lanes with which n values in a row are best worked on: the narrowest register that holds them all, else the
/// widest there is. One value is a scalar.
template <class T>
constexpr std::size_t lanes_for(std::size_t n) {
    for (std::size_t lanes = 1; lanes < native_lanes<T>; lanes *= 2)
        if (lanes >= n && has_lanes<T>(lanes))
            return lanes;
    return native_lanes<T>;
}

/// The register in which rows of n values are worked on.
template <class T, std::size_t N>
using simd_for = simd<T, lanes_for<T>(N)>;

}
