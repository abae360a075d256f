#pragma once
/// What a struct of parameters holds, listed once by BOOST_HANA_DEFINE_STRUCT. The only header that includes Hana.

#include <trilobite/core/matrix.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/define_struct.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/unpack.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace trilobite {

/// A struct whose members are listed by name.
template <class S>
concept Listed = boost::hana::Struct<std::remove_cv_t<S>>::value;

/// Something that holds several parts without names, such as the layers of a network: for_each_part(f, a, others...)
/// calls f(part of a, same part of the others...).
template <class S>
concept Composite = requires {
    typename std::remove_cv_t<S>::is_composite;
};

/// Something that training leaves as it is.
template <class S>
concept Frozen = requires {
    requires std::remove_cv_t<S>::is_frozen;
};

/// Calls f(part, same part of the others...) for every part of something composite, or every member of a listed struct.
template <class F, class S, class... Others>
constexpr void for_each_part(F&& f, S& a, Others&... others) {
    using plain = std::remove_cv_t<S>;
    if constexpr (Composite<plain>) {
        plain::for_each_part(f, a, others...);
    } else if constexpr (Listed<plain>) {
        const auto visit = [&](auto get) { f(get(a), get(others)...); };
        boost::hana::unpack(boost::hana::accessors<plain>(),
                            [&](auto... members) { (visit(boost::hana::second(members)), ...); });
    }
}

/// Calls f(m, same m of the others...) for every matrix m in a, in the order in which they are listed, into the depth.
template <class F, class S, class... Others>
constexpr void for_each_matrix(F&& f, S& a, Others&... others) {
    if constexpr (Matrix<std::remove_cv_t<S>>)
        f(a, others...);
    else
        for_each_part([&](auto& part, auto&... same) { for_each_matrix(f, part, same...); }, a, others...);
}

/// f(std::type_identity<member>{}) for each member that a struct lists.
template <Listed S, class F>
constexpr void for_each_member_type(F&& f) {
    boost::hana::unpack(boost::hana::accessors<S>(), [&](auto... members) {
        (f(std::type_identity<std::remove_cvref_t<decltype(boost::hana::second(members)(std::declval<S&>()))>>{}), ...);
    });
}

/// f(name, member) for each member that a struct lists, in their order; the name is a C string.
template <class F, Listed S>
constexpr void for_each_named_member(F&& f, S& a) {
    boost::hana::unpack(boost::hana::accessors<std::remove_cv_t<S>>(), [&](auto... members) {
        (f(boost::hana::first(members).c_str(), boost::hana::second(members)(a)), ...);
    });
}

namespace detail {

template <class S>
constexpr std::size_t count_values(bool (*counts)(bool is_untrained), bool frozen = false) {
    frozen = frozen || Frozen<S>;
    if constexpr (Matrix<S>) {
        return counts(frozen || is_untrained<S>) ? S::rows * S::columns : 0;
    } else if constexpr (Composite<S>) {
        return S::sum_over_parts(
            [=]<class Part>(std::type_identity<Part>) { return count_values<Part>(counts, frozen); });
    } else if constexpr (Listed<S>) {
        std::size_t sum = 0;
        for_each_member_type<S>([&]<class M>(std::type_identity<M>) { sum += count_values<M>(counts, frozen); });
        return sum;
    } else {
        return 0;
    }
}

}

/// How many values S holds, padding left out: all of them, and those that are trained.
template <class S>
inline constexpr std::size_t value_count = detail::count_values<S>([](bool) { return true; });
template <class S>
inline constexpr std::size_t trained_value_count = detail::count_values<S>([](bool is_untrained) {
    return !is_untrained;
});

}
