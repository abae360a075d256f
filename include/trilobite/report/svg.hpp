#pragma once
/// Figures as SVG, drawn by gnuplot.

#include <trilobite/io/write_file.hpp>
#include <trilobite/report/figure_script.hpp>
#include <trilobite/report/markup.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace trilobite::report {

namespace detail {

/// gnuplot's black is the ink: dark on white, or light on dark where the reader's screen is.
inline constexpr const char* figure_style =
    "<style>.figure{color:#1f2328}.figure .paper{fill:#fff}.figure [color=black]{color:inherit}"
    ".figure [fill=black]{fill:currentColor}.figure [stroke=black]{stroke:currentColor}"
    ".figure [font-size='13.00']{font-weight:600}"
    "@media(prefers-color-scheme:dark){.figure{color:#e6e8eb}.figure .paper{fill:#16181d}"
    ".figure [id*=gnuplot_plot]{filter:brightness(1.3)}}</style>\n"
    "<rect class=\"paper\" width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";

}

/// Panels in one picture, in rows of so many columns; by default in one row. An SVG element, which is a file as it is,
/// and can stand in HTML. Fails where there is no gnuplot, and where a panel has nothing to draw.
inline result<std::string> svg(std::span<const figure> panels, std::size_t columns = 0) {
    if (panels.empty())
        return failure{"a picture has at least one panel"};
    unsigned width = 0, height = 0;
    std::string title;
    for (std::size_t i = 0; i < panels.size(); ++i) {
        if (const std::string why = detail::panel_script(panels[i], i).complaint(); !why.empty())
            return failure{why};
        width = std::max(width, panels[i].width);
        height = std::max(height, panels[i].height);
        title += (i == 0 ? "" : ", ") + panels[i].title;
    }
    if (columns == 0)
        columns = panels.size();
    width *= static_cast<unsigned>(columns);
    height *= static_cast<unsigned>((panels.size() + columns - 1) / columns);

    auto drawn = detail::run_gnuplot(detail::picture_script(panels, columns, width, height));
    if (!drawn)
        return drawn;
    // What gnuplot says before its drawing is replaced, and its titles of what is drawn, which would pop up, are left
    // out.
    const std::size_t drawing = drawn->find("<g id=");
    if (drawing == drawn->npos)
        return failure{"gnuplot drew no SVG: " + drawn->substr(0, 200)};
    constexpr std::string_view begin = "<title>gnuplot_plot_", end = "</title>";
    for (std::size_t at = 0; (at = drawn->find(begin, at)) != drawn->npos;)
        drawn->erase(at, drawn->find(end, at) + end.size() - at);
    const std::string across = std::to_string(width), down = std::to_string(height);
    return "<svg class=\"figure\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" "
           "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"" +
           across + "\" height=\"" + down + "\" viewBox=\"0 0 " + across + " " + down + "\">\n<title>" +
           escaped(title) + "</title>\n" + detail::figure_style + drawn->substr(drawing);
}

inline result<std::string> svg(const figure& drawn) {
    return svg(std::span(&drawn, 1));
}

/// Writes a picture to a file; fails where it cannot be drawn or written, and then leaves the file as it was.
inline result<std::filesystem::path> save(std::span<const figure> panels, const std::filesystem::path& path) {
    const auto picture = svg(panels);
    if (!picture)
        return failure{path.string() + ": " + picture.error()};
    return write_file(path, *picture);
}

inline result<std::filesystem::path> save(const figure& drawn, const std::filesystem::path& path) {
    return save(std::span(&drawn, 1), path);
}

}
