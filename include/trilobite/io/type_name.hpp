#pragma once
/// What a type is called in the source: type_name<dense<64>> is "dense<64>".

#include <array>
#include <cstddef>
#include <string_view>

namespace trilobite {

namespace detail {

/// The compiler's own words for T, with the signature of this function around them.
template <class T>
constexpr std::string_view signature() {
    return __PRETTY_FUNCTION__;
}

/// Those words alone: what differs between two signatures is the type.
template <class T>
constexpr std::string_view qualified_name() {
    constexpr std::string_view known = signature<void>();
    constexpr std::size_t before = known.find("void");
    constexpr std::size_t after = known.size() - before - 4;
    constexpr std::string_view whole = signature<T>();
    return whole.substr(before, whole.size() - before - after);
}

template <std::size_t Capacity>
struct short_name {
    std::array<char, Capacity> text{};
    std::size_t size = 0;

    constexpr void append(char c) { text[size++] = c; }
    constexpr bool ends_with(char c) const { return size != 0 && text[size - 1] == c; }

    /// Takes back the name of the namespace or class that a "::" has just followed: a word, or what compilers write
    /// for a namespace without a name, "{anonymous}" or "(anonymous namespace)".
    constexpr void drop_last_scope() {
        const auto is_word = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        };
        if (ends_with('}') || ends_with(')'))
            while (size != 0 && !ends_with('{') && !ends_with('('))
                --size;
        if (ends_with('{') || ends_with('('))
            --size;
        else
            while (size != 0 && is_word(text[size - 1]))
                --size;
    }
};

template <class T>
constexpr auto make_short_name() {
    constexpr std::string_view name = qualified_name<T>();
    short_name<name.size()> made;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name.substr(i, 2) == "::") {
            made.drop_last_scope();
            i += 1;
        } else if (name.substr(i, 4) == ", 0>") {
            i += 2;
        } else if (name.substr(i, 2) != " >") { // g++ writes a<b<1> >
            made.append(name[i]);
        }
    }
    return made;
}

template <class T>
inline constexpr auto short_name_of = make_short_name<T>();

}

/// The name of T without namespaces, its template arguments included. A last argument 0, which in a layer stands for
/// "to be inferred", is left out: some compilers print default arguments, some do not.
template <class T>
inline constexpr std::string_view type_name{detail::short_name_of<T>.text.data(), detail::short_name_of<T>.size};

}
