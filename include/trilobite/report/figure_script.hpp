#pragma once
/// Figures in gnuplot's language.

#include <trilobite/io/shortest.hpp>
#include <trilobite/io/text.hpp>
#include <trilobite/report/axis.hpp>
#include <trilobite/report/figure.hpp>
#include <trilobite/report/gnuplot.hpp>
#include <trilobite/report/note_place.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace trilobite::report::detail {

/// What gnuplot's language says of one figure.
class panel_script {
public:
    /// number: tells the data of the panels of a picture apart.
    panel_script(const figure& drawn, std::size_t number) : figure_(drawn), number_(std::to_string(number)) {}

    /// Why the figure cannot be drawn; empty where it can.
    std::string complaint() const {
        bool any = false;
        for (const series& s : figure_.series) {
            if (!s.x.empty() && s.x.size() != s.y.size())
                return "figure '" + figure_.title + "': series '" + s.name + "' has " + std::to_string(s.x.size()) +
                       " x and " + std::to_string(s.y.size()) + " y";
            for (std::size_t i = 0; i < s.y.size(); ++i)
                any = any || can_be_drawn(s.x_at(i), s.y[i]);
        }
        return any ? std::string() : "figure '" + figure_.title + "' has nothing that can be drawn";
    }

    std::string text() const {
        const axis x = x_axis(), y = y_axis();
        return data() + "unset logscale\nunset label\n" + axis_text('x', x, figure_.log_x, figure_.x_label) +
               axis_text('y', y, figure_.log_y, figure_.y_label) + x_names() + title_and_legend() + notes(x, y) +
               plot();
    }

private:
    /// Blue, vermilion, green, purple, orange, sky: told apart by colour-blind readers, and seen on white and on black.
    /// (Okabe, Ito 2008)
    static constexpr std::array<const char*, 6> colours{"#0072b2", "#d55e00", "#009e73",
                                                        "#cc79a7", "#e69f00", "#56b4e9"};

    static constexpr std::size_t pixels_of_letter = 6, pixels_beside = 80;

    bool can_be_drawn(double x, double y) const {
        return std::isfinite(x) && std::isfinite(y) && (!figure_.log_x || x > 0) && (!figure_.log_y || y > 0);
    }

    template <class F>
    void for_each_point(F f) const {
        for (const series& s : figure_.series)
            for (std::size_t i = 0; i < s.y.size(); ++i)
                if (can_be_drawn(s.x_at(i), s.y[i]))
                    f(s, s.x_at(i), s.y[i]);
    }

    std::string data_name(std::size_t i) const { return "$data_" + number_ + "_" + std::to_string(i); }

    std::string data() const {
        std::string blocks;
        for (std::size_t i = 0; i < figure_.series.size(); ++i) {
            const series& s = figure_.series[i];
            blocks += data_name(i) + " << END\n";
            for (std::size_t j = 0; j < s.y.size(); ++j)
                blocks += can_be_drawn(s.x_at(j), s.y[j])
                              ? text::shortest(s.x_at(j)) + " " + text::shortest(s.y[j]) + "\n"
                              : "NaN NaN\n";
            blocks += "END\n";
        }
        return blocks;
    }

