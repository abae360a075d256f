#pragma once
/// What a network is, in words and as a number, the same from every compiler: so that a file says what it was written
/// for.

#include <trilobite/core/shortest_decimal.hpp>
#include <trilobite/core/type_name.hpp>
#include <trilobite/layers/dense.hpp>
#include <trilobite/layers/dropout.hpp>
#include <trilobite/layers/frozen.hpp>
#include <trilobite/layers/initialised.hpp>
#include <trilobite/layers/penalty.hpp>
#include <trilobite/layers/regularised.hpp>
#include <trilobite/layers/spatial_dropout.hpp>
#include <trilobite/layers/windows.hpp>
#include <trilobite/network/network.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace trilobite {

namespace detail {

/// Text that knows how long it would be, and is kept up to a capacity. OfTraining: with what matters to training only.
template <std::size_t Capacity, bool OfTraining = false>
struct bounded_text {
    static constexpr bool of_training = OfTraining;
    std::array<char, Capacity> text{};
    std::size_t size = 0;

    constexpr void append(std::string_view more) {
        for (const char c : more) {
            if (size < Capacity)
                text[size] = c;
            ++size;
        }
    }
    constexpr void append_if_of_training(std::string_view more) {
        if constexpr (of_training)
            append(more);
    }
    constexpr operator std::string_view() const { return {text.data(), size < Capacity ? size : Capacity}; }

    constexpr void append_number(std::uint64_t n, unsigned base = 10) {
        if (n >= base)
            append_number(n / base, base);
        const char digit[1] = {"0123456789abcdef"[n % base]};
        append({digit, 1});
    }
    constexpr void append_argument(std::size_t n) { append_number(n); }
    constexpr void append_argument(padding kind) { append(kind == padding::same ? "same" : "valid"); }

