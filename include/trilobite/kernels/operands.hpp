#pragma once
/// What a product is made of: its left factor A, its right factor B, how its results begin and how they end.

#include <trilobite/core/sample_rows.hpp>
#include <trilobite/core/unroll.hpp>
#include <trilobite/kernels/tile.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace trilobite::kernels {

/// A as it stands: value (row, depth) of a matrix.  View: matrix_view or sample rows.
template <class View>
struct plain {
    using value_type = std::remove_const_t<typename View::value_type>;
    View m;
    TRILOBITE_INLINE value_type operator()(std::size_t row, std::size_t depth) const { return m(row, depth); }

    /// Asks for one cache line of each of some rows.
    TRILOBITE_INLINE void prefetch_rows(std::size_t row, std::size_t count, std::size_t depth) const
        requires(Prefetches<View>) {
        for (std::size_t r = row; r < row + count; ++r)
            m.prefetch(std::min(r, View::rows - 1), depth);
    }
};
template <class View>
plain(View) -> plain<View>;

template <class A>
concept CanPrefetchRows = requires(const A& a) {
    a.prefetch_rows(std::size_t{}, std::size_t{}, std::size_t{});
};

/// A matrix read as its transpose: value (row, depth) is the matrix's (depth, row).
template <class View>
struct transposed {
    using value_type = std::remove_const_t<typename View::value_type>;
    View m;
    TRILOBITE_INLINE value_type operator()(std::size_t row, std::size_t depth) const { return m(depth, row); }

    /// Asks for what stands after the rows' values at this depth: the next rows' values.
    TRILOBITE_INLINE void prefetch_after(std::size_t row, std::size_t depth) const {
        if (!__builtin_is_constant_evaluated())
            __builtin_prefetch(m.row(depth) + row + cache_line<value_type>);
    }
};
template <class View>
transposed(View) -> transposed<View>;

/// Values that stand an equal `step` apart along the depth of a left factor, or along the rows of what results are
/// written to, `stretch` of them at a time.
template <class Operand>
concept Stretched = requires {
    Operand::stretch;
    Operand::step;
};
template <class Operand>
inline constexpr std::size_t stretch_of = 0;
template <Stretched Operand>
inline constexpr std::size_t stretch_of<Operand> = Operand::stretch;

/// How the results begin.
struct from_zero {
    template <class V>
    TRILOBITE_INLINE V operator()(std::type_identity<V>, std::size_t, std::size_t) const {
        return V(typename V::value_type{0});
    }
};
template <class T>
struct from_row { /// the same row everywhere: a bias
    const T* row;
    template <class V>
    TRILOBITE_INLINE V operator()(std::type_identity<V>, std::size_t, std::size_t column) const {
        return V::load(row + column);
    }
};
struct go_on {}; /// from what stands in C

/// The value that the results at (row, column) begin with.  place: where they stand in C.
template <class V, class Start>
TRILOBITE_INLINE V begin_with(Start start, const typename V::value_type* place, std::size_t row, std::size_t column) {
    if constexpr (std::is_same_v<Start, go_on>)
        return V::load(place);
    else
        return start(std::type_identity<V>{}, row, column);
}

/// How the results end: (value, row, column) -> value, a register at a time.
struct as_is {
    template <class V>
    TRILOBITE_INLINE V operator()(V v, std::size_t, std::size_t) const {
        return v;
    }
};

/// Whether a finish, or a rule in it, takes a root or a quotient, as it says itself. Such a finish can also say that
/// this time it leaves_as_is() what it is given, and prefetch(row, column) what it will read there
/// (kernels/results.hpp).
template <class Finish>
inline constexpr bool divides = requires {
    requires Finish::divides;
};

/// Whether a finish takes dozens of instructions, as it says itself: they are not written for every register of a tile.
/// It is a function of the value alone.
template <class Finish>
inline constexpr bool is_long = requires {
    requires Finish::is_long;
};

/// n registers further along a row of B.
template <class V>
TRILOBITE_INLINE const typename V::value_type* registers_on(const typename V::value_type* b, std::size_t n) {
    return b + n * V::lanes;
}

/// B as it stands: Depth x Columns.
template <class T, std::size_t D, std::size_t C>
struct in_place {
    static constexpr std::size_t depth = D;
    matrix_view<const T, D, C> m;

    struct window {
        static constexpr std::size_t stride = matrix_view<const T, D, C>::stride;
        const T* first;
        TRILOBITE_INLINE const T* data() const { return first; }
    };
    template <std::size_t Depth, std::size_t Columns>
    TRILOBITE_INLINE window panel(std::size_t d, std::size_t column) const {
        return {m.row(d) + column};
    }
};
template <class T, std::size_t D, std::size_t C>
in_place(matrix_view<T, D, C>) -> in_place<std::remove_const_t<T>, D, C>;

}