    /// Nine tenths of the least distance between two bars of a series.
    static double bar_width(const series& s) {
        std::vector<double> x;
        for (std::size_t i = 0; i < s.y.size(); ++i)
            x.push_back(s.x_at(i));
        std::sort(x.begin(), x.end());
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t i = 1; i < x.size(); ++i)
            if (x[i] > x[i - 1])
                least = std::min(least, x[i] - x[i - 1]);
        return 0.9 * (std::isfinite(least) ? least : 1);
    }

    axis x_axis() const {
        double low = std::numeric_limits<double>::infinity(), high = -low, room = 0;
        bool whole = true;
        for_each_point([&](const series&, double x, double) {
            low = std::min(low, x);
            high = std::max(high, x);
            whole = whole && x == std::floor(x);
        });
        if (figure_.log_x)
            return log_axis(low, high);
        // Bars and points would be cut in two at the edges.
        for (const series& s : figure_.series)
            if (s.drawn_as != mark::line)
                room = std::max(room, s.drawn_as == mark::bars ? bar_width(s) / 1.8 : (high - low) / 50);
        return linear_axis(low - room, high + room, whole);
    }

    axis y_axis() const {
        double low = std::numeric_limits<double>::infinity(), high = -low;
        for_each_point([&](const series& s, double, double y) {
            const bool from_zero = s.drawn_as == mark::bars && !figure_.log_y;
            low = std::min({low, y, from_zero ? 0 : y});
            high = std::max({high, y, from_zero ? 0 : y});
        });
        return figure_.log_y ? log_axis(low, high) : rounded_axis(low, high);
    }

    static std::string axis_text(char name, const axis& a, bool logarithmic, const std::string& label) {
        std::string marks;
        for (const double mark : a.marks)
            marks += (marks.empty() ? "" : ", ") + text::shortest(mark);
        const std::string axis(1, name);
        return (logarithmic ? "set logscale " + axis + "\n" : "") + "set " + axis + "range [" + text::shortest(a.low) +
               ":" + text::shortest(a.high) + "]\nset " + axis + "tics (" + marks + ")\nset " + axis + "label " +
               gnuplot_string(label) + "\n";
    }

    /// What stands at a mark is a format of printf's.
    static std::string without_formats(const std::string& name) {
        std::string doubled;
        for (const char c : name)
            doubled.append(c == '%' ? 2 : 1, c);
        return doubled;
    }

    /// Names in place of numbers, slanted where they would not fit side by side.
    std::string x_names() const {
        std::string names;
        std::size_t letters = 0, longest = 0;
        for (std::size_t i = 0; i < figure_.x_names.size(); ++i) {
            const std::string& name = figure_.x_names[i];
            names += (i == 0 ? "set xtics (" : ", ") + gnuplot_string(without_formats(name)) + " " + std::to_string(i);
            letters += name.size() + 2;
            longest = std::max(longest, name.size());
        }
        const bool slanted = letters * pixels_of_letter + pixels_beside > figure_.width;
        const double below = 3.4 + (slanted ? 0.35 * static_cast<double>(longest) : 0);
        return (names.empty() ? names : names + ")\n") + "set xtics " +
               (slanted ? "rotate by 45 right\n" : "norotate autojustify\n") + "set bmargin " + text::fixed(below, 1) +
               "\n";
    }

    /// Between title and axes where it fits on a line, else at the right.
    std::string title_and_legend() const {
        std::size_t legend = 0;
        for (const series& s : figure_.series)
            legend += s.name.empty() ? 0 : pixels_of_letter * s.name.size() + 50;
        const bool above = legend + pixels_beside < figure_.width;
        return "set label " + gnuplot_string(figure_.title) + " at graph 0, graph 1 offset 0, character " +
               (above && legend != 0 ? "2.3" : "1") + " left font ',13'\nset key " +
               (above ? "at graph 0, graph 1.03 bottom left horizontal maxrows 1\n"
                      : "outside right top vertical maxrows auto\n");
    }

    /// Beside their points.
    std::string notes(const axis& x, const axis& y) const {
        const auto place = [&](double at_x, double at_y) {
            return plot_place{fraction_of(x, at_x, figure_.log_x), fraction_of(y, at_y, figure_.log_y)};
        };
        std::vector<std::vector<plot_place>> curves(figure_.series.size());
        for (std::size_t i = 0; i < curves.size(); ++i)
            for (std::size_t j = 0; j < figure_.series[i].y.size(); ++j)
                if (can_be_drawn(figure_.series[i].x_at(j), figure_.series[i].y[j]))
                    curves[i].push_back(place(figure_.series[i].x_at(j), figure_.series[i].y[j]));
        constexpr double pixels_above_and_below = 115, pixels_of_words = 14, pixels_of_line = 19;
        const double width = static_cast<double>(figure_.width) - double(pixels_beside),
                     height = static_cast<double>(figure_.height) - pixels_above_and_below;
        std::string labels;
        for (const note& n : figure_.notes)
            if (can_be_drawn(n.x, n.y)) {
                const plot_place words{static_cast<double>(pixels_of_letter * n.text.size()) / width,
                                       pixels_of_words / height};
                const note_place at = place_of_note(place(n.x, n.y), words, pixels_of_line / height, curves);
                labels += "set label " + gnuplot_string(n.text) + " at " + text::shortest(n.x) + ", " +
                          text::shortest(n.y) + (at.ends_there ? " right" : " left") +
                          " point pointtype 6 pointsize 0.9 linewidth 1.3 front offset 0, character " +
                          text::shortest(1.3 * at.lines_above) + "\n";
            }
        return labels;
    }
    static double fraction_of(const axis& a, double value, bool logarithmic) {
        return logarithmic ? std::log(value / a.low) / std::log(a.high / a.low) : (value - a.low) / (a.high - a.low);
    }

    std::string plot() const {
        std::string all;
        for (std::size_t i = 0; i < figure_.series.size(); ++i) {
            const series& s = figure_.series[i];
            const std::string colour = std::string(" linecolor rgb '") + colours[i % colours.size()] + "'";
            all += (all.empty() ? "plot " : ", ") + data_name(i) + " using 1:2";
            if (s.drawn_as == mark::bars)
                all += ":(" + text::shortest(bar_width(s)) + ") with boxes fillstyle transparent solid 0.75 noborder" +
                       colour;
            else if (s.drawn_as == mark::points || s.y.size() == 1)
                all += " with points pointtype 7 pointsize 0.35" + colour;
            else
                all += " with lines linewidth 1.8" + colour + " dashtype " + (i < colours.size() ? "solid" : "(6, 4)");
            all += s.name.empty() ? " notitle" : " title " + gnuplot_string(s.name);
        }
        return all + "\n";
    }

    const figure& figure_;
    std::string number_;
};

inline std::string picture_script(std::span<const figure> panels, std::size_t columns, unsigned width,
                                  unsigned height) {
    const std::size_t rows = (panels.size() + columns - 1) / columns;
    std::string script = "set encoding utf8\nset terminal svg noenhanced size " + std::to_string(width) + ", " +
                         std::to_string(height) + " font 'sans-serif,11'\n" +
                         "set border 3 linewidth 0.8\n"
                         "set tics nomirror out scale 0.5\n"
                         "set grid ytics linetype 1 linewidth 0.8 linecolor rgb '#b08c959f'\n"
                         "set format '%g'\n"
                         "set key Left reverse samplen 1.4\n"
                         "set tmargin 3.6\n"
                         "set multiplot layout " +
                         std::to_string(rows) + ", " + std::to_string(columns) + "\n";
    for (std::size_t i = 0; i < panels.size(); ++i)
        script += panel_script(panels[i], i).text();
    return script + "unset multiplot\n";
}

}
