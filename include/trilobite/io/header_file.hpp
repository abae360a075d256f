#pragma once
/// A trained network as a C++ header of constants, for flash.
///
///     write_header(net, sample, "digits.hpp", {.name_space = "digits"});
///
/// The header defines, in that namespace,
///
///     net_type                          the network's type without what matters to training only (frozen, regularised,
///                                       initialised), and with dropouts of rate 0; or the type that the options give
///     constexpr net_type network        the network
///     constexpr std::array input        the sample
///     constexpr std::array output       what the network made of it here, for a check
///
/// Numbers are hexadecimal, which is exact. They stand there without the padding of registers, and the network is made
/// of them by the compiler that reads the header: it is a constant on every target, and needs neither code nor other
/// memory.

#include <trilobite/io/result.hpp>
#include <trilobite/io/write_file.hpp>
#include <trilobite/network/architecture.hpp>
#include <trilobite/network/predict.hpp>
#include <trilobite/network/values.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trilobite {

struct header_options {
    std::string name_space = "trained"; ///< may be nested: a::b
    /// How the network's type is written, and the headers that this takes: "<my_layers.hpp>". Without a type it is
    /// written by the network's architecture, which is enough for the library's own layers.
    std::string type{};
    std::vector<std::string> includes{};
};

namespace detail {

/// The headers of the library's layers that an architecture names.
inline std::set<std::string> headers_of(std::string_view architecture) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_0123456789.";
    std::set<std::string> headers;
    for (std::size_t begin = 0; begin < architecture.size(); ++begin) {
        const std::size_t end = std::min(architecture.find_first_not_of(letters, begin), architecture.size());
        const std::string_view word = architecture.substr(begin, end - begin);
        begin = end;
        if (word.empty() || word.front() < 'a' || word == "same" || word == "valid")
            continue;
        const std::string_view file = word == "residual" || word == "projection" ? "network/composites/residual"
                                      : word == "concat" || word == "branch"     ? "network/composites/concat"
                                      : word.starts_with("global_")              ? "layers/global_pooling"
                                                                                 : "";
        headers.insert("<trilobite/" + (file.empty() ? "layers/" + std::string(word) : std::string(file)) + ".hpp>");
    }
    return headers;
}

/// Words that are no names, or not free: in a namespace called so, the header would not find what it needs.
inline bool is_reserved(std::string_view word) {
    constexpr std::string_view all =
        " alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t char8_t class "
        "co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype "
        "default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline "
        "int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public "
        "register "
        "reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch template "
        "this thread_local throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t "
        "while xor xor_eq std trilobite ";
    return all.find(" " + std::string(word) + " ") != all.npos;
}

/// Whether text can name a namespace: a, a::b.
inline bool names_a_namespace(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const std::size_t end = text.find("::");
    const std::string_view first = text.substr(0, end);
    return !first.empty() && is_letter(first.front()) && !is_reserved(first) &&
           std::all_of(first.begin(), first.end(), [&](char c) { return is_letter(c) || is_digit(c); }) &&
           (end == std::string_view::npos || names_a_namespace(text.substr(end + 2)));
}

/// A name for a namespace beside the library's own names: of_a::of_b for a::b. In one called residual, say, that word
/// would not be the layer.
inline std::string exported_name(std::string_view name) {
    const std::size_t end = name.find("::");
    return "of_" + std::string(name.substr(0, end)) +
           (end == name.npos ? "" : "::" + exported_name(name.substr(end + 2)));
}

/// Numbers in the braces of an initialiser, so many a line.
template <std::floating_point T>
class number_list {
public:
    void append(std::span<const T> values) {
        for (const T value : values) {
            text_ += count_++ % 8 == 0 ? "\n    " : " ";
            std::array<char, 32> digits; // the longest double takes 22
            const T magnitude = std::abs(value);
            const auto end =
                std::to_chars(digits.data(), digits.data() + digits.size(), magnitude, std::chars_format::hex).ptr;
            text_ += std::signbit(value) ? "-0x" : "0x";
            text_.append(digits.data(), end);
            text_ += std::same_as<T, float> ? "f," : ",";
            all_finite_ = all_finite_ && std::isfinite(value);
        }
    }
    bool all_finite() const { return all_finite_; }
    std::string text() const { return "{" + text_ + "\n}"; }

private:
    std::string text_;
    std::size_t count_ = 0;
    bool all_finite_ = true;
};

}

/// The text of such a header. Fails where a value is not finite, which no C++ constant is, and where the namespace is
/// none.
template <class Net>
result<std::string> header_text(const Net& net, std::span<const typename Net::value_type, Net::input_size> sample,
                                const header_options& options = {}) {
    using T = typename Net::value_type;
    const std::string &space = options.name_space, real = std::same_as<T, float> ? "float" : "double";
    if (!detail::names_a_namespace(space))
        return failure{"a namespace such as digits or a::b was expected, found \"" + space + "\""};

    detail::number_list<T> values, input, output;
    for_each_row(net, [&](auto row) { values.append(row); });
    input.append(sample);
    output.append(predict(net, sample));
    if (!values.all_finite() || !input.all_finite() || !output.all_finite())
        return failure{"a value is infinite or NaN: expected a network and a sample of finite values"};

    const std::string architecture(trilobite::architecture<Net>);
    std::string text = "#pragma once\n// A trained network, written by Trilobite: " + architecture + "\n\n";
    for (const std::string& header : options.includes)
        text += "#include " + header + "\n";
    if (options.type.empty())
        for (const std::string& header : detail::headers_of(architecture))
            text += "#include " + header + "\n";
    text += "#include <trilobite/network/predict.hpp>\n#include <trilobite/network/values.hpp>\n\n#include <array>\n\n";
    std::string type = options.type;
    if (type.empty()) {
        // Where the names in an architecture mean what they mean there.
        const bool names_padding = architecture.find("valid") != architecture.find("same");
        const std::string place = "trilobite::exported::" + detail::exported_name(space);
        text += "namespace " + place + " {\n";
        text += names_padding ? "using enum padding;\n" : "";
        text += "using net_type = basic_network<" + real + ", " + architecture + ">;\n}\n\n";
        type = place + "::net_type";
    }
    const auto array = [&](std::size_t size, const char* name, const std::string& list) {
        return "inline constexpr std::array<" + real + ", " + std::to_string(size) + "> " + name + list + ";\n\n";
    };
    text += "namespace " + space + " {\n\nusing net_type = " + type + ";\n\n";
    text += "// A sample, and what the network makes of it where multiply-adds are rounded " +
            std::string(has_fused_multiply_add ? "once" : "twice") + ".\n";
    text += array(Net::input_size, "input", input.text()) + array(Net::output_size, "output", output.text());
    text += "inline constexpr net_type network";
    text += value_count<Net> == 0 ? "{};\n\n}\n"
                                  : " = [] {\nconstexpr " + real + " values[]" + values.text() +
                                        ";\nreturn trilobite::from_values<net_type>(values);\n}();\n\n}\n";
    return text;
}

/// Writes such a header and returns its path.
template <class Net>
result<std::filesystem::path> write_header(const Net& net,
                                           std::span<const typename Net::value_type, Net::input_size> sample,
                                           const std::filesystem::path& path, const header_options& options = {}) {
    const auto text = header_text(net, sample, options);
    if (!text)
        return failure{path.string() + ": " + text.error()};
    return write_file(path, *text);
}

}