    /// name<a, b, c>
    constexpr void append_template(std::string_view name, auto... arguments) {
        append(name);
        std::string_view before = "<";
        ((append(before), append_argument(arguments), before = ", "), ...);
        append(">");
    }
};

template <class P>
inline constexpr bool is_penalty_sum = false;
template <class First, class Second>
inline constexpr bool is_penalty_sum<penalty_sum<First, Second>> = true;

/// A penalty of one's own, for the words of the compiler.
template <class P, auto Penalty>
struct penalty_like {};

/// How a penalty is written: l1{0.01} + l2{0.01}.
template <auto Penalty>
constexpr void append_penalty(auto& out) {
    using type = std::remove_cv_t<decltype(Penalty)>;
    if constexpr (std::same_as<type, l1> || std::same_as<type, l2>) {
        out.append(type_name<type>);
        out.append("{");
        out.append(shortest_decimal(Penalty.strength));
        out.append("}");
    } else if constexpr (is_penalty_sum<type>) {
        append_penalty<Penalty.first>(out);
        out.append(" + ");
        append_penalty<Penalty.second>(out);
    } else {
        out.append(type_name<penalty_like<type, Penalty>>);
    }
}

/// How the name of a layer is written. Compilers disagree about arguments that have a default, so these are always
/// written here.
template <class Spec>
struct written_layer {
    static constexpr void to(auto& out) { out.append(type_name<Spec>); }
};
template <template <std::size_t...> class Name, std::size_t... Numbers>
struct written_layer<Name<Numbers...>> {
    static constexpr void to(auto& out) { out.append_template(template_name<Name<Numbers...>>, Numbers...); }
};
template <std::size_t Out, std::size_t In>
struct written_layer<dense<Out, In>> {
    static constexpr void to(auto& out) { out.append_template("dense", Out); }
};
template <template <std::size_t, std::size_t, padding> class Name, std::size_t Size, std::size_t Stride, padding P>
struct written_layer<Name<Size, Stride, P>> {
    static constexpr void to(auto& out) { out.append_template(template_name<Name<Size, Stride, P>>, Size, Stride, P); }
};
template <template <std::size_t, std::size_t, std::size_t, padding> class Name, std::size_t Filters, std::size_t Kernel,
          std::size_t Stride, padding P>
struct written_layer<Name<Filters, Kernel, Stride, P>> {
    static constexpr void to(auto& out) {
        out.append_template(template_name<Name<Filters, Kernel, Stride, P>>, Filters, Kernel, Stride, P);
    }
};
template <class Spec>
struct written_layer<frozen<Spec>> {
    static constexpr void to(auto& out) {
        out.append_if_of_training("frozen<");
        written_layer<Spec>::to(out);
        out.append_if_of_training(">");
    }
};
template <class Spec, auto Penalty>
struct written_layer<regularised<Spec, Penalty>> {
    template <class Text>
    static constexpr void to(Text& out) {
        out.append_if_of_training("regularised<");
        written_layer<Spec>::to(out);
        if constexpr (Text::of_training) {
            out.append(", ");
            append_penalty<Penalty>(out);
            out.append(">");
        }
    }
};
template <class Spec, class Initialiser>
struct written_layer<initialised<Spec, Initialiser>> : written_layer<Spec> {};

/// In a prediction nothing is dropped.
template <class Spec, class WithoutRate>
struct written_dropout {
    template <class Text>
    static constexpr void to(Text& out) {
        out.append(type_name<std::conditional_t<Text::of_training, Spec, WithoutRate>>);
    }
};
template <constant Rate>
struct written_layer<dropout<Rate>> : written_dropout<dropout<Rate>, dropout<0>> {};
template <constant Rate>
struct written_layer<spatial_dropout<Rate>> : written_dropout<spatial_dropout<Rate>, spatial_dropout<0>> {};

template <class... Specs>
constexpr void append_layers(auto& out) {
    [[maybe_unused]] std::string_view before = "";
    ((out.append(before), written_layer<Specs>::to(out), before = ", "), ...);
}
template <template <class...> class Name, class... Specs>
struct written_layer<Name<Specs...>> {
    static constexpr void to(auto& out) {
        out.append(template_name<Name<Specs...>>);
        out.append("<");
        append_layers<Specs...>(out);
        out.append(">");
    }
};

template <class Net>
struct written_network;
template <class T, class... Specs>
struct written_network<basic_network<T, Specs...>> {
    static constexpr void to(auto& out) { append_layers<Specs...>(out); }
};

template <class Written, bool OfTraining>
inline constexpr auto words = [] {
    constexpr std::size_t size = [] {
        bounded_text<0, OfTraining> measure;
        Written::to(measure);
        return measure.size;
    }();
    bounded_text<size, OfTraining> written;
    Written::to(written);
    return written;
}();

template <class Written, bool OfTraining = false>
inline constexpr std::string_view words_of{words<Written, OfTraining>.text.data(), words<Written, OfTraining>.size};

}

/// How the name of a layer is written in full: layer_words<max_pool2d<2>> is "max_pool2d<2, 2, valid>". Layers of one's
/// own that have other kinds of template arguments than those here are in the words of the compiler.
template <class Spec>
inline constexpr std::string_view layer_words = detail::words_of<detail::written_layer<Spec>>;

/// A network as its list: "input<784>, dense<64>, sigmoid, dense<10>, softmax". Networks of the same words predict the
/// same from the same parameters: what matters to training only (frozen, regularised, initialised) is left out, and a
/// dropout is one of rate 0.
template <class Net>
inline constexpr std::string_view architecture = detail::words_of<detail::written_network<Net>>;

/// The same with what matters to training: "input<784>, frozen<dense<64>>, dropout<0.2>, regularised<dense<10>,
/// l2{0.01}>". What matters before it only (initialised) is left out here too.
template <class Net>
inline constexpr std::string_view trained_architecture = detail::words_of<detail::written_network<Net>, true>;

/// The words of `architecture` as a number. (FNV-1a with 64 bits; Fowler, Noll, Vo)
template <class Net>
inline constexpr std::uint64_t architecture_hash = [] {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : architecture<Net>)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}();

}
