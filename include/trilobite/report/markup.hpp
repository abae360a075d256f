#pragma once
/// Text within SVG and HTML.

#include <trilobite/io/utf8.hpp>

#include <string>
#include <string_view>

namespace trilobite::report {

/// Words as they stand between tags and in quoted attributes, on one line.
inline std::string escaped(std::string_view words) {
    std::string safe;
    for (const char c : text::printable(words)) {
        switch (c) {
        case '&':
            safe += "&amp;";
            break;
        case '<':
            safe += "&lt;";
            break;
        case '>':
            safe += "&gt;";
            break;
        case '"':
            safe += "&quot;";
            break;
        case '\'':
            safe += "&#39;";
            break;
        default:
            safe += c;
        }
    }
    return safe;
}

}
