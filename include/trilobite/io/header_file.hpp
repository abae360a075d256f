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

/// Numbers in the braces of an initialiser, so many a line. In hexadecimal a float's digits are those of the double that
/// it is.
class number_list {
public:
    void append(auto values) {
        for (const auto value : values)
            values_.push_back(value);
    }
    std::size_t size() const { return values_.size(); }
    bool all_finite() const {
        return std::ranges::all_of(values_, [](double value) { return std::isfinite(value); });
    }
    std::string text(std::string_view suffix) const {
        std::string text = "{";
        for (std::size_t i = 0; i < values_.size(); ++i) {
            text += i % 8 == 0 ? "\n    " : " ";
            std::array<char, 32> digits; // the longest double takes 22
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), std::abs(values_[i]),
                                           std::chars_format::hex)
                                 .ptr;
            text += std::signbit(values_[i]) ? "-0x" : "0x";
            text.append(digits.data(), end);
            text += suffix;
        }
        return text + "\n}";
    }

private:
    std::vector<double> values_;
};

}

/// What a header says of a network, of whatever type: to write it is compiled once for all of them.
struct header_contents {
    std::string_view architecture;
    bool of_floats;
    detail::number_list values, input, output;
};
template <class Net>
header_contents header_contents_of(const Net& net, std::span<const typename Net::value_type, Net::input_size> sample) {
    header_contents contents{architecture<Net>, std::same_as<typename Net::value_type, float>, {}, {}, {}};
    for_each_row(net, [&](auto row) { contents.values.append(row); });
    contents.input.append(sample);
    contents.output.append(predict(net, sample));
    return contents;
}

/// The text of such a header. Fails where a value is not finite, which no C++ constant is, and where the namespace is
/// none.
inline result<std::string> header_text(const header_contents& contents, const header_options& options = {}) {
    const std::string& space = options.name_space;
    if (!detail::names_a_namespace(space))
        return failure{"a namespace such as digits or a::b was expected, found \"" + space + "\""};
    const auto& [architecture, of_floats, values, input, output] = contents;
    if (!values.all_finite() || !input.all_finite() || !output.all_finite())
        return failure{"a value is infinite or NaN: expected a network and a sample of finite values"};

    const std::string words(architecture), real = of_floats ? "float" : "double", suffix = of_floats ? "f," : ",";
    std::string text = "#pragma once\n// A trained network, written by Trilobite: " + words + "\n\n";
    for (const std::string& header : options.includes)
        text += "#include " + header + "\n";
    if (options.type.empty())
        for (const std::string& header : detail::headers_of(words))
            text += "#include " + header + "\n";
    text += "#include <trilobite/network/predict.hpp>\n#include <trilobite/network/values.hpp>\n\n#include <array>\n\n";
    std::string type = options.type;
    if (type.empty()) {
        // Where the names in an architecture mean what they mean there.
        const bool names_padding = words.find("valid") != words.find("same");
        const std::string place = "trilobite::exported::" + detail::exported_name(space);
        text += "namespace " + place + " {\n";
        text += names_padding ? "using enum padding;\n" : "";
        text += "using net_type = basic_network<" + real + ", " + words + ">;\n}\n\n";
        type = place + "::net_type";
    }
    const auto array = [&](const char* name, const detail::number_list& list) {
        return "inline constexpr std::array<" + real + ", " + std::to_string(list.size()) + "> " + name +
               list.text(suffix) + ";\n\n";
    };
    text += "namespace " + space + " {\n\nusing net_type = " + type + ";\n\n";
    text += "// A sample, and what the network makes of it where multiply-adds are rounded " +
            std::string(has_fused_multiply_add ? "once" : "twice") + ".\n";
    text += array("input", input) + array("output", output);
    text += "inline constexpr net_type network";
    text += values.size() == 0 ? "{};\n\n}\n"
                               : " = [] {\nconstexpr " + real + " values[]" + values.text(suffix) +
                                     ";\nreturn trilobite::from_values<net_type>(values);\n}();\n\n}\n";
    return text;
}
template <class Net>
result<std::string> header_text(const Net& net, std::span<const typename Net::value_type, Net::input_size> sample,
                                const header_options& options = {}) {
    return header_text(header_contents_of(net, sample), options);
}

/// Writes such a header and returns its path.
inline result<std::filesystem::path> write_header(const header_contents& contents, const std::filesystem::path& path,
                                                  const header_options& options = {}) {
    const auto text = header_text(contents, options);
    if (!text)
        return failure{path.string() + ": " + text.error()};
    return write_file(path, *text);
}
template <class Net>
result<std::filesystem::path> write_header(const Net& net,
                                           std::span<const typename Net::value_type, Net::input_size> sample,
                                           const std::filesystem::path& path, const header_options& options = {}) {
    return write_header(header_contents_of(net, sample), path, options);
}

}
