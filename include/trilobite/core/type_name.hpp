#pragma once
/// What a type is called in the source: type_name<dense<64>> is "dense<64>".

#include <trilobite/core/constant.hpp>
#include <trilobite/core/shortest_decimal.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
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
    constexpr void append(std::string_view more) {
        for (const char c : more)
            append(c);
    }
    constexpr bool ends_with(char c) const { return size != 0 && text[size - 1] == c; }
    constexpr void drop_last(std::string_view word) {
        if (std::string_view(text.data(), size).ends_with(word))
            size -= word.size();
    }

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

/// What the text begins with, where that is a `constant`: {4596373779694328218}. Its length is 0 where it is not.
struct printed_constant {
    std::uint64_t bits = 0;
    std::size_t length = 0;

    constexpr explicit printed_constant(std::string_view text) {
        std::size_t end = 1;
        for (; end < text.size() && text[end] >= '0' && text[end] <= '9'; ++end)
            bits = 10 * bits + static_cast<std::uint64_t>(text[end] - '0');
        if (text[0] == '{' && end > 1 && end < text.size() && text[end] == '}')
            length = end + 1;
    }
};

/// The arguments of a template that takes constants only.
template <class T>
inline constexpr std::array<double, 0> constants_of{};
template <template <constant...> class Name, constant... Values>
inline constexpr std::array<double, sizeof...(Values)> constants_of<Name<Values...>>{Values...};

template <class T>
constexpr auto make_short_name() {
    constexpr std::string_view name = qualified_name<T>();
    constexpr auto& constants = constants_of<T>;
    short_name<2 * name.size() + 32 * constants.size()> made;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (constants.size() != 0 && name[i] == '<') {
            // Some compilers print default arguments, some do not.
            for (std::size_t c = 0; c < constants.size(); ++c) {
                made.append(c == 0 ? "<" : ", ");
                made.append(shortest_decimal(constants[c]));
            }
            made.append('>');
            break;
        } else if (const printed_constant c(name.substr(i)); c.length != 0) {
            made.drop_last("constant"); // g++ writes the type before the braces
            made.append(shortest_decimal(std::bit_cast<double>(c.bits)));
            i += c.length - 1;
        } else if (name.substr(i, 2) == "::") {
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
/// "to be inferred", is left out: some compilers print default arguments, some do not. A `constant` is written as a
/// decimal.
template <class T>
inline constexpr std::string_view type_name{detail::short_name_of<T>.text.data(), detail::short_name_of<T>.size};

/// The name of the template that T is made from, without namespaces: template_name<dense<64>> is "dense".
template <class T>
inline constexpr std::string_view template_name = [] {
    constexpr std::string_view name = detail::qualified_name<T>();
    constexpr std::string_view before_arguments = name.substr(0, name.find('<'));
    return before_arguments.substr(before_arguments.rfind(':') + 1);
}();

}
