#pragma once
#include <trilobite/core/simd.hpp>
#include <trilobite/kernels/operands.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace trilobite {

/// The registers in which the C values of a place are worked on where the next place's follow at once: of one width,
/// and aligned, if there is one that divides C; else the widest ones that fit, and narrower ones for the rest.
template <class T, std::size_t C>
struct channel_registers {
    static constexpr std::size_t widest = [] {
        std::size_t fits = 1, divides = 1;
        for (std::size_t lanes = 1; lanes <= std::min(C, native_lanes<T>); lanes *= 2)
            if (has_lanes<T>(lanes)) {
                fits = lanes;
                divides = C % lanes == 0 ? lanes : divides;
            }
        return divides > 1 ? divides : fits;
    }();
    static constexpr bool aligned = C % widest == 0;

    /// f(std::type_identity<simd<T, ...>>{}, channel) for every register: its type, and its first channel, which is a
    /// multiple of its lanes.
    template <class F>
    TRILOBITE_INLINE static void for_each(F&& f) {
        from<widest, 0>(f);
    }

private:
    template <std::size_t Lanes, std::size_t First, class F>
    TRILOBITE_INLINE static void from(F& f) {
        constexpr std::size_t end = has_lanes<T>(Lanes) ? C - (C - First) % Lanes : First;
        if constexpr (First < end)
            for (std::size_t channel = First; channel < end; channel += Lanes)
                f(std::type_identity<simd<T, Lanes>>{}, channel);
        if constexpr (end < C)
            from<Lanes / 2, end>(f);
    }
};

/// A finish (layers/contract.hpp) of such registers: only Where they are aligned, since it may load from their place.
template <class F, bool Where>
concept FinishWhere = Where || std::is_same_v<F, kernels::as_is>;

}
